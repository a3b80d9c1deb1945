"""Who looked at her record, when and why; who opened it in an emergency; and who was not let in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.pages import actor, page_asked
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_looks import see_looks
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.models import BreakGlass

from . import words
from .pages import answer, language, own_page


@dataclass(frozen=True)
class Look:
    """What one person did on one day, once or more. me: the reader herself."""

    who: str
    where: str
    did: str
    why: str
    reason: str
    times: tuple[str, ...]
    refused: bool
    me: bool


@dataclass(frozen=True)
class Opened:
    """The record was opened in an emergency."""

    who: str
    where: str
    when: str
    until: str
    reason: str


@require_safe
@own_page
def looks(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Day by day, the last first."""
    by, page = actor(request), page_asked(request)
    seen = see_looks(episode_id=own.episode.pk, by=by, now=clock.now(), page=page)
    zone = ZoneInfo(own.episode.zone)
    days = [
        (notation.weekday(day, language()), list(_looks(list(events), zone, by)))
        for day, events in groupby(seen.events, key=lambda event: local_day(event.at, zone))
    ]
    opened = [_opened(each, zone) for each in seen.emergencies]
    return answer(request, own, "looks", "looks", days=days, opened=opened, page=page, more=seen.more)


def _looks(events: list[AuditEvent], zone: tzinfo, by: User) -> Iterator[Look]:
    """What the same person did in the same way is told once for a day; what was refused stands before the rest."""
    found: dict[tuple[object, ...], list[AuditEvent]] = {}
    for event in sorted(events, key=lambda each: each.action != AuditEvent.Action.REFUSED):
        told = (event.actor_id, event.action, _what(event.what), event.ground, event.reason)
        found.setdefault(told, []).append(event)
    for alike in found.values():
        yield _look(alike[0], tuple(dict.fromkeys(f"{e.at.astimezone(zone):%H:%M}" for e in alike)), by)


def _look(event: AuditEvent, times: tuple[str, ...], by: User) -> Look:
    refused = event.action == AuditEvent.Action.REFUSED
    written = event.action == AuditEvent.Action.WRITE
    pattern = (
        _("wanted to see: %(what)s")
        if refused
        else _("wrote in: %(what)s")
        if written
        else _("read: %(what)s")
    )
    why = words.REFUSED.get(event.ground, words.NOT_LET_IN) if refused else _ground(event.ground)
    return Look(
        who=_name(event.actor),
        where=_where(event.actor),
        did=pattern % {"what": _what(event.what)},
        why=str(why),
        reason=event.reason,
        times=times,
        refused=refused,
        me=event.actor_id == by.pk,
    )


def _ground(ground: str) -> object:
    return words.GROUNDS.get(ground, words.FOR_CARE)


def _opened(each: BreakGlass, zone: tzinfo) -> Opened:
    return Opened(
        who=_name(each.user),
        where=_where(each.user),
        when=notation.moment(each.at, zone, language()),
        until=notation.moment(each.expires_at, zone, language()),
        reason=each.reason,
    )


def _name(user: User) -> str:
    role = words.role_word(user.profession)
    return f"{user.name}, {role}" if user.name else role


def _where(user: User) -> str:
    return user.organisation.name if user.organisation else ""


def _what(name: str) -> str:
    """What was looked at, in words; of what has none, that it is a part of her record."""
    name = name.removeprefix("my_")
    first = name.partition(":")[0]
    return str(
        words.LOOKED_AT.get(first) or words.LOOKED_AT.get(first.partition("_")[0]) or words.ANOTHER_PART
    )
