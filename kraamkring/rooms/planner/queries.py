"""Reads of this room, by organisation: who plans sees what was asked of her organisation, and nothing of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kraamkring.rooms.accounts.models import Organisation, User

from .models import (
    Absence,
    CareDay,
    CareNeed,
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
from .models.plans import OPEN, PROMISED


def contracts_of(organisation: Organisation, first: date, last: date) -> list[Contract]:
    """The contract that holds of every carer whom the organisation has in these days: one query."""
    rows = Contract.objects.filter(organisation=organisation).order_by("carer", "-number").distinct("carer")
    found = [row for row in rows.select_related("carer") if row.first_day <= last and _until(row) >= first]
    return sorted(
        (row for row in found if row.carer.is_active), key=lambda row: (row.carer.name, row.carer_id)
    )


def contracts_of_all(first: date, last: date) -> list[Contract]:
    """The contract that holds of every carer with every organisation in these days, for figures: one query."""
    rows = Contract.objects.order_by("organisation", "carer", "-number").distinct("organisation", "carer")
    found = [row for row in rows.select_related("carer") if row.first_day <= last and _until(row) >= first]
    return [row for row in found if row.carer.is_active]


def contract_of(organisation: Organisation, carer_id: UUID) -> Contract | None:
    """The contract that holds of one carer of this organisation."""
    rows = Contract.objects.filter(organisation=organisation, carer=carer_id).select_related("carer")
    return rows.order_by("-number").first()


def absences_of(carers: Collection[UUID], first: date, last: date) -> dict[UUID, list[Absence]]:
    """The days away that stand of these carers, as far as they touch these days: one query."""
    rows = Absence.objects.filter(
        carer__in=list(carers), first_day__lte=last, last_day__gte=first, replaced_by=None, taken_back=False
    )
    found: dict[UUID, list[Absence]] = defaultdict(list)
    for row in rows.order_by("first_day", "id"):
        found[row.carer_id].append(row)
    return found


def absence_standing(absence_id: UUID, carer_id: UUID) -> Absence | None:
    """One absence of this carer that stands."""
    rows = Absence.objects.filter(pk=absence_id, carer=carer_id, replaced_by=None, taken_back=False)
    return rows.select_related("carer").first()


def competences_of(carers: Collection[UUID], on: date) -> dict[UUID, list[Competence]]:
    """What each of these carers can do on a day, by what was written last: one query."""
    rows = Competence.objects.filter(carer__in=list(carers))
    found: dict[UUID, list[Competence]] = defaultdict(list)
    for row in rows.order_by("carer", "skill", "-written_at", "-id").distinct("carer", "skill"):
        if row.since <= on and (row.until is None or row.until >= on):
            found[row.carer_id].append(row)
    return found


def open_requests(organisation: Organisation) -> list[CareRequest]:
    """What families ask of the organisation now: one query."""
    rows = CareRequest.objects.filter(organisation=organisation, ended_at=None)
    return list(rows.select_related("episode__mother", "organisation").order_by("asked_at", "id"))


def open_request(organisation: Organisation, request_id: UUID) -> CareRequest | None:
    """One thing that a family asks of the organisation now."""
    rows = CareRequest.objects.filter(organisation=organisation, pk=request_id, ended_at=None)
    return rows.select_related("episode__mother", "organisation").first()


def open_requests_by(organisation: Organisation, episodes: Collection[UUID]) -> list[CareRequest]:
    """What these families ask of the organisation now: one query."""
    rows = CareRequest.objects.filter(organisation=organisation, episode__in=list(episodes), ended_at=None)
    return list(rows.select_related("episode__mother"))


def open_request_of(episode_id: UUID) -> CareRequest | None:
    """Whom this family asked, for a flow that was admitted."""
    rows = CareRequest.objects.filter(episode=episode_id, ended_at=None)
    return rows.select_related("organisation", "episode__mother").first()


def requests_of(episode_id: UUID) -> list[CareRequest]:
    """Every organisation that a family asked for care, in the order in which it did."""
    rows = CareRequest.objects.filter(episode=episode_id).select_related("asked_by")
    return list(rows.order_by("asked_at", "id"))


def needs_of(requests: Collection[UUID]) -> dict[UUID, CareNeed]:
    """The need that holds, by pregnancy: one query."""
    rows = (
        CareNeed.objects.filter(request__in=list(requests)).order_by("episode", "-number").distinct("episode")
    )
    return {row.episode_id: row for row in rows}


def last_needs_of(requests: Collection[UUID]) -> dict[UUID, CareNeed]:
    """What was said last to each organisation that was asked, by request: one query."""
    rows = (
        CareNeed.objects.filter(request__in=list(requests)).order_by("request", "-number").distinct("request")
    )
    return {row.request_id: row for row in rows}


def kept_apart(episodes: Collection[UUID]) -> dict[UUID, list[KeptApart]]:
    """Of each of these families the carers who do not come there, as it stands: one query."""
    rows = KeptApart.objects.filter(episode__in=list(episodes), replaced_by=None, replaces=None)
    found: dict[UUID, list[KeptApart]] = defaultdict(list)
    for row in rows.select_related("carer").order_by("written_at", "id"):
        found[row.episode_id].append(row)
    return found


def care_days_of(organisation: Organisation, first: date, last: date) -> list[CareDay]:
    """The days of care in this period: one query."""
    rows = CareDay.objects.filter(organisation=organisation, day__range=(first, last))
    return list(rows.order_by("day", "episode"))


def care_days_of_family(
    organisation: Organisation, episode_id: UUID, first: date, last: date
) -> list[CareDay]:
    """The days of care of one family in this period."""
    rows = CareDay.objects.filter(organisation=organisation, episode=episode_id, day__range=(first, last))
    return list(rows.order_by("day"))


def families_in_care(organisation: Organisation, first: date, last: date) -> set[UUID]:
    """Of whoever asks the organisation now and said what it needs, those with a certain day of care in this period:
    one query."""
    asked = CareRequest.objects.filter(organisation=organisation, ended_at=None)
    known = CareNeed.objects.filter(request__in=asked.values("pk"))
    rows = CareDay.objects.filter(organisation=organisation, day__range=(first, last), expected=False)
    return set(
        rows.filter(episode__in=known.values("episode")).values_list("episode_id", flat=True).distinct()
    )


def expected_days_of(organisation: Organisation) -> list[CareDay]:
    """The days of care that rest on a birth or a going home to come, whenever they are: one query."""
    rows = CareDay.objects.filter(organisation=organisation, expected=True)
    return list(rows.order_by("day", "episode"))


def care_day(care_day_id: UUID) -> CareDay | None:
    """One day of care; the flow says whose."""
    return CareDay.objects.filter(pk=care_day_id).select_related("episode__mother", "organisation").first()


def shifts_of(organisation: Organisation, first: date, last: date) -> list[Shift]:
    """What is promised and what is proposed in this period: one query."""
    rows = Shift.objects.filter(
        organisation=organisation, day__range=(first, last), state__in=(*PROMISED, *OPEN)
    )
    return list(rows.prefetch_related("carer").order_by("day", "starts_at", "episode", "id"))


class Stands(NamedTuple):
    """As much of a shift as a problem follows from."""

    episode_id: UUID
    day: date
    carer_id: UUID | None
    hours: int
    state: str
    pinned: bool


def standing_shifts_of(organisation: Organisation, first: date, last: date) -> list[Stands]:
    """What is promised and what is proposed in this period, without its families and names: one query."""
    rows = Shift.objects.filter(
        organisation=organisation, day__range=(first, last), state__in=(*PROMISED, *OPEN)
    )
    return [Stands(*row) for row in rows.values_list(*Stands._fields)]


def shift_of(shift_id: UUID) -> Shift | None:
    """One shift; the flow says whose."""
    return Shift.objects.filter(pk=shift_id).select_related("episode", "organisation", "carer").first()


def shifts_of_day(episode_id: UUID, day: date) -> list[Shift]:
    """What is promised and proposed for a family on a day, the promise first."""
    rows = Shift.objects.filter(episode=episode_id, day=day, state__in=(*PROMISED, *OPEN))
    return sorted(rows.select_related("carer"), key=lambda row: row.state in OPEN)


def promises_of(episode_id: UUID, from_day: date) -> list[Shift]:
    """What a family is promised from this day on and has not had yet, by day."""
    return list(
        Shift.objects.filter(episode=episode_id, day__gte=from_day, state="published").order_by("day")
    )


def days_done(episode_id: UUID) -> set[date]:
    """Days on which a family had what it was promised."""
    return set(Shift.objects.filter(episode=episode_id, state="done").values_list("day", flat=True))


def shift_with(appointment: UUID) -> Shift | None:
    """The promise that an appointment is of, if any."""
    return Shift.objects.filter(appointment=appointment, state="published").select_related("episode").first()


def shifts_elsewhere(
    organisation: Organisation, carers: Collection[UUID], first: date, last: date
) -> dict[UUID, set[date]]:
    """On which days these carers are promised by other organisations; not to whom: one query."""
    rows = Shift.objects.filter(carer__in=list(carers), day__range=(first, last), state__in=PROMISED)
    found: dict[UUID, set[date]] = defaultdict(set)
    for carer_id, day in rows.exclude(organisation=organisation).values_list("carer_id", "day"):
        found[carer_id].add(day)
    return found


def came_before(episodes: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who was promised to each of these families or came there: one query."""
    rows = Shift.objects.filter(episode__in=list(episodes), state__in=PROMISED)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for episode_id, carer_id in rows.values_list("episode_id", "carer_id").distinct():
        found[episode_id].add(carer_id)
    return found


def carers_who_came(episode_id: UUID) -> list[User]:
    """Who was promised to this family or came there, by name, for a flow that was admitted."""
    shifts = Shift.objects.filter(episode=episode_id, state__in=PROMISED)
    return list(User.objects.filter(pk__in=shifts.values("carer")).order_by("name", "pk"))


def last_run(organisation: Organisation) -> Run | None:
    """The run that was asked for last."""
    rows = Run.objects.filter(organisation=organisation).select_related("asked_by")
    return rows.order_by("-asked_at", "-id").first()


def run_of(run_id: UUID, *, lock: bool = False) -> Run | None:
    """One run, with its organisation. lock: until the transaction ends."""
    rows = Run.objects.select_for_update(no_key=True, of=("self",)) if lock else Run.objects.all()
    return rows.select_related("organisation", "asked_by").filter(pk=run_id).first()


def question_of(question_id: UUID, *, lock: bool = False) -> Question | None:
    """One question, with whom it is about. lock: until the transaction ends."""
    rows = Question.objects.select_for_update(no_key=True, of=("self",)) if lock else Question.objects.all()
    return rows.select_related("organisation", "episode", "asked_by").filter(pk=question_id).first()


def questions_of_day(organisation: Organisation, episode_id: UUID, day: date, most: int) -> list[Question]:
    """What was asked last about a family on a day, newest first."""
    rows = Question.objects.filter(organisation=organisation, episode=episode_id, day=day)
    return list(rows.select_related("carer").order_by("-asked_at", "-id")[:most])


def steps_of_day(episode_id: UUID, day: date) -> list[ShiftStep]:
    """What was proposed, promised and taken back for a family on a day, oldest first."""
    rows = ShiftStep.objects.filter(episode=episode_id, shift__day=day).select_related("carer", "by")
    return list(rows.order_by("at", "id"))


def shortening_of(episode_id: UUID) -> Shortening | None:
    """The last shortening of this family, for a flow that was admitted."""
    rows = Shortening.objects.filter(episode=episode_id).select_related("organisation")
    return rows.order_by("-at", "-id").first()


def shortenings_of(episodes: Collection[UUID]) -> dict[UUID, Shortening]:
    """The last shortening by pregnancy: one query."""
    rows = Shortening.objects.filter(episode__in=list(episodes))
    return {row.episode_id: row for row in rows.order_by("episode", "-at", "-id").distinct("episode")}


def shortened_by(ids: Collection[UUID]) -> int:
    """How many families were shortened under these ids: what a form sent before."""
    return Shortening.objects.filter(pk__in=list(ids)).count()


def _until(row: Contract) -> date:
    return row.last_day or date.max


class Care(NamedTuple):
    """Maternity care of a family, for figures: the hours that were said last, whether its last request is over, and
    the days that were done, with hours and carer."""

    hours: int | None
    over: bool
    days: list[tuple[date, int, UUID]]


def care_of_each(episodes: Collection[UUID]) -> dict[UUID, Care]:
    """Of each that ever asked for care, by its id, whoever asks: three queries, for figures without names."""
    last = CareRequest.objects.filter(episode__in=list(episodes)).order_by("episode", "-asked_at", "-id")
    found = {row.episode_id: Care(None, row.ended_at is not None, []) for row in last.distinct("episode")}
    needs = CareNeed.objects.filter(episode__in=list(found), hours__isnull=False)
    for need in needs.order_by("episode", "-written_at", "-number").distinct("episode"):
        found[need.episode_id] = found[need.episode_id]._replace(hours=need.hours)
    done = Shift.objects.filter(episode__in=list(found), state="done", carer__isnull=False)
    for episode, day, hours, carer in done.order_by("day").values_list("episode", "day", "hours", "carer"):
        found[episode].days.append((day, hours, carer))
    return found
