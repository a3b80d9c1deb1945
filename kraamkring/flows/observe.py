"""Somebody writes down what she measured or saw: at a visit, on a ward, or a parent at home. It is judged at once.

A device's clock is recorded and not trusted. What a device says was seen at a moment that cannot have been (it has not
come yet, or the child was not born) is kept as it was typed, stands at the moment it arrived, and shows what was
claimed; a person at a page is asked for the time again. Parents are not asked why a value is unusual: they are told
what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.facts import PregnancyFacts, Role
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, Refusal
from kraamkring.core.kernel.moments import aware
from kraamkring.core.observing import (
    Judged,
    Newborn,
    Observable,
    Value,
    beside_birth,
    check,
    judge_all,
    newborns_of,
)
from kraamkring.core.observing import Observation as Fact
from kraamkring.core.observing.pairs import SYSTOLIC, check_pair
from kraamkring.packs.observations import blocks, observables, warning_charts
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.actions import Device
from kraamkring.rooms.record.models import Entry, Observation
from kraamkring.rooms.record.observations import (
    MOTHER,
    Seen,
    as_seen,
    may_be_observed,
    observations_about,
    observations_named,
    refuse_counts_used,
    standing,
    write_observations,
)

from . import transaction
from .admitting import Admitted, admit
from .after_a_loss import PARENTS
from .around_birth import role_of
from .observed_steps import keep_steps
from .pathway import facts_now
from .telling_of_reds import tell_of_reds

AHEAD_AT_MOST = timedelta(minutes=5)  # of our clock; our choice: two good clocks differ by less
MOST_AT_ONCE = 200  # our choice: a visit to twins writes about a hundred


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing that was seen. who: `mother` or `newborn-n`; what: an observable. id, device, recorded_at: made where
    it was written down. corrects: the row it replaces, for a reason; value None: that row is taken back."""

    id: UUID
    who: str
    what: str
    value: Value | None
    at: datetime
    reason: str = ""
    corrects: UUID | None = None
    recorded_at: datetime | None = None
    device: Device | None = None
    visit: UUID | None = None


class NotTaken(ImpossibleFact):
    """One of several things that were said cannot be taken, and so none is. about: which; field: the observable, or
    `reason` where only a reason is missing."""

    about: Said | None = None


class Observed(NamedTuple):
    """The rows as they stand, and what the charts say of those whom they are about."""

    rows: tuple[Observation, ...]
    judged: tuple[Judged, ...]


@transaction.atomic
def observe(*, episode_id: UUID, said: Sequence[Said], by: User, now: datetime) -> Observed:
    """Writes what was seen, all of it or nothing; what was sent before is not written again.

    A red that this brings tells, at once, those of the circle who may read that part. A weight is the weighing that
    the pathway asks for. Raises NotThere or NotAllowed if the actor may not write there; NotTaken, with what it is
    about, for a value that cannot be or is unusual and unexplained; Refusal for an id or a count used before.
    """
    named = _named(said)
    modules = tuple(dict.fromkeys(observable.module for observable in named.values()))
    admitted = admit(by, episode_id, now, *modules, act="write")
    episode, role = admitted.episode, role_of(admitted)
    _by_parents(role, named.values())
    there = observations_named([each.id for each in said])
    fresh = [each for each in said if not _sent_before(each, there.get(each.id), episode)]
    before = observations_about(episode, modules)
    facts = _facts(admitted)
    zone = ZoneInfo(episode.zone)
    newborns = newborns_of(facts, zone) if facts else {}
    written: list[Observation] = []
    if fresh:
        refuse_counts_used([each.device for each in fresh if each.device])
        seen = _taken(fresh, named, before, facts, newborns, role, now)
        _no_exchanged(fresh, seen, before)
        written = write_observations(episode=episode, seen=seen, role=role, by=by, now=now)
    rows = [*before, *written]
    judged = _judged(standing(rows), newborns, zone)
    if written and facts:
        keep_steps(episode=episode, facts=facts, written=written, rows=rows, role=role, by=by, now=now)
    if written:
        tell_of_reds(
            episode=episode,
            written=written,
            before=_judged(standing(before), newborns, zone),
            after=judged,
            alone=_judged(standing(written), newborns, zone),
            by=by,
            now=now,
        )
    by_id = there | {row.pk: row for row in written}
    return Observed(tuple(by_id[each.id] for each in said), tuple(judged))


def _named(said: Sequence[Said]) -> Mapping[UUID, Observable]:
    """What each is about. Raises Refusal for nothing, for too much, or for something that is not observed."""
    if not said:
        raise Refusal("", "nothing is said", "Say what was seen")
    if len(said) > MOST_AT_ONCE:
        raise Refusal("", "this is too much at once", "Send at most %(most)s together", most=MOST_AT_ONCE)
    if len({each.id for each in said}) < len(said):
        raise Refusal("id", "one id stands here twice", "Give each its own")
    found = {}
    for each in said:
        observable = observables().get(each.what)
        if observable is None or (observable.about == MOTHER) != (each.who == MOTHER):
            raise Refusal("what", "this is not observed of this person", "Choose something that is")
        found[each.id] = observable
    return found


def _by_parents(role: str, named: Iterable[Observable]) -> None:
    """Raises NotAllowed for what parents do not write themselves."""
    for observable in named:
        if role in PARENTS and not observable.self_report:
            raise NotAllowed(
                observable.module, "this is written by who gives the care", "Tell it to who visits you"
            )


def _sent_before(said: Said, row: Observation | None, episode: PregnancyEpisode) -> bool:
    """Whether this was written before. Raises Refusal if the id was used for something else."""
    if row is None:
        return False
    same = (row.episode_id, row.slot, row.what, row.value, row.corrects_id)
    if same != (episode.pk, said.who, said.what, said.value, said.corrects):
        raise Refusal("id", "this id belongs to another entry", "Give each entry its own")
    return True


def _facts(admitted: Admitted) -> PregnancyFacts | None:
    """All that is known; None where it cannot be true together: then what was seen is written all the same."""
    try:
        return facts_now(admitted.episode, admitted.networks)
    except ImpossibleFact:
        return None


def _taken(
    fresh: Sequence[Said],
    named: Mapping[UUID, Observable],
    before: Sequence[Observation],
    facts: PregnancyFacts | None,
    newborns: Mapping[str, Newborn],
    role: Role,
    now: datetime,
) -> list[Seen]:
    """What may be written. Raises NotTaken with the first that may not."""
    taken = []
    for each in fresh:
        with _about(each):
            taken.append(_checked(each, named[each.id], before, facts, newborns, role, now))
    return taken


@contextmanager
def _about(said: Said) -> Iterator[None]:
    """What is refused inside names what it is about."""
    try:
        yield
    except ImpossibleFact as refused:
        problem, remedy = refused.sentences
        raised = NotTaken(refused.field, problem, remedy, **refused.values)
        raised.about = said
        raise raised from None


def _no_exchanged(fresh: Sequence[Said], seen: Sequence[Seen], before: Sequence[Observation]) -> None:
    """Raises NotTaken for an upper blood pressure that is not above the lower one of the same hour."""
    hours = next(
        block.together_hours or 0.0 for block in blocks() if SYSTOLIC in {o.id for o in block.observables}
    )
    replaced = {each.corrects.pk for each in seen if each.corrects}
    others = [each for each in as_seen(standing(before), UTC) if each.id not in replaced]
    newly = [
        Fact(each.id, each.who, each.what, each.value, each.at) for each in seen if each.value is not None
    ]
    by_id = {each.id: each for each in fresh}
    for one in newly:
        with _about(by_id[one.id]):
            check_pair(one, [*others, *newly], hours)


def _checked(
    said: Said,
    observable: Observable,
    before: Sequence[Observation],
    facts: PregnancyFacts | None,
    newborns: Mapping[str, Newborn],
    role: Role,
    now: datetime,
) -> Seen:
    corrected = _corrected(said, before)
    at, claimed_at = _moment(said, newborns.get(said.who), now)
    if facts:
        may_be_observed(facts, said.who, at)
    if said.value is not None:
        fitted = beside_birth(observable, newborns.get(said.who), warning_charts().charts)
        if role in PARENTS:
            fitted = fitted.model_copy(update={"soft": None})
        check(fitted, said.value, said.reason)
    return Seen(
        id=said.id,
        who=said.who,
        what=said.what,
        module=observable.module,
        value=said.value,
        at=at,
        claimed_at=claimed_at,
        reason=said.reason,
        corrects=corrected,
        source=Entry.Source.SELF_REPORT if role in PARENTS else Entry.Source.PERSON,
        recorded_at=aware(said.recorded_at, "recorded_at") if said.recorded_at else now,
        device=said.device,
        visit=said.visit,
    )


def _corrected(said: Said, before: Sequence[Observation]) -> Observation | None:
    """The row that is replaced. Raises Refusal if it is not there, is about something else, or was replaced before."""
    if said.corrects is None:
        if said.value is None:
            raise ImpossibleFact(said.what, "there is no value", "Give one")
        return None
    row = next((row for row in before if row.pk == said.corrects), None)
    if row is None or (row.slot, row.what) != (said.who, said.what):
        raise Refusal("corrects", "there is no such observation", "Name the one it corrects")
    if any(later.corrects_id == row.pk for later in before):
        raise Refusal("corrects", "somebody corrected this before you", "Look at both, and decide again")
    if not said.reason.strip():
        raise ImpossibleFact("reason", "no reason is given", "Say in a few words why this is corrected")
    return row


def _moment(said: Said, child: Newborn | None, now: datetime) -> tuple[datetime, datetime | None]:
    """When it was seen, and what a device claimed instead of that. Raises ImpossibleFact where a person at a page gives
    a moment that cannot have been."""
    at = aware(said.at, "at")
    early = child is not None and at < child.born_at
    if at <= now + AHEAD_AT_MOST and not early:
        return at, None
    if said.device is not None:
        return now, at
    if early:
        raise ImpossibleFact("at", "this lies before the birth", "Check the time")
    raise ImpossibleFact("at", "this moment has not come yet", "Give the time at which it was seen")


def _judged(rows: Iterable[Observation], newborns: Mapping[str, Newborn], zone: tzinfo) -> list[Judged]:
    return judge_all(as_seen(rows, zone), newborns, warning_charts(), blocks())
