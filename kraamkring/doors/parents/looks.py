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

from kraamkring.core.access import may_plan
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
    came: str
    reason: str
    times: tuple[str, ...]
    refused: bool
    me: bool


@dataclass(frozen=True)
class Opened:
    """The record was opened in an emergency. judged: what somebody else found of it, why and who; empty while nobody
    has said so yet."""

    who: str
    where: str
    when: str
    until: str
    reason: str
    judged: str
    judged_why: str
    judged_by: str


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
        came = (event.door, event.network, event.device is not None)
        told = (
            event.actor_id,
            event.action,
            _what(event.what),
            event.ground,
            event.covered_id,
            event.reason,
            came,
        )
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
    why = words.REFUSED.get(event.ground, words.NOT_LET_IN) if refused else _ground(event)
    whom = _name(event.covered) if event.covered else ""
    return Look(
        who=_name(event.actor),
        where=_where(event.actor),
        did=pattern % {"what": _what(event.what)},
        why=str(why) % {"whom": whom},
        came=_came(event),
        reason=event.reason,
        times=times,
        refused=refused,
        me=event.actor_id == by.pk,
    )


def _ground(event: AuditEvent) -> object:
    """Why this person could. The organisation of who plans is the one that was asked for help at home."""
    if event.ground == "organisation" and may_plan(event.actor_role):
        return words.GROUNDS["asked"]
    return words.GROUNDS.get(event.ground, words.FOR_CARE)


def _opened(each: BreakGlass, zone: tzinfo) -> Opened:
    review = next(iter(each.reviews.all()), None)
    return Opened(
        who=_name(each.user),
        where=_where(each.user),
        when=notation.moment(each.at, zone, language()),
        until=notation.moment(each.expires_at, zone, language()),
        reason=each.reason,
        judged=str(words.JUDGED[review.outcome]) if review else "",
        judged_why=review.words if review else "",
        judged_by=_name(review.by) if review else "",
    )


def _came(event: AuditEvent) -> str:
    """From where: on which pages, and from which network; of that the last part is not kept."""
    parts = [str(words.CAME_THROUGH[event.door])] if event.door in words.CAME_THROUGH else []
    if event.network:
        parts.append(_("network %(network)s") % {"network": event.network.partition("/")[0]})
    return ", ".join(parts)


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
