"""What happens to one family, as a list of dated acts. An act is a word for a flow, who does it, and what she says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.kernel.moments import BRUSSELS

from .births import Delivery
from .people import Carer, Woman

DEMO = UUID("00000000-0000-7000-8000-6b7261616d00")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Act(NamedTuple):
    """do: the deed (`growing.DEEDS`). name: what it is called within the family; the id of what it writes follows from
    that, so that doing it again writes nothing. by: the e-mail address of who does it."""

    at: datetime
    family: Family
    do: str
    name: str
    by: str
    what: Mapping[str, Any]

    @property
    def id(self) -> UUID:
        """The id of what this act writes."""
        return self.family.part(self.name)


@dataclass(frozen=True, kw_only=True, eq=False)
class Family:
    """A family of the demo as it will have been. story: what is special about it, empty for an ordinary one. helps:
    who cares for it, by role. mother_signs_in: her address, if she has an account. wants: what she said she wants."""

    key: str
    mother: Woman
    birth_date: date
    booked_on: date
    delivery: Delivery
    helps: Mapping[str, Carer]
    wants: Mapping[str, Any] = field(default_factory=dict)
    mother_signs_in: str = ""
    story: str = ""

    @cached_property
    def id(self) -> UUID:
        """The id of the pregnancy: it follows from the key."""
        return uuid5(DEMO, self.key)

    def part(self, name: str) -> UUID:
        """The id of something of this family."""
        return uuid5(self.id, name)

    @property
    def chance(self) -> Random:
        """The same numbers for the same family, from the start."""
        return Random(self.key)  # noqa: S311 (not a secret)

    @property
    def newborns(self) -> tuple[str, ...]:
        """Its children by slot."""
        return tuple(f"newborn-{number + 1}" for number in range(len(self.delivery.born_at)))

    @property
    def born_on(self) -> date:
        """The local day of birth."""
        return self.delivery.born_at[0].astimezone(BRUSSELS).date()

    def weeks(self, weeks: int, days: int = 0) -> date:
        """The day on which the pregnancy is so far."""
        return self.delivery.due_on + timedelta(days=7 * (weeks - 40) + days)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on the clocks there, in UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=BRUSSELS).astimezone(UTC)
