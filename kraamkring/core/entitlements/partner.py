"""Leave of the partner: how much, and between which days it may be taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from ..kernel.errors import BadCard
from ..pathway.cards import Certainty, Citation, InFourLanguages, Signature, Strict

Work = Literal["employee", "self-employed"]
DAY = timedelta(days=1)


class Within(Strict):
    """Until when it may be taken, from the day of birth. birth_counts: that day is the first of the months."""

    weeks: int = Field(default=0, ge=0, le=60)
    months: int = Field(default=0, ge=0, le=24)
    birth_counts: bool = False

    def last(self, born: date) -> date:
        """The last day on which it may be taken."""
        end = _months_later(born, self.months) + timedelta(weeks=self.weeks)
        return end - DAY if self.birth_counts else end


class PartnerPart(Strict):
    """One kind of leave. days: working days; own_weeks: so often the hours of an own working week."""

    work: tuple[Work, ...] = Field(alias="for", min_length=1)
    title: InFourLanguages
    words: InFourLanguages
    days: int = 0
    own_weeks: int = 0
    within: Within
    after_loss: bool = False  # a source says that it holds after the loss of the child too
    certainty: Certainty
    sources: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def so_much(self) -> Self:
        if bool(self.days) == bool(self.own_weeks):
            raise BadCard("partner-leave.toml", "days or own_weeks, one of the two", "Give one")
        return self


class PartnerLeave(Strict):
    """Every kind of leave of a partner in a country."""

    part: dict[str, PartnerPart]
    sign: Signature


class Taken(NamedTuple):
    """A kind of leave, with the first and last day between which it is taken."""

    name: str
    part: PartnerPart
    first: date
    last: date


def partner_leave(scheme: PartnerLeave, born: date, work: Work, *, child_lost: bool) -> Iterator[Taken]:
    """What the partner may take after a birth on that day (while it is expected, the due date)."""
    for name, part in scheme.part.items():
        if work in part.work and (part.after_loss or not child_lost):
            yield Taken(name, part, born, part.within.last(born))


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of that month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return date(day.year + year, month + 1, day.day)
