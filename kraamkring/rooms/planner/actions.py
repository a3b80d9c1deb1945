"""Writes of this room. What concerns one family or one carer leaves its own audit row; a run of many leaves one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import (
    Absence,
    CareDay,
    CareNeed,
    CarerDay,
    CareRequest,
    Competence,
    Contract,
    KeptApart,
    Question,
    Run,
    Shift,
    ShiftStep,
    Shortening,
)
from .models.plans import OPEN
from .written import PLANNING, WRITE, written

What = ShiftStep.What


class Day(NamedTuple):
    """A day of care as it follows from the facts."""

    day: date
    hours: int
    expected: bool


class Proposed(NamedTuple):
    """A proposal for a family-day. carer None: that nobody comes any more."""

    episode_id: UUID
    day: date
    carer_id: UUID | None
    hours: int
    full_hours: int
    why: str = ""
    values: Mapping[str, str | int] | None = None


def in_turn(organisation_id: UUID) -> None:
    """Plans of one organisation are written one after another, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"planner:{organisation_id}"]
        )


# --- carers


def write_contract(*, by: User, now: datetime, id: UUID, **said: Any) -> Contract:
    """The next version of what was agreed with a carer. The caller waits for its turn."""
    known = Contract.objects.filter(organisation=said["organisation"], carer=said["carer"])
    row = Contract.objects.create(id=id, number=known.count() + 1, written_by=by, written_at=now, **said)
    written("planner:contract", row.pk, by, now)
    return row


def write_competence(*, by: User, now: datetime, id: UUID, **said: Any) -> Competence:
    """What a carer can do, with what was seen of it."""
    row = Competence.objects.create(id=id, written_by=by, written_at=now, **said)
    written("planner:competence", row.pk, by, now)
    return row


def write_absence(*, by: User, now: datetime, id: UUID, **said: Any) -> Absence:
    """Days on which a carer does not work, or that an earlier row is corrected or taken back."""
    row = Absence.objects.create(id=id, written_by=by, written_at=now, **said)
    written("planner:absence", row.pk, by, now)
    return row


# --- families


def open_request(
    *, episode: PregnancyEpisode, organisation: Organisation, by: User, now: datetime, id: UUID, ground: str
) -> CareRequest:
    """The family asks this organisation; what it asked elsewhere ends."""
    CareRequest.objects.filter(episode=episode, ended_at=None).update(ended_at=now)
    row = CareRequest.objects.create(
        id=id, episode=episode, organisation=organisation, asked_by=by, asked_at=now
    )
    written("planner:request", row.pk, by, now, episode, ground=ground)
    return row


def end_request(*, request: CareRequest, by: User, now: datetime) -> None:
    """Nobody is asked any more."""
    request.ended_at = now
    request.save(update_fields=["ended_at"])
    written("planner:request", request.pk, by, now, request.episode)


def write_need(*, request: CareRequest, by: User, now: datetime, id: UUID, **said: Any) -> CareNeed:
    """The next version of what the care of a family takes."""
    number = CareNeed.objects.filter(request=request).count() + 1
    row = CareNeed.objects.create(
        id=id, episode=request.episode, request=request, number=number, written_by=by, written_at=now, **said
    )
    written("planner:need", row.pk, by, now, request.episode)
    return row


def keep_apart(
    *, episode: PregnancyEpisode, carer: User, whose: str, by: User, now: datetime, id: UUID, ground: str
) -> KeptApart:
    """This carer does not come to this family, as one of them said."""
    row = KeptApart.objects.create(
        id=id, episode=episode, carer=carer, whose=whose, written_by=by, written_at=now
    )
    written("planner:kept_apart", row.pk, by, now, episode, ground=ground)
    return row


def let_together(*, row: KeptApart, by: User, now: datetime, id: UUID, ground: str) -> None:
    """They may come together again; the row that said otherwise stays to be read."""
    KeptApart.objects.create(
        id=id,
        episode=row.episode,
        carer=row.carer,
        whose=row.whose,
        replaces=row,
        written_by=by,
        written_at=now,
    )
    written("planner:kept_apart", row.pk, by, now, row.episode, ground=ground)


@transaction.atomic
def keep_care_days(days: Mapping[UUID, tuple[UUID, Collection[Day]]], now: datetime) -> int:
    """Of each of these pregnancies the days that follow, for this organisation; how many rows changed. They are
    derived: the audit log has the facts that they follow from."""
    known = {(row.episode_id, row.day): row for row in CareDay.objects.filter(episode__in=list(days))}
    wanted = {
        (episode_id, each.day): (organisation_id, each)
        for episode_id, (organisation_id, each_day) in days.items()
        for each in each_day
    }
    gone = [row.pk for key, row in known.items() if key not in wanted]
    changed: list[CareDay] = []
    made: list[CareDay] = []
    for (episode_id, on), (organisation_id, each) in wanted.items():
        row = known.get((episode_id, on))
        said = {"organisation_id": organisation_id, "hours": each.hours, "expected": each.expected}
        if row is None:
            made.append(CareDay(id=new_id(now), episode_id=episode_id, day=on, **said))
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            changed.append(row)
    CareDay.objects.filter(pk__in=gone).delete()
    CareDay.objects.bulk_update(changed, ["organisation_id", "hours", "expected"])
    CareDay.objects.bulk_create(made)
    return len(gone) + len(changed) + len(made)


def shorten(
    *, episode: PregnancyEpisode, organisation: Organisation, by: User, now: datetime, id: UUID, **said: Any
) -> Shortening:
    """A family gets fewer hours; the row holds what it is told."""
    row = Shortening.objects.create(id=id, episode=episode, organisation=organisation, by=by, at=now, **said)
    written("planner:shortening", row.pk, by, now, episode)
    return row


# --- plans


def ask_run(*, organisation: Organisation, by: User, now: datetime, id: UUID, **asked: Any) -> Run:
    """A plan is asked for."""
    row = Run.objects.create(id=id, organisation=organisation, asked_by=by, asked_at=now, **asked)
    written("planner:run", row.pk, by, now)
    return row


def finish_run(*, run: Run, now: datetime, **found: Any) -> None:
    """What the run found, or why it could not begin."""
    for name, value in found.items():
        setattr(run, name, value)
    run.done_at = max(now, run.asked_at)
    run.save(update_fields=["done_at", *found])


@transaction.atomic
def propose(
    *,
    organisation: Organisation,
    first_day: date,
    last_day: date,
    proposals: Iterable[Proposed],
    run: Run | None,
    by: User,
    now: datetime,
) -> int:
    """What is proposed for these days, in place of what was proposed before and nobody accepted. How many there are."""
    before = Shift.objects.filter(
        organisation=organisation, day__range=(first_day, last_day), state="proposed"
    )
    _step(list(before), What.WITHDRAWN, by, now)
    before.update(state="withdrawn")
    rows = [
        Shift(
            id=new_id(now), organisation=organisation, episode_id=each.episode_id, day=each.day,
            carer_id=each.carer_id, hours=each.hours, full_hours=each.full_hours, state="proposed", why=each.why,
            values=dict(each.values or {}), run=run,
        )
        for each in proposals
    ]  # fmt: skip
    Shift.objects.bulk_create(rows)
    _step(rows, What.PROPOSED, by, now)
    return len(rows)


@transaction.atomic
def accept_shifts(*, shifts: Collection[Shift], by: User, now: datetime) -> None:
    """Proposals that a person agrees with."""
    Shift.objects.filter(pk__in=[shift.pk for shift in shifts], state="proposed").update(state="accepted")
    _step(shifts, What.ACCEPTED, by, now)
    for shift in shifts:
        shift.state = "accepted"
    if shifts:
        record_event(by=by, now=now, action=WRITE, what=f"planner:accepted:{len(shifts)}", purpose=PLANNING)


@transaction.atomic
def assign(
    *, organisation: Organisation, proposed: Proposed, pinned: bool, by: User, now: datetime, id: UUID
) -> Shift:
    """A person decides who comes, in place of whatever was proposed: accepted, and pinned if she says so."""
    before = Shift.objects.filter(episode=proposed.episode_id, day=proposed.day, state__in=OPEN)
    _step(list(before), What.WITHDRAWN, by, now)
    before.update(state="withdrawn", pinned=False)
    row = Shift.objects.create(
        id=id, organisation=organisation, episode_id=proposed.episode_id, day=proposed.day,
        carer_id=proposed.carer_id, hours=proposed.hours, full_hours=proposed.full_hours, state="accepted",
        pinned=pinned, why=proposed.why,
    )  # fmt: skip
    _step([row], What.ASSIGNED, by, now)
    written("planner:assigned", row.pk, by, now, row.episode)
    return row


@transaction.atomic
def pin(*, shift: Shift, pinned: bool, by: User, now: datetime) -> None:
    """No run moves it any more; or runs may again."""
    if shift.pinned == pinned:
        return
    shift.pinned = pinned
    shift.save(update_fields=["pinned"])
    _step([shift], What.PINNED if pinned else What.UNPINNED, by, now)
    written("planner:pinned" if pinned else "planner:unpinned", shift.pk, by, now, shift.episode)


@transaction.atomic
def withdraw(*, shifts: Collection[Shift], why: str, by: User, now: datetime) -> None:
    """Proposals that a person does not want, or promises that are taken back; the day of a carer is free again where
    nothing is left on it."""
    claims = {shift.claim_id for shift in shifts if shift.claim_id}
    Shift.objects.filter(pk__in=[shift.pk for shift in shifts]).exclude(state="done").update(
        state="withdrawn", pinned=False, claim=None
    )
    for shift in shifts:
        shift.state, shift.pinned, shift.claim = "withdrawn", False, None
    _step(shifts, What.WITHDRAWN, by, now, why)
    still = set(Shift.objects.filter(claim__in=claims).values_list("claim_id", flat=True))
    CarerDay.objects.filter(pk__in=claims - still).delete()


@transaction.atomic
def finish(*, shift: Shift, by: User, now: datetime) -> None:
    """What was promised happened. A second time nothing changes."""
    if not Shift.objects.filter(pk=shift.pk, state="published").update(state="done", pinned=False):
        return
    shift.state, shift.pinned = "done", False
    _step([shift], What.DONE, by, now, "")
    written("planner:done", shift.pk, by, now, shift.episode, ground="care")


def ask_question(
    *, organisation: Organisation, episode: PregnancyEpisode, by: User, now: datetime, id: UUID, **asked: Any
) -> Question:
    """Somebody asks what it would mean."""
    row = Question.objects.create(
        id=id, organisation=organisation, episode=episode, asked_by=by, asked_at=now, **asked
    )
    written("planner:question", row.pk, by, now, episode)
    return row


def answer_question(*, question: Question, answer: Mapping[str, Any], now: datetime) -> None:
    """What a worker found."""
    question.answer, question.done_at = dict(answer), max(now, question.asked_at)
    question.save(update_fields=["answer", "done_at"])


def keep_what_binds(*, run: Run, binds: list[dict[str, Any]]) -> None:
    """What stands between families and their hours in the plan of this run."""
    run.binds = binds
    run.save(update_fields=["binds"])


def claim(*, shift: Shift, carer_id: UUID, now: datetime) -> CarerDay:
    """The day of this carer, for this organisation. Raises Refusal if another organisation has it."""
    CarerDay.objects.bulk_create(
        [CarerDay(id=new_id(now), carer_id=carer_id, day=shift.day, organisation_id=shift.organisation_id)],
        ignore_conflicts=True,
    )
    row = CarerDay.objects.get(carer=carer_id, day=shift.day)
    if row.organisation_id != shift.organisation_id:
        raise Refusal("carer", "she works for another organisation on that day", "Choose somebody else")
    return row


def promise(
    *, shift: Shift, starts_at: datetime, ends_at: datetime, appointment: UUID, by: User, now: datetime
) -> None:
    """An accepted shift becomes a promise. The promise before it was withdrawn."""
    if shift.carer_id is None:
        raise Refusal("carer", "nobody is promised", "Say who comes")
    shift.claim = claim(shift=shift, carer_id=shift.carer_id, now=now)
    shift.state, shift.starts_at, shift.ends_at, shift.appointment = (
        "published",
        starts_at,
        ends_at,
        appointment,
    )
    shift.save(update_fields=["state", "starts_at", "ends_at", "appointment", "claim"])
    _step([shift], What.PUBLISHED, by, now)
    written("planner:published", shift.pk, by, now, shift.episode)


def _step(shifts: Collection[Shift], what: str, by: User, now: datetime, why: str | None = None) -> None:
    counted = dict(
        ShiftStep.objects.filter(shift__in=[shift.pk for shift in shifts])
        .values_list("shift")
        .annotate(many=Count("id"))
        .order_by()
    )
    ShiftStep.objects.bulk_create(
        ShiftStep(
            id=new_id(now), episode_id=shift.episode_id, shift=shift, number=counted.get(shift.pk, 0) + 1, what=what,
            carer_id=shift.carer_id, hours=shift.hours, why=shift.why if why is None else why, by=by, at=now,
        )
        for shift in shifts
    )  # fmt: skip
