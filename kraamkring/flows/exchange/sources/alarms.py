"""What needs somebody, as the house raised it: Flag."""

from __future__ import annotations

from collections.abc import Iterator

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.flag import Raised, flag
from kraamkring.rooms.careplan.watching import alarms_ever

from ..derived import ALARMS
from ..family import MOTHER, Family
from .following import Source


def flags(family: Family) -> Iterator[Made]:
    """Every alarm that was ever raised: one query, and only after one was raised or ended."""
    for alarm in alarms_ever(family.episode):
        activity, slot = alarm.key.split("/")[:2]
        yield flag(
            Raised(
                id=alarm.pk,
                episode=family.episode.pk,
                about=family.persons.get(slot, family.persons[MOTHER]),
                activity=activity,
                level=alarm.level,
                since=alarm.raised_at,
                until=alarm.ended_at,
            )
        )


SOURCES: tuple[Source, ...] = (Source("Flag", flags, (ALARMS,)),)
