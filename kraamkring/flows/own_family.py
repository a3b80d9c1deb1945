"""A mother or her partner comes to her own pages: which pregnancy they are about, and in which tone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import ImpossibleFact, NotThere
from kraamkring.core.pathway.course import Course
from kraamkring.core.pathway.outlook import somebody_lost
from kraamkring.core.pathway.view import views
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import places_of
from kraamkring.rooms.people.models import PregnancyEpisode

from .pathway import facts_now

PARENTS = ("mother", "partner")  # the roles whose family it is


class OwnFamily(NamedTuple):
    """The pregnancy that the pages are about. role: mother or partner. others: her other pregnancies, the last one
    first. quiet: somebody was lost, or what was recorded cannot be read: then no page may sound cheerful."""

    episode: PregnancyEpisode
    role: str
    others: tuple[PregnancyEpisode, ...]
    quiet: bool


@transaction.atomic
def own_family(*, by: User, now: datetime, episode_id: UUID | None = None) -> OwnFamily | None:
    """Her pregnancy: the one that is asked for, or the one booked last; None if she has none and asked for none. What
    is shown of it is admitted and audited by the flow that shows it. Raises NotThere for one in whose network she is
    neither mother nor partner, as for one that does not exist."""
    places = {place.episode_id: place for place in reversed(places_of(by, now, PARENTS))}
    if episode_id is None and not places:
        return None
    chosen = places.get(episode_id) if episode_id else list(places.values())[-1]
    if chosen is None:
        raise NotThere("episode", "there is no such pregnancy for you", "Ask who registered it")
    others = [place.episode for place in reversed(places.values()) if place is not chosen]
    return OwnFamily(chosen.episode, chosen.role, tuple(others), _quiet(chosen.episode))


def _quiet(episode: PregnancyEpisode) -> bool:
    try:
        facts = facts_now(episode)
        rules = protocol(facts.region or "")
        return somebody_lost([Course(facts, view, rules) for view in views(facts)[0]])
    except ImpossibleFact:
        return True
