"""Somebody looks at the pathway of one family. It only reads, and leaves an audit row."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.pathway import Activity, assess
from kraamkring.core.pathway.view import Contradiction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import PART_OF_FACTS, admit
from .pathway import facts_now, pathway_of


class SeenPathway(NamedTuple):
    """The pathway as it stands at a moment: each activity with its state, and what was recorded contradictorily."""

    episode: PregnancyEpisode
    facts: PregnancyFacts
    activities: tuple[Activity, ...]
    contradictions: tuple[Contradiction, ...]
    mother: Person


@transaction.atomic
def see_pathway(
    *, episode_id: UUID, by: User, now: datetime, purpose: str = CARE, reason: str = ""
) -> SeenPathway:
    """What care is due, arranged, done or missing at `now`, with all facts that it follows from. Raises Refusal if
    the actor may not see every part of them; who sees the plan only is shown `see_promises`."""
    admitted = admit(by, episode_id, now, *PART_OF_FACTS, purpose=purpose)
    episode, facts = admitted.episode, facts_now(admitted.episode, admitted.networks)
    pathway = pathway_of(facts)
    admitted.note_look("pathway", purpose=purpose, reason=reason)
    activities = assess(pathway, facts, now)
    return SeenPathway(episode, facts, activities, pathway.contradictions, one_person(episode.mother))
