"""What was observed keeps a promise: the child that was weighed is weighed, also for the pathway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.facts import PregnancyFacts, Retraction, Role, StepDone
from kraamkring.core.observing.steps import calls_for
from kraamkring.packs.observations import observables
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.models import Entry, Observation
from kraamkring.rooms.record.observations import versions_before
from kraamkring.rooms.record.queries import written_among

from .around_birth import part, saying
from .pathway import pathway_of
from .record_fact import write_all

MOTHER = "mother"


def keep_steps(
    *,
    episode: PregnancyEpisode,
    facts: PregnancyFacts,
    written: Sequence[Observation],
    rows: Sequence[Observation],
    role: Role,
    by: User,
    now: datetime,
) -> None:
    """The steps that these observations are the doing of, where the pathway asks for them and whoever gives care saw
    them; in the same transaction. What is taken back, or moved to another time, takes its step back with it. rows:
    every version, these too."""
    stepping = [row for row in written if observables()[row.what].step_done]
    if not stepping:
        return
    statements = [
        *_taken_back(episode, stepping, rows, role, now),
        *_done(episode, facts, stepping, role, now),
    ]
    if statements:
        write_all(episode=episode, said=statements, by=by, now=now)


def _done(
    episode: PregnancyEpisode, facts: PregnancyFacts, rows: Sequence[Observation], role: Role, now: datetime
) -> Iterator[Statement]:
    promises = pathway_of(facts).promises
    for row in rows:
        step = observables()[row.what].step_done
        if step is None or row.source != Entry.Source.PERSON or not _does(row) or _same_moment(row):
            continue
        if calls_for(
            promises,
            facts,
            step=step,
            who=row.slot,
            role=role,
            at=row.at,
            now=now,
            zone=ZoneInfo(episode.zone),
        ):
            who = None if row.slot == MOTHER else (row.slot,)
            yield saying(_step_of(row.pk), StepDone(step=step, at=row.at, by=role, who=who), episode)


def _does(row: Observation) -> bool:
    """Whether the thing was done: a number was measured, or it was answered with yes."""
    return row.value is not None and row.value is not False


def _same_moment(row: Observation) -> bool:
    """Whether it corrects a value seen at the same moment: what was done then stays done."""
    return row.corrects is not None and row.corrects.at == row.at and row.corrects.value is not None


def _taken_back(
    episode: PregnancyEpisode,
    rows: Sequence[Observation],
    every: Sequence[Observation],
    role: Role,
    now: datetime,
) -> Iterator[Statement]:
    before = versions_before(every)
    for row in rows:
        if row.corrects is None or (_same_moment(row) and _does(row)):
            continue
        steps = [_step_of(earlier.pk) for earlier in before[row.pk]]
        for step in written_among(episode, steps):
            retraction = Retraction(fact=str(step), by=role, why=row.reason, at=now)
            yield saying(part(row.pk, f"without {step}"), retraction, episode)


def _step_of(observation: UUID) -> UUID:
    """The id of the step that an observation is the doing of."""
    return part(observation, "step")
