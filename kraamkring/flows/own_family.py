"""A mother or her partner comes to her own pages: which pregnancy they are about, and in which tone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import ImpossibleFact, NotThere
from kraamkring.core.pathway.course import Course
from kraamkring.core.pathway.outlook import somebody_lost
from kraamkring.core.pathway.view import views
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import places_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import admit
from .pathway import facts_now

PARENTS = ("mother", "partner")  # the roles whose family it is


class Tone(NamedTuple):
    """How her pages speak. quiet: somebody was lost, or what was recorded cannot be read: then no page may sound
    cheerful. known: it can be read. born: a birth was recorded. living: the slots of the children who were born and
    live. many: two children or more. ended: the pregnancy is over without any child that lives. All of it is for
    choosing what a page offers, and none of it is told."""

    quiet: bool
    known: bool = False
    born: bool = False
    living: tuple[str, ...] = ()
    many: bool = False
    ended: bool = False


class OwnFamily(NamedTuple):
    """The pregnancy that the pages are about. role: mother or partner. others: her other pregnancies, the last one
    first."""

    episode: PregnancyEpisode
    role: str
    others: tuple[PregnancyEpisode, ...]
    tone: Tone

    @property
    def quiet(self) -> bool:
        return self.tone.quiet


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
    return OwnFamily(chosen.episode, chosen.role, tuple(others), tone_of(chosen.episode))


def is_quiet(*, episode_id: UUID, by: User, now: datetime) -> bool:
    """Whether somebody was lost in a family that the actor has to do with. Raises NotThere to others."""
    admitted = admit(by, episode_id, now)
    return tone_of(admitted.episode, admitted.networks).quiet


def tone_of(episode: PregnancyEpisode, networks: Networks | None = None) -> Tone:
    """How to speak to this family. What cannot be read is met quietly. networks: if they were read before."""
    try:
        facts = facts_now(episode, networks)
        rules = protocol(facts.region or "")
        courses = [Course(facts, view, rules) for view in views(facts)[0]]
    except ImpossibleFact:
        return Tone(quiet=True)
    course = courses[0]
    gone = {slot for slot in course.slots if course.gone_at(slot)}
    births = course.view.births
    return Tone(
        quiet=somebody_lost(courses),
        known=True,
        born=bool(births),
        living=tuple(slot for slot in course.slots if slot in births and slot not in gone),
        many=len(course.slots) > 1,
        ended=gone == set(course.slots),
    )
