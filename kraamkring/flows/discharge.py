"""Mother, child or both go home: through the gates (PLAN-7; KCE 232As, 3.3.4), and everyone on the list hears it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import Discharge, PregnancyFacts, Role, StepDone
from kraamkring.core.facts.coherence import standing
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.pathway import Gate, gates_of, gone, shut
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference, override_gates
from kraamkring.rooms.careplan.models import DischargeOverride
from kraamkring.rooms.careplan.queries import current_plan
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record import policies
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admitting import admit
from .after_a_loss import AROUND_THEM
from .around_birth import Happened, happened, moment_of, part, role_of, saying, told_before
from .pathway import facts_now
from .record_fact import write_all
from .telling import concerned, recipient, tell, tell_address

PLANNED_ANEW = "planned anew"  # why a plan is corrected
Named = dict[str, str]  # {"role", "name", "contact"}, as the plan holds it


class GatesShut(Refusal):
    """Something that must be settled before going home is not. gates: the red ones."""

    def __init__(self, gates: Sequence[Gate]) -> None:
        self.gates = tuple(gates)
        super().__init__(
            "override_reason",
            "something that must be settled before going home is not settled",
            "Settle it, or give the reason why they go home all the same",
        )


class WentHome(NamedTuple):
    """What was written and told. gates: as they stood at that moment. to_tell: those on the list who have no address
    here that a message can go to; somebody has to call them."""

    happened: Happened
    gates: tuple[Gate, ...] = ()
    override: DischargeOverride | None = None
    to_tell: tuple[Named, ...] = ()


def discharge(
    *,
    episode_id: UUID,
    who: Sequence[str],
    id: UUID,
    by: User,
    now: datetime,
    at: datetime | None = None,
    planned: bool = False,
    settled: Collection[str] = (),
    override_reason: str = "",
    source: str = Entry.Source.PERSON,
) -> WentHome:
    """They went home at `at` (None: now), or are planned to. settled: keys of gates that are settled with this act.
    Everyone around them is told, and everyone on the plan's list, in the same transaction.

    Raises GatesShut while a gate is red and no reason is given; what was not settled then stays open in the pathway,
    and the reason can be read by the mother. A plan passes all gates, and replaces an earlier plan for the same people.
    Raises Refusal for who is not in hospital. id: of what is written; sending it again changes nothing.
    """
    who = tuple(dict.fromkeys(who))
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "birth_and_stay", act="write")
        episode = admitted.episode
        at = moment_of(episode, id, at, now)
        leaving = Discharge(who=who, at=at, planned=planned)
        if (before := told_before(episode, id)) is not None:
            return WentHome(_again(episode, leaving, before, by, now, source))
        facts = facts_now(episode)
        policies.may_go_home(facts, who, at, now, planned=planned)
        steps, gates = _through(facts, leaving, settled, role_of(admitted), now)
        closed = () if planned else shut(gates)
        if closed and not override_reason.strip():
            raise GatesShut(closed)
        said = _plans(facts, saying(id, leaving, episode, source=source))
        said += [saying(part(id, key), step, episode, source=source) for key, step in steps]
        if not planned:
            heard = StepDone(step="network_told", at=now, by=role_of(admitted), who=who)
            said.append(saying(part(id, "network_told"), heard, episode, source=source))
        recorded = write_all(episode=episode, said=said, by=by, now=now)
        override = None
        if closed:
            override = override_gates(
                episode=episode,
                discharge=next(entry for entry in recorded.entries if entry.pk == id),
                gates=[gate.key for gate in closed],
                reason=override_reason,
                by=by,
                now=now,
            )
        told, to_tell = _told(episode, facts, id, by, now)
    return WentHome(happened(recorded, told), gates, override, to_tell)


def settle_gate(*, episode_id: UUID, key: str, id: UUID, by: User, now: datetime) -> Happened:
    """One gate, settled while they are still there: its step, for its person. Raises Refusal if there is no such gate
    for anybody who is there, or if something must be agreed and not ticked. id: sending it again changes nothing."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "birth_and_stay", act="write")
        episode = admitted.episode
        facts = facts_now(episode)
        if (before := told_before(episode, id)) is not None:
            return Happened((before,), Difference())
        there = tuple(subject for subject in _everyone(facts) if subject == key.partition("/")[2])
        found = [gate for gate in gates_of(facts, protocols(), there, now, now) if gate.key == key]
        steps = _steps(found, [key], role_of(admitted), now)
        recorded = write_all(episode=episode, said=[saying(id, steps[0][1], episode)], by=by, now=now)
    return happened(recorded)


def _everyone(facts: PregnancyFacts) -> tuple[str, ...]:
    return ("mother", *sorted({birth.newborn for birth in standing(facts.births, facts.retracted)}))


def _again(
    episode: PregnancyEpisode, leaving: Discharge, before: Entry, by: User, now: datetime, source: str
) -> Happened:
    """The answer of the first time. Raises Refusal if something else was said then."""
    said = saying(before.pk, leaving, episode, source=source)
    same = replace(said, corrects=before.corrects_id, reason=before.reason)
    return happened(write_all(episode=episode, said=[same], by=by, now=now))


def _through(
    facts: PregnancyFacts, leaving: Discharge, settled: Collection[str], role: Role, now: datetime
) -> tuple[list[tuple[str, StepDone]], tuple[Gate, ...]]:
    """The steps that are settled with the act, and the gates as they stand with them."""
    seen_at = leaving.at if leaving.planned else now
    gates = gates_of(facts, protocols(), leaving.who, leaving.at, seen_at)
    steps = _steps(gates, settled, role, leaving.at)
    if steps:
        facts = replace(facts, steps=(*facts.steps, *(step for _key, step in steps)))
        gates = gates_of(facts, protocols(), leaving.who, leaving.at, seen_at)
    return steps, gates


def _steps(
    gates: Collection[Gate], settled: Collection[str], role: Role, at: datetime
) -> list[tuple[str, StepDone]]:
    known = {gate.key: gate for gate in gates if gate.step and gate.step != "network_told"}
    if set(settled) - set(known):
        raise Refusal("settled", "this cannot be ticked here", "Look at the page again")
    return [
        (key, StepDone(step=known[key].step, at=at, by=role, who=(known[key].subject,)))  # type: ignore[arg-type]
        for key in settled
    ]


def _plans(facts: PregnancyFacts, said: Statement) -> list[Statement]:
    """What is said, and what it makes of earlier plans for the same people: each is corrected, so that no two plans
    contradict each other. Somebody who is not in the new plan keeps the old one. When they have gone home in fact, the
    plan stays as it was."""
    leaving = said.value
    assert isinstance(leaving, Discharge)  # noqa: S101
    if not leaving.planned:
        return [said]
    written, rest = said, []
    for plan in standing(facts.discharges, facts.retracted):
        both = tuple(subject for subject in plan.who if subject in leaving.who)
        if not plan.planned or not both or plan.id is None:
            continue
        others = tuple(subject for subject in plan.who if subject not in both)
        if not others and written.corrects is None:
            written = replace(written, corrects=UUID(plan.id), reason=PLANNED_ANEW)
            continue
        kept = Discharge(who=others or both, at=plan.at if others else leaving.at, planned=True)
        rest.append(
            Statement(
                id=part(said.id, plan.id),
                kind=said.kind,
                value=kept,
                corrects=UUID(plan.id),
                reason=PLANNED_ANEW,
            )
        )
    return [written, *rest]


def _told(
    episode: PregnancyEpisode, facts: PregnancyFacts, id: UUID, by: User, now: datetime
) -> tuple[list[Message], tuple[Named, ...]]:
    """Members, and those who stand on the plan's list under an address of their own; and those whom nobody can write.
    Nothing cheerful is said of a family that lost somebody."""
    quiet = bool(gone(facts, protocols()))
    template = "family_news" if quiet else "homecoming"
    told = tell(
        episode=episode,
        what="homecoming",
        because=id,
        template=template,
        by=by,
        now=now,
        to=AROUND_THEM,
        link="discharge",
    )
    reached = {message.address for message in told} | {
        to.address for who in concerned(episode, now) if (to := recipient(who, episode))
    }
    to_tell = []
    plan = current_plan(episode)
    for named in plan.to_be_told if plan else ():
        message = (
            tell_address(
                episode=episode,
                address=named.get("contact", ""),
                what="homecoming",
                because=id,
                template=template,
                by=by,
                now=now,
                link="discharge",
            )
            if not _reached(named, reached)
            else None
        )
        if message is not None:
            told.append(message)
            reached.add(message.address)
        elif not _reached(named, reached):
            to_tell.append(named)
    return told, tuple(to_tell)


def _reached(named: Named, reached: Collection[str]) -> bool:
    return named.get("contact", "").strip().lower() in {address.lower() for address in reached}
