"""What a region can give and what its families need, as its file says it. Every number is the reader's own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from ...kernel.document import read_document
from ...kernel.errors import ImpossibleFact
from ...pathway.cards import Strict

PAGE = "docs/figures.md"
LONGEST_CARE = 42  # days: six weeks
MOST_REGIONS = 100
ROUNDING = 1e-6

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
HoursADay = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)]
Hours = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]


class Profile(Strict):
    """Families who need alike. hours_by_day: from the day of birth on. least_by_day: what each gets in scarcity."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    share: Share
    hours_by_day: tuple[HoursADay, ...] = Field(min_length=1, max_length=LONGEST_CARE)
    least_by_day: tuple[HoursADay, ...] | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        least = self.least_by_day
        if least is not None and len(least) != len(self.hours_by_day):
            raise ImpossibleFact("least_by_day", "it has other days than hours_by_day", "Give each day both")
        if least and any(low > hours for low, hours in zip(least, self.hours_by_day, strict=True)):
            raise ImpossibleFact("least_by_day", "the least is more than the hours", "Correct one of them")
        return self


class Away(Strict):
    """Hours of contracts that fall out on each day of a stretch: holidays, illness. Both days among them."""

    first: date
    last: date
    hours_a_day: Hours


class Region(Strict):
    """municipalities: as in the history; none: everything. contract_hours_a_week: employed and freelance together.
    deployable: the part of them that is spent in families."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    municipalities: tuple[str, ...] = ()
    contract_hours_a_week: Hours
    deployable: Share
    weekday_weights: Annotated[tuple[HoursADay, ...], Field(min_length=7, max_length=7)] = (1.0,) * 7
    away: tuple[Away, ...] = ()

    @model_validator(mode="after")
    def whole(self) -> Self:
        if not sum(self.weekday_weights):
            raise ImpossibleFact("weekday_weights", "they are all 0", "Correct them")
        return self


class Capacity(Strict):
    """taking_care: the part of families who take maternity care."""

    taking_care: Share
    profiles: tuple[Profile, ...] = Field(min_length=1, max_length=20)
    regions: tuple[Region, ...] = Field(min_length=1, max_length=MOST_REGIONS)

    @model_validator(mode="after")
    def whole(self) -> Self:
        if abs(sum(each.share for each in self.profiles) - 1) > ROUNDING:
            raise ImpossibleFact("profiles", "their shares are not 1 together", "Correct the shares")
        if len({each.name for each in self.regions}) < len(self.regions):
            raise ImpossibleFact("regions", "a name stands there twice", "Give each a name of its own")
        places = [place for each in self.regions for place in each.municipalities]
        if len(set(places)) < len(places):
            raise ImpossibleFact("regions", "a municipality stands in two regions", "Keep it in one")
        if len(self.regions) > 1 and any(not each.municipalities for each in self.regions):
            raise ImpossibleFact("regions", "one of several has no municipalities", "Say which are its own")
        return self


def read_capacity(text: bytes | str) -> Capacity:
    """The document of capacity. Raises ImpossibleFact, one sentence."""
    return read_document(text, TypeAdapter(Capacity), PAGE)
