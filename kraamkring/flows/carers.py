"""Carers as who plans keeps them: contract, competences, days away. Who is away leaves days to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.packs.postcodes import point_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import colleague, people_of
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner.actions import in_turn, write_absence, write_competence, write_contract
from kraamkring.rooms.planner.models import Absence, Competence, Contract, OnCallTerms, Run, Shift
from kraamkring.rooms.planner.models.plans import PROMISED
from kraamkring.rooms.planner.on_call import terms_with
from kraamkring.rooms.planner.queries import (
    absence_standing,
    absences_of,
    competences_of,
    contract_of,
    contracts_of,
    shifts_of,
)

from . import transaction
from .plan_week import MOST_DAYS, ROOM, USUAL_SECONDS, ask_plan
from .planning import admit_planner, note_look

CARERS = frozenset({"maternity_carer"})
MOST_CARERS = 2000  # of one organisation, in one list
SHOWN = timedelta(days=60)  # of days away
LONGEST_AWAY = timedelta(days=366)


class CarerSeen(NamedTuple):
    """One carer: what was agreed with her (None: nothing yet), when she is away, what she can do; terms: how long and
    when she can be on call for births."""

    carer: User
    contract: Contract | None
    absences: Sequence[Absence]
    competences: Sequence[Competence]
    terms: OnCallTerms | None = None


class Away(NamedTuple):
    """The days away, the promises of hers that fall into them, and the plan that was asked for these, if any."""

    absence: Absence
    promises: list[Shift]
    run: Run | None


@transaction.atomic
def see_carers(*, by: User, now: datetime) -> list[CarerSeen]:
    """The carers of the organisation, by name. The number of queries does not grow with them."""
    office = admit_planner(by)
    today = local_day(now, zone_of(office.organisation.region))
    people = people_of(office.organisation, professions=CARERS, most=MOST_CARERS)
    contracts = {each.carer_id: each for each in contracts_of(office.organisation, today, today + SHOWN)}
    known = {user.pk: user for user in people} | {each.carer_id: each.carer for each in contracts.values()}
    absences, competences = absences_of(list(known), today, today + SHOWN), competences_of(list(known), today)
    note_look(office, f"planning:carers:{len(known)}", now)
    return [
        CarerSeen(user, contracts.get(user.pk), absences.get(user.pk, ()), competences.get(user.pk, ()))
        for user in sorted(known.values(), key=lambda user: (user.name, user.pk))
    ]


@transaction.atomic
def see_carer(*, carer_id: UUID, by: User, now: datetime) -> CarerSeen:
    """One carer of the organisation. Raises NotThere for anybody else."""
    office = admit_planner(by)
    carer = _carer(office.organisation.pk, carer_id) or _under_contract(by, carer_id)
    today = local_day(now, zone_of(office.organisation.region))
    note_look(office, "planning:carer", now)
    return CarerSeen(
        carer,
        contract_of(office.organisation, carer_id),
        absences_of([carer_id], today, today + LONGEST_AWAY).get(carer_id, ()),
        competences_of([carer_id], today).get(carer_id, ()),
        terms_with(office.organisation, carer_id),
    )


def agree_contract(
    *,
    carer_id: UUID,
    kind: str,
    hours_a_week: int,
    first_day: date,
    last_day: date | None,
    postcode: str,
    areas: Sequence[str],
    by: User,
    now: datetime,
    id: UUID,
) -> Contract:
    """What holds with a carer from now on; sent again, nothing is written twice. Raises Refusal for a postcode that is
    not known."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        if again := sent_before(Contract, id, carer_id=carer_id, organisation_id=office.organisation.pk):
            return again
        carer = _carer(office.organisation.pk, carer_id) or _under_contract(by, carer_id)
        if point_of(postcode, office.organisation.region) is None:
            raise Refusal("postcode", "this postcode is not known", "Give the postcode where she sets out")
        if last_day is not None and last_day < first_day:
            raise Refusal("last_day", "this ends before it begins", "Give a later day")
        return write_contract(
            organisation=office.organisation, carer=carer, kind=kind, hours_a_week=hours_a_week,
            first_day=first_day, last_day=last_day, postcode=postcode.strip(), areas=list(areas),
            by=by, now=now, id=id,
        )  # fmt: skip


def note_competence(
    *,
    carer_id: UUID,
    skill: str,
    since: date,
    until: date | None,
    evidence: str,
    by: User,
    now: datetime,
    id: UUID,
) -> Competence:
    """What a carer can do, as somebody saw it proved (ROST-5); sent again, nothing is written twice."""
    with transaction.atomic():
        office = admit_planner(by)
        if again := sent_before(Competence, id, carer_id=carer_id, skill=skill):
            return again
        carer = _carer(office.organisation.pk, carer_id) or _under_contract(by, carer_id)
        if not evidence.strip():
            raise Refusal(
                "evidence", "nothing says that she can", "Say what was seen: a diploma, a training, its day"
            )
        if until is not None and until < since:
            raise Refusal("until", "this ends before it begins", "Give a later day")
        return write_competence(
            carer=carer,
            skill=skill,
            since=since,
            until=until,
            evidence=evidence.strip(),
            by=by,
            now=now,
            id=id,
        )


def note_away(
    *,
    carer_id: UUID,
    kind: str,
    first_day: date,
    last_day: date,
    by: User,
    now: datetime,
    id: UUID,
    seconds: int | None = USUAL_SECONDS,
    steps: int | None = None,
) -> Away:
    """She is ill, on leave or off on these days. Where promises fall into them, a plan is asked for at once: it keeps
    every other promise, and changes nothing until a person has confirmed it. Sent again, nothing is written twice."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        again = sent_before(Absence, id, carer_id=carer_id, kind=kind)
        carer = _carer(office.organisation.pk, carer_id) or _under_contract(by, carer_id)
        today = local_day(now, zone_of(office.organisation.region))
        if last_day < first_day:
            raise Refusal("last_day", "this ends before it begins", "Give a later day")
        if last_day - first_day > LONGEST_AWAY:
            raise Refusal("last_day", "this is longer than a year", "Note it year by year")
        absence = again or write_absence(
            carer=carer, kind=kind, first_day=first_day, last_day=last_day, by=by, now=now, id=id
        )
        shifts = shifts_of(office.organisation, max(first_day, today), last_day)
        touched = [each for each in shifts if each.carer_id == carer.pk and each.state in PROMISED]
        run = None
        if touched:
            run = ask_plan(
                by=by, now=now, id=uuid5(id, "plan"), first_day=max(min(each.day for each in touched), today),
                days=min((max(each.day for each in touched) - today).days + 1 + ROOM, MOST_DAYS),
                seconds=seconds, steps=steps,
            )  # fmt: skip
        return Away(absence, touched, run)


def call_in_sick(
    *, carer_id: UUID, first_day: date, last_day: date, by: User, now: datetime, id: UUID
) -> Away:
    """She cannot come on these days."""
    return note_away(
        carer_id=carer_id,
        kind=Absence.Kind.SICK,
        first_day=first_day,
        last_day=last_day,
        by=by,
        now=now,
        id=id,
    )


def take_leave(*, carer_id: UUID, first_day: date, last_day: date, by: User, now: datetime, id: UUID) -> Away:
    """She has leave on these days."""
    return note_away(
        carer_id=carer_id,
        kind=Absence.Kind.LEAVE,
        first_day=first_day,
        last_day=last_day,
        by=by,
        now=now,
        id=id,
    )


def take_back_absence(*, carer_id: UUID, absence_id: UUID, by: User, now: datetime, id: UUID) -> None:
    """She works on these days after all; a second time nothing changes."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        _carer(office.organisation.pk, carer_id) or _under_contract(by, carer_id)
        stands = absence_standing(absence_id, carer_id)
        if stands is None:
            return
        write_absence(
            carer=stands.carer, kind=stands.kind, first_day=stands.first_day, last_day=stands.last_day,
            replaces=stands, taken_back=True, by=by, now=now, id=id,
        )  # fmt: skip


def _carer(organisation_id: UUID, carer_id: UUID) -> User | None:
    found = colleague(organisation_id, carer_id)
    return found if found is not None and found.profession in CARERS else None


def _under_contract(by: User, carer_id: UUID) -> User:
    """Somebody of elsewhere who works here by contract. Raises NotThere for anybody else."""
    contract = contract_of(by.organisation, carer_id) if by.organisation else None
    if contract is None:
        raise NotThere("carer", "there is no such carer here", "Look at the list again")
    return contract.carer
