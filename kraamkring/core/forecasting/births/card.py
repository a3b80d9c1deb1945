"""What a pack says about the days on which fewer or more children are born, beside its public holidays."""

from __future__ import annotations

from pydantic import Field

from ...explaining import Rule
from ...pathway.cards import DayOfTheYear, Signature, Strict


class Stretch(Strict):
    """Days of every year that are alike, both ends among them."""

    name: str
    first: DayOfTheYear
    last: DayOfTheYear


class BirthsCard(Strict):
    """days: each with an effect of its own on a working day. on_weekends: of these, those felt on a Saturday or Sunday
    too. stretches: days with an effect in common."""

    sign: Signature
    rule: Rule
    days: tuple[DayOfTheYear, ...]
    on_weekends: tuple[DayOfTheYear, ...]
    stretches: tuple[Stretch, ...]
    country: str = Field(min_length=2)
