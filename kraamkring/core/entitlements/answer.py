"""What comes out: parts of leave, deadlines, and what may be done with them; each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ..kernel.reasons import Reason


class Part(NamedTuple):
    """A stretch of leave. first and last day both count; a part without days has none. days: how many it counts,
    fewer than lie between the two where they do not follow one another."""

    name: str
    first: date | None
    last: date | None
    days: int
    why: tuple[Reason, ...]


class Offer(NamedTuple):
    """Something that may be done with the leave: which days of it, how many, and until when."""

    name: str
    first: date
    last: date
    days: int
    why: tuple[Reason, ...]


class Deadline(NamedTuple):
    """Something to be done, on or before a day; before an instant where it counts in hours."""

    name: str
    by: date | datetime
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Leave:
    """The answer. entitled: false where there is no right, and then there are no parts. status: `expected` while the
    child is not born. starts_between: the first and last day on which leave may begin."""

    entitled: bool
    status: str
    starts_between: tuple[date, date] | None
    parts: tuple[Part, ...]
    offers: tuple[Offer, ...]
    deadlines: tuple[Deadline, ...]
    why: tuple[Reason, ...]
    assumed: tuple[Reason, ...] = ()

    @property
    def days(self) -> int:
        """The days of leave, all parts together."""
        return sum(part.days for part in self.parts)

    @property
    def starts_on(self) -> date | None:
        return min((part.first for part in self.parts if part.first), default=None)

    @property
    def ends_on(self) -> date | None:
        return max((part.last for part in self.parts if part.last), default=None)


def part(name: str, first: date, days: int, *why: Reason) -> Part:
    """Days that follow one another, from the first on; none at all if there are no days."""
    if days <= 0:
        return Part(name, None, None, 0, why)
    return Part(name, first, first + timedelta(days=days - 1), days, why)
