"""The people around her: the circle as a picture, each person with task and how to reach them, and who leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.pathway import Activity
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.drawing import Presence, ring
from kraamkring.doors.ui.network import NetworkTelling
from kraamkring.doors.ui.pages import actor
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_network import SeenNetwork, see_network
from kraamkring.flows.see_whom_to_call import reach_of
from kraamkring.packs import protocol
from kraamkring.packs.telephone import as_dialled

from . import words
from .pages import answer, language, own_page


@dataclass(frozen=True)
class PersonTold:
    """Somebody in the circle. accepted: she has said yes. me: it is the reader. covered: who does her work for a
    time."""

    id: UUID
    name: str
    role: str
    organisation: str
    dial: str
    number: str
    mail: str
    leads: bool
    accepted: bool
    me: bool
    covered: tuple[str, ...] = ()


@require_safe
@own_page
def circle(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Who is there, and who was asked."""
    now, by = clock.now(), actor(request)
    seen = see_network(episode_id=own.episode.pk, by=by, now=now)
    people = [_person(row, seen, by.pk) for row in seen.members if is_in(row, now)]
    drawn, places = _picture(seen, now, language(), quiet=own.quiet)
    return answer(
        request,
        own,
        "circle",
        "circle",
        people=sorted(people, key=lambda each: (not each.leads, not each.accepted, each.me)),
        leads=any(each.leads for each in people),
        ring=drawn,
        places=places,
        uncovered=any(each.presence == "uncovered" for each in places),
        writes=seen.writes,
    )


def is_in(row: Any, now: datetime) -> bool:
    """True for a Membership that has not ended."""
    return row.ended_at is None and (row.until is None or row.until > now)


def _person(row: Any, seen: SeenNetwork, reader: UUID) -> PersonTold:
    reach, me = reach_of(row, seen.episode.region), row.user_id == reader
    return PersonTold(
        id=row.pk,
        name=row.name,
        role=words.role_word(row.role),
        organisation=row.organisation_name,
        dial="" if me else reach.phone,
        number=as_dialled(reach.phone) if reach.phone and not me else "",
        mail="" if me else reach.mail,
        leads=seen.coordinator is not None and seen.coordinator.membership_id == row.pk,
        accepted=row.accepted_at is not None,
        me=me,
        covered=tuple(_covers(row, seen)),
    )


def _covers(row: Any, seen: SeenNetwork) -> Iterator[str]:
    """Who does her work for a time, and until when."""
    for cover in seen.covers if row.accepted_at else ():
        if cover.covered_id == row.user_id:
            until = notation.moment(cover.until, ZoneInfo(seen.episode.zone), language())
            who = f"{cover.by_whom.name}, {words.role_word(cover.by_whom.profession)}"
            yield _("%(who)s takes her place until %(until)s") % {"who": who, "until": until}


def _picture(
    seen: SeenNetwork, now: datetime, language: str, *, quiet: bool
) -> tuple[SafeString | None, tuple[Presence, ...]]:
    """The circle; none after a loss, or where the record cannot be read."""
    if quiet or seen.facts is None:
        return None, ()
    activities: tuple[Activity, ...] = seen.activities
    standing = Standing(seen.facts, activities, protocol(seen.facts.region or ""), now)
    telling = NetworkTelling(standing, language)
    found = telling.presences()
    places = tuple(
        Presence(str(words.ON_THE_RING[role]), found[role], str(words.PRESENCES[found[role]]))
        for role in words.ON_THE_RING
        if role in found
    )
    return ring(places, telling.children), places
