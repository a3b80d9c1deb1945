"""An indicator as a card: what is counted, out of what, who is left out, on whose word, and which SQL counts it.

The SQL gives one row for each unit (a child, a woman, a family): `pregnancy` and `subject`; `left_out`, the word of an
exclusion, or empty (NULL) where it counts; and what its measure asks for (GIVES), with `category` where the card has
categories. A hit that is unknown is none. `units` makes of it what is added up, the same for every card.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from ..explaining import Rule
from ..pathway.cards import InFourLanguages, Signature, Strict
from .views import with_views

Measure = Literal["proportion", "rate", "mean", "distribution"]
EACH_GIVES = ("pregnancy", "subject", "left_out")
GIVES: Mapping[Measure, tuple[str, ...]] = {
    "proportion": ("hit",),
    "distribution": ("category",),
    "mean": ("amount",),
    "rate": ("amount", "out_of"),
}


class Exclusion(Strict):
    """Who does not count, under which word of the SQL."""

    why: str
    who: str


class IndicatorCard(Rule):
    """One indicator. measure: a proportion (times `per`), a rate (events per `per` of something counted, as days), a
    mean, or a distribution over categories. edition: of the definition. categories: of a distribution, or of the groups
    that a proportion is told by. sql: the statement,
    read from the file beside the card."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    set: str
    number: str
    edition: str
    measure: Measure
    per: int = Field(ge=1)
    title: InFourLanguages
    definition: str
    numerator: str
    denominator: str
    exclusion: tuple[Exclusion, ...] = ()
    categories: tuple[str, ...] = ()
    sign: Signature
    sql: str = Field(min_length=1)

    @model_validator(mode="after")
    def whole(self) -> Self:
        if self.measure == "distribution" and not self.categories:
            raise ValueError("a distribution names its categories")
        for column in self.columns:
            if not re.search(rf"\b{column}\b", self.sql):
                raise ValueError(f"the statement gives no {column}")
        text = with_views(self.sql)
        for each in self.exclusion:
            if f"'{each.why}'" not in text:
                raise ValueError(f"the statement never says '{each.why}'")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """What the statement gives of each unit."""
        told = ("category",) if self.categories else ()
        return tuple(dict.fromkeys((*EACH_GIVES, *GIVES[self.measure], *told)))

    @property
    def units(self) -> str:
        """The statement made whole: `pregnancy`, `subject`, `denominator`, `numerator`, `category` and `why` of each
        unit. Who is left out has a denominator of 0; `why` is `counts`, or the word of the exclusion."""
        numerator = {"proportion": "CASE WHEN hit THEN 1 ELSE 0 END", "distribution": "1"}
        of, category = (
            ("out_of" if self.measure == "rate" else "1"),
            ("category" if self.categories else "''"),
        )
        return f"""
            SELECT pregnancy, subject, coalesce(left_out, 'counts') AS why,
                   CASE WHEN left_out IS NULL THEN {of} ELSE 0 END AS denominator,
                   CASE WHEN left_out IS NULL THEN {numerator.get(self.measure, "amount")} ELSE 0 END AS numerator,
                   CASE WHEN left_out IS NULL THEN {category} ELSE '' END AS category
            FROM ({self.sql}) each_one
        """  # noqa: S608 (a card of a pack)
