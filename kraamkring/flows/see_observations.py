"""Somebody looks at what was measured and seen, as far as she may, with what the charts say of it. It leaves a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import MODULES, Module
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.facts.coherence import standing as facts_standing
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.observing import (
    Judged,
    Newborn,
    Unjudged,
    asked,
    judge_all,
    level_of,
    newborns_of,
    unjudged_all,
)
from kraamkring.core.observing.asking import AskedBlock
from kraamkring.core.warning import Level
from kraamkring.packs.observations import blocks, observables, warning_charts
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person
from kraamkring.rooms.record.models import Observation
from kraamkring.rooms.record.observations import (
    AUDITED,
    as_seen,
    observations_about,
    standing,
    versions_before,
)

from . import transaction
from .admitting import EMERGENCY, admit, refused, sees_all
from .pathway import facts_now

MOTHER = "mother"


class SeenObservations(NamedTuple):
    """What one reader sees. rows: what stands, newest first. earlier: of a row that corrects others, these, newest
    first. taken_back: the last version of what was taken back. newborns: who was born alive. asked: what a visit asks,
    in its order. closed: the modules that are not shown, and why (a key of core.access.SENTENCES). facts: only for a
    reader of every part."""

    episode: PregnancyEpisode
    mother: Person
    facts: PregnancyFacts | None
    newborns: Mapping[str, Newborn]
    rows: tuple[Observation, ...]
    earlier: Mapping[UUID, tuple[Observation, ...]]
    taken_back: tuple[Observation, ...]
    judged: tuple[Judged, ...]
    unjudged: tuple[Unjudged, ...]
    asked: tuple[AskedBlock, ...]
    writes: frozenset[Module]
    closed: tuple[tuple[Module, str], ...]

    def last(self, who: str, what: str) -> Observation | None:
        """What was seen last of this, None if it never was."""
        return next((row for row in self.rows if (row.slot, row.what) == (who, what)), None)

    def level(self, row: Observation) -> Level | None:
        """What the charts say of one row that stands; None for what no chart knows."""
        (seen,) = as_seen([row], ZoneInfo(self.episode.zone))
        return level_of(seen, self.judged, self.newborns, warning_charts(), blocks())

    def of(self, who: str, what: str) -> tuple[Observation, ...]:
        """Everything of this that stands, newest first."""
        return tuple(row for row in self.rows if (row.slot, row.what) == (who, what))


@transaction.atomic
def see_observations(
    *,
    episode_id: UUID,
    by: User,
    now: datetime,
    since: datetime | None = None,
    purpose: str = CARE,
    reason: str = "",
) -> SeenObservations:
    """What was observed, in the modules that the actor may read. However long the history: the same number of queries.
    since: only what was seen from then on (then the charts know no more either). Raises NotThere if there is no such
    family for her, NotAllowed if no part of the record is hers."""
    admitted = admit(by, episode_id, now)
    every_part = {module: admitted.may(module) for module in MODULES}
    readable = [said for said in every_part.values() if said.allowed]
    if not readable:
        raise refused(*next(iter(every_part.items())))
    observed = {each.module for each in observables().values()}
    allowed = {module: said for module, said in every_part.items() if module in observed}
    opened = {module: said for module, said in allowed.items() if said.allowed}
    admitted = admitted._replace(ground=readable[0].noted or EMERGENCY)
    admitted.note_look(AUDITED, purpose=purpose, reason=reason)
    episode = admitted.episode
    every = observations_about(episode, list(opened), since)
    rows = sorted(standing(every), key=_newest_first)
    replaced = {row.corrects_id for row in every if row.corrects_id}
    facts = _facts(episode)
    newborns = newborns_of(facts, ZoneInfo(episode.zone)) if facts else {}
    seen = as_seen(rows, ZoneInfo(episode.zone))
    return SeenObservations(
        episode=episode,
        mother=one_person(episode.mother),
        facts=facts if sees_all(admitted.standing, now) else None,
        newborns=newborns,
        rows=tuple(rows),
        earlier=versions_before(every),
        taken_back=tuple(row for row in every if row.value is None and row.pk not in replaced),
        judged=tuple(judge_all(seen, newborns, warning_charts(), blocks())),
        unjudged=tuple(unjudged_all(seen, newborns, warning_charts(), blocks())),
        asked=tuple(_asked(facts, newborns, opened)),
        writes=frozenset(module for module in opened if admitted.may(module, "write").allowed),
        closed=tuple((module, said.why) for module, said in allowed.items() if not said.allowed),
    )


def _asked(
    facts: PregnancyFacts | None, newborns: Mapping[str, Newborn], opened: Iterable[Module]
) -> list[AskedBlock]:
    """What a visit asks, of the parts that are open to the reader."""
    over = bool(facts and (facts_standing(facts.births, facts.retracted) or facts.losses))
    lives = not facts or all(death.who != MOTHER for death in facts_standing(facts.deaths, facts.retracted))
    listed = asked(blocks(), newborns, birth_is_over=over, mother_lives=lives)
    return [each for each in listed if each.observables[0].module in opened]


def _facts(episode: PregnancyEpisode) -> PregnancyFacts | None:
    try:
        return facts_now(episode)
    except ImpossibleFact:
        return None


def _newest_first(row: Observation) -> tuple[float, float, str]:
    return -row.at.timestamp(), -row.received_at.timestamp(), str(row.pk)
