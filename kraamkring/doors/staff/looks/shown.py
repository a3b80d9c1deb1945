"""Rows of the audit log, as a person reads them: by day, and what somebody did several times told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo

from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import notation
from kraamkring.flows.see_looks import SeenLooks
from kraamkring.rooms.audit.models import AuditEvent

from ..banner import Banner, plain_banner
from ..words import role_word
from . import words


@dataclass(frozen=True)
class Look:
    """What one person did, once or several times in a row. times: on the wall clock, newest first."""

    who: str
    role: str
    where: str
    did: str
    why: str
    reason: str
    came: str
    refused: bool
    times: tuple[str, ...]


@dataclass(frozen=True)
class LooksShown:
    """One page. days: each day with its looks, newest first."""

    banner: Banner
    days: tuple[tuple[str, tuple[Look, ...]], ...]
    page: int
    more: bool

    @classmethod
    def of(cls, seen: SeenLooks, page: int, language: str) -> LooksShown:
        zone = ZoneInfo(seen.episode.zone)
        days = [
            (notation.weekday(day, language), tuple(_looks(list(events), zone)))
            for day, events in groupby(seen.events, key=lambda event: _day(event, zone))
        ]
        return cls(plain_banner(seen.mother), tuple(days), page, seen.more)


def _day(event: AuditEvent, zone: tzinfo) -> date:
    return local_day(event.at, zone)


def _looks(events: list[AuditEvent], zone: tzinfo) -> Iterator[Look]:
    for _same, repeated in groupby(events, key=_content):
        alike = list(repeated)
        yield _look(alike[0], tuple(dict.fromkeys(f"{each.at.astimezone(zone):%H:%M}" for each in alike)))


def _content(event: AuditEvent) -> tuple[object, ...]:
    came = (event.door, event.network, event.device is not None)
    return (
        event.actor_id,
        event.actor_role,
        event.action,
        event.what,
        event.ground,
        event.covered_id,
        event.reason,
        came,
    )


def _covered(event: AuditEvent) -> str:
    return (event.covered.name or role_word(event.covered.profession)) if event.covered else ""


def _look(event: AuditEvent, times: tuple[str, ...]) -> Look:
    refused = event.action == AuditEvent.Action.REFUSED
    return Look(
        who=event.actor.name or role_word(event.actor_role),
        role=role_word(event.actor_role),
        where=event.actor.organisation.name if event.actor.organisation else "",
        did=words.DID[event.action] % {"what": words.what(event.what)},
        why=words.why(event) % {"whom": _covered(event)},
        came=words.came_from(event.door, event.network, device=event.device is not None),
        reason=event.reason,
        refused=refused,
        times=times,
    )
