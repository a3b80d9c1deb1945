"""Reads and writes of who is on call for births."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.audit.actions import record_event

from .models import Duty, OnCallTerms, PoolRun
from .models.pool import STANDS
from .written import PLANNING, WRITE, written


class Turn(NamedTuple):
    """Somebody is on call from one moment to another."""

    carer_id: UUID
    from_at: datetime
    until_at: datetime
    night: bool
    weekend: bool


def terms_of(*organisations: Organisation) -> list[OnCallTerms]:
    """What holds with each carer of these organisations, by name: one query."""
    rows = OnCallTerms.objects.filter(organisation__in=organisations)
    rows = rows.order_by("organisation", "carer", "-number").distinct("organisation", "carer")
    found = rows.select_related("carer", "organisation")
    return sorted(found, key=lambda row: (row.carer.name, row.carer_id, row.organisation.name))


def terms_with(organisation: Organisation, carer_id: UUID) -> OnCallTerms | None:
    """What holds with one carer."""
    rows = OnCallTerms.objects.filter(organisation=organisation, carer=carer_id)
    return rows.order_by("-number").first()


def duties_of(organisations: Collection[Organisation], start: datetime, end: datetime) -> list[Duty]:
    """Who of these organisations is or would be on call between these moments, in the order of time: one query."""
    rows = Duty.objects.filter(
        organisation__in=organisations, from_at__lt=end, until_at__gt=start, state__in=STANDS
    )
    rows = rows.select_related("carer", "organisation")
    return list(rows.order_by("from_at", "carer__name", "id"))


def duties_for(carer: User, start: datetime, end: datetime, *, gone: bool = False) -> list[Duty]:
    """When somebody is promised to be on call; gone: also what was taken back from her after it was promised."""
    rows = Duty.objects.filter(carer=carer, from_at__lt=end, until_at__gt=start, promised_at__isnull=False)
    states = ("promised", "withdrawn") if gone else ("promised",)
    return list(rows.filter(state__in=states).select_related("organisation").order_by("from_at", "id"))


def on_call_of(carers: Collection[UUID], start: datetime, end: datetime) -> list[Duty]:
    """When these carers are promised to be on call, wherever: one query."""
    rows = Duty.objects.filter(carer__in=carers, from_at__lt=end, until_at__gt=start, state="promised")
    return list(rows.order_by("from_at", "id"))


def resting_days(
    duties: Iterable[Duty],
    days: Iterable[date],
    zone: ZoneInfo,
    begins: time,
    longest: timedelta,
    rest: timedelta,
) -> dict[UUID, set[date]]:
    """By carer the days that she cannot spend with families: on call in its working hours, or not yet rested when
    they begin. A night takes the day that follows; a day on call takes itself."""
    found: dict[UUID, set[date]] = {}
    whole = [(day, datetime.combine(day, begins, zone)) for day in days]
    for duty in duties:
        taken = {day for day, at in whole if duty.from_at < at + longest and duty.until_at + rest > at}
        if taken:
            found.setdefault(duty.carer_id, set()).update(taken)
    return found


def last_pool_run(organisation: Organisation, pool_id: UUID | None) -> PoolRun | None:
    """The roster that was asked for last: by anybody of its pool for all of them, or by the organisation for itself."""
    rows = PoolRun.objects.filter(
        Q(organisation=organisation, pool=None) | Q(pool=pool_id, pool__isnull=False)
    )
    return rows.select_related("asked_by", "organisation").order_by("-asked_at", "-id").first()


def pool_run(run_id: UUID, *, lock: bool = False) -> PoolRun | None:
    """One search. lock: until the transaction ends."""
    rows = PoolRun.objects.select_for_update(no_key=True, of=("self",)) if lock else PoolRun.objects.all()
    return rows.select_related("organisation", "asked_by").filter(pk=run_id).first()


def write_terms(*, by: User, now: datetime, id: UUID, **said: Any) -> OnCallTerms:
    """The next version of what was agreed with a carer. The caller waits for its turn."""
    known = OnCallTerms.objects.filter(organisation=said["organisation"], carer=said["carer"])
    row = OnCallTerms.objects.create(id=id, number=known.count() + 1, written_by=by, written_at=now, **said)
    written("planner:on_call_terms", row.pk, by, now)
    return row


def ask_pool_run(*, by: User, now: datetime, id: UUID, **asked: Any) -> PoolRun:
    """A roster is asked for."""
    row = PoolRun.objects.create(id=id, asked_by=by, asked_at=now, **asked)
    written("planner:pool_run", row.pk, by, now)
    return row


@transaction.atomic
def propose_roster(
    *,
    run: PoolRun,
    turns: Iterable[Turn],
    house_of: Mapping[UUID, UUID],
    stands: Collection[Duty],
    now: datetime,
) -> None:
    """This roster beside what stands in its days: what is promised and in it stays, the rest would go. house_of: by
    carer, whose she is; stands: of all of them."""
    wanted = {(each.carer_id, each.from_at): each for each in turns}
    proposed = [each.pk for each in stands if each.state == "proposed"]
    Duty.objects.filter(pk__in=proposed).update(
        state="withdrawn", withdrawn_by=run.asked_by, withdrawn_at=now, goes=False
    )
    promised = {(each.carer_id, each.from_at): each.pk for each in stands if each.state == "promised"}
    goes = [pk for key, pk in promised.items() if key not in wanted]
    Duty.objects.filter(pk__in=promised.values()).update(goes=False)
    Duty.objects.filter(pk__in=goes).update(goes=True)
    Duty.objects.bulk_create(
        Duty(
            id=new_id(now), organisation_id=house_of[each.carer_id], carer_id=each.carer_id, from_at=each.from_at,
            until_at=each.until_at, night=each.night, weekend=each.weekend, state="proposed", run=run,
        )
        for key, each in sorted(wanted.items(), key=lambda each: (each[1].from_at, each[0][0]))
        if key not in promised and each.carer_id in house_of
    )  # fmt: skip


def finish_pool_run(*, run: PoolRun, now: datetime, **found: Any) -> None:
    """What was found."""
    for name, value in found.items():
        setattr(run, name, value)
    run.done_at = max(now, run.asked_at)
    run.save(update_fields=["done_at", *found])


@transaction.atomic
def promise_duties(*, duties: Collection[Duty], by: User, now: datetime) -> list[Duty]:
    """What is proposed is promised, and what would go is taken back; those whose days changed."""
    new = [each for each in duties if each.state == "proposed"]
    gone = [each for each in duties if each.state == "promised" and each.goes]
    Duty.objects.filter(pk__in=[each.pk for each in gone]).update(
        state="withdrawn", goes=False, withdrawn_by=by, withdrawn_at=now
    )
    Duty.objects.filter(pk__in=[each.pk for each in new]).update(
        state="promised", promised_by=by, promised_at=now
    )
    if new or gone:
        record_event(by=by, now=now, action=WRITE, what=f"planner:duties:{len(new)}", purpose=PLANNING)
    return [*new, *gone]
