"""A person decides about a proposal: accepts it, pins it, or says herself who comes. Rules are checked, in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.planning.week.explaining import why
from kraamkring.core.planning.week.model import Plan, WeekProblem
from kraamkring.core.planning.week.offers import Offer, offers
from kraamkring.core.planning.week.reasons import Reason
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.planner.actions import Proposed, accept_shifts, assign, in_turn, pin, withdraw
from kraamkring.rooms.planner.facts import Period, Rows, as_it_stands
from kraamkring.rooms.planner.models import CareDay, KeptApart, Question, Shift, ShiftStep
from kraamkring.rooms.planner.models.plans import OPEN, PROMISED
from kraamkring.rooms.planner.queries import questions_of_day, shifts_of_day, steps_of_day

from . import transaction
from .planned_day import found_request, named, planned_day
from .planning import admit_planner, note_look, read_rows

MOST_ANSWERS = 5  # shown of what was asked about a day


class RuleAgainst(Refusal):
    """A carer was chosen whom a rule of the plan stops; reason: which, with its numbers."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(
            "carer", "a rule stands against her", "Choose another, or change what stands against it"
        )
        self.reason = reason


class SeenDay(NamedTuple):
    """One family on one day. promise, proposal: what stands; why: why she, or why nobody. care: None if it needs no
    care that day. choices: every carer of the organisation, whether she could come and what stops her. carers: their
    names. apart: who does not come here, as somebody said. first: of the week that was looked at, in which reasons
    number their days. mothers: of families that the reader may see. questions: what was asked, newest first."""

    mother: Person
    postcode: str
    day: date
    care: CareDay | None
    needs: Collection[str]
    promise: Shift | None
    proposal: Shift | None
    steps: list[ShiftStep]
    choices: tuple[Offer, ...]
    carers: dict[str, User]
    why: tuple[Reason, ...]
    apart: tuple[KeptApart, ...]
    first: date
    today: date
    mothers: dict[str, Person]
    questions: list[Question]


@transaction.atomic
def see_day(*, request_id: UUID, day: date, by: User, now: datetime) -> SeenDay:
    """What stands for a family on a day, and who else could come. Raises NotThere for a family that did not ask this
    organisation, or whose plan the mother closed to who plans."""
    office = admit_planner(by)
    found = planned_day(office, request_id, day, now)
    request, rows, family, number = found.request, found.rows, found.family, found.number
    note_look(office, "planning:day", now, request.episode)
    standing = shifts_of_day(request.episode_id, day)
    questions = questions_of_day(office.organisation, request.episode_id, day, MOST_ANSWERS)
    need, known = rows.needs.get(request.episode_id), found.known
    names = named(office, found, standing, questions, now)
    return SeenDay(
        mother=request.episode.mother,
        postcode=rows.postcodes.get(request.episode_id, ""),
        day=day,
        care=found.care,
        needs=need.skills if need else (),
        promise=next((each for each in standing if each.state in PROMISED), None),
        proposal=next((each for each in standing if each.state in OPEN), None),
        steps=steps_of_day(request.episode_id, day),
        choices=offers(found.problem, found.plan, family, number) if known else (),
        carers=names.carers,
        why=why(found.problem, found.plan, family, number) if known else (),
        apart=tuple(rows.apart.get(request.episode_id, ())),
        first=found.period.first,
        today=found.today,
        mothers=names.mothers,
        questions=questions,
    )


def accept_proposals(
    *, first_day: date, last_day: date, by: User, now: datetime, only: Collection[UUID] | None = None
) -> int:
    """Every proposal of these days, or only these, is agreed with by a person; how many. A second time it is none."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        rows = read_rows(office.organisation, Period(first_day, (last_day - first_day).days + 1))
        found = [
            each for each in rows.shifts if each.state == "proposed" and (only is None or each.pk in only)
        ]
        accept_shifts(shifts=found, by=by, now=now)
        return len(found)


def decide_day(
    *, request_id: UUID, day: date, carer_id: UUID | None, pinned: bool, by: User, now: datetime, id: UUID
) -> Shift | None:
    """Who comes to a family on a day, as a person decides; None for nobody. Sent again, nothing is written twice.
    Raises Refusal with the rule that would be broken."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        if again := sent_before(Shift, id, organisation_id=office.organisation.pk):
            return again
        found = planned_day(office, request_id, day, now)
        request, care = found.request, found.care
        if care is None:
            raise Refusal("carer", "this family needs no care on that day", "Look at its days again")
        if day < found.today or any(each.state == "done" for each in shifts_of_day(request.episode_id, day)):
            raise Refusal("carer", "what has happened is not planned again", "Choose a day that is to come")
        hours = 0
        if carer_id is not None:
            choices = offers(found.problem, found.plan, found.family, found.number)
            choice = next((each for each in choices if each.carer == str(carer_id)), None)
            if choice is None:
                raise NotThere("carer", "there is no such carer here", "Choose another")
            if choice.against:
                raise RuleAgainst(choice.against[0])
            hours = choice.hours
        return assign(
            organisation=office.organisation,
            proposed=Proposed(request.episode_id, day, carer_id, hours, max(care.hours, hours), "decided"),
            pinned=pinned,
            by=by,
            now=now,
            id=id,
        )


def decide_proposal(*, request_id: UUID, day: date, act: str, by: User, now: datetime) -> None:
    """What stands for a family on a day is accepted, pinned, unpinned, or its proposal dropped; a second time nothing
    changes. Raises Refusal where nothing stands."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        request = found_request(office, request_id, now)
        standing = shifts_of_day(request.episode_id, day)
        proposal = next((each for each in standing if each.state in OPEN), None)
        held = proposal or next((each for each in standing if each.state in PROMISED), None)
        if act in ("accept", "drop") and proposal is None:
            return
        if held is None:
            raise Refusal("", "nothing stands for this day any more", "Look at the day again")
        if act == "accept" and held.state == "proposed":
            accept_shifts(shifts=[held], by=by, now=now)
        elif act == "drop":
            withdraw(shifts=[held], why="dropped", by=by, now=now)
        elif act in ("pin", "unpin"):
            if held.state == "proposed":
                accept_shifts(shifts=[held], by=by, now=now)
            pin(shift=held, pinned=act == "pin", by=by, now=now)


def plan_as_it_stands(rows: Rows, problem: WeekProblem, period: Period) -> Plan:
    """What is promised to the families of a plan, with every proposal in its place."""
    return as_it_stands(rows.shifts, {UUID(each.id) for each in problem.families}, problem, period)
