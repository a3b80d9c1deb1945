"""Somebody opens the screen of a visit: who is there, what is due, what was seen last, and how to reach them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.pathway import Activity
from kraamkring.core.pathway.needs import is_of_now
from kraamkring.core.pathway.phases import Milestones
from kraamkring.core.pathway.pressing import NOT_ARRANGED
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PlaceOfCare
from kraamkring.rooms.people.queries import place_of_care

from . import transaction
from .admitting import admit
from .place_of_care import phone_at
from .see_around_birth import SeenVisit, see_visit
from .see_observations import SeenObservations, see_observations


class SeenVisitScreen(NamedTuple):
    """due: what is still to be done of which the window is open, or that was missed in the phase they are in; what
    closes first comes first. place, phone: only where she may read the plan. may_plan: whether she may agree and close
    appointments; may_screen: whether she may write down a test."""

    visit: SeenVisit
    observed: SeenObservations
    due: tuple[Activity, ...]
    place: PlaceOfCare | None
    phone: str
    may_plan: bool
    may_screen: bool


@transaction.atomic
def see_visit_screen(*, episode_id: UUID, by: User, now: datetime) -> SeenVisitScreen:
    """Everything that one page of a visit shows. Raises NotThere; NotAllowed to who does not write about the time
    after a birth."""
    visit = see_visit(episode_id=episode_id, by=by, now=now)
    observed = see_observations(episode_id=episode_id, by=by, now=now)
    admitted = admit(by, episode_id, now)
    reads_plan = admitted.may("plan").allowed
    place = place_of_care(admitted.episode) if reads_plan else None
    return SeenVisitScreen(
        visit=visit,
        observed=observed,
        due=_due(visit, now),
        place=place,
        phone=phone_at(admitted.episode, place, now) if reads_plan else "",
        may_plan=admitted.may("plan", "write").allowed,
        may_screen=admitted.may("child", "write").allowed,
    )


def _due(visit: SeenVisit, now: datetime) -> tuple[Activity, ...]:
    family = visit.family
    stones = Milestones.of(family.facts, protocol(family.facts.region or ""))
    found = [
        each
        for each in family.activities
        if each.state in (*NOT_ARRANGED, "arranged")
        and each.promise.window.earliest <= now
        and is_of_now(each.promise, stones, now)
    ]
    return tuple(sorted(found, key=lambda each: (each.promise.window.latest, each.promise.key)))
