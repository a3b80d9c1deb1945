"""Subscriptions as rows: asked for, intended to be told, told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from .models import Notification, Resource, Subscription

JOB, QUEUE = "notify_subscriber", "subscriptions"
TOLD = (Subscription.Status.REQUESTED, Subscription.Status.ACTIVE)
AT_ONCE = 100  # that one word to a program is about


def write_subscription(*, id: UUID, **columns: Any) -> Subscription:
    """A new one."""
    return Subscription.objects.create(id=id, **columns)


def subscriptions_of(user: User, client: str, program: UUID | None) -> QuerySet[Subscription]:
    """What this program of hers asked to be told of, the newest first."""
    rows = Subscription.objects.filter(user=user, client=client, program=program, ended_at=None)
    return rows.order_by("-id")


def held_subscription(id: UUID) -> Subscription | None:
    """The subscription with whose it is, locked; None if it ended, or is not told any more."""
    rows = Subscription.objects.select_for_update(of=("self",), no_key=True).select_related("user", "program")
    return rows.filter(pk=id, status__in=TOLD, ended_at=None).first()


def intend_to_tell(types: Collection[str], ids: Collection[UUID], now: datetime) -> None:
    """Who asked to be told of such types will be told of these, as they stand; in the transaction that changed them.
    Whether they fit and are open is asked when it is told."""
    wanted = list(Subscription.objects.filter(type__in=types, status__in=TOLD, ended_at=None))
    if not wanted:
        return
    rows = list(Resource.objects.filter(pk__in=ids, type__in={each.type for each in wanted}))
    told = [
        Notification(id=new_id(now), subscription=each, resource=row.pk, version=row.version, at=now)
        for each in wanted
        for row in rows
        if row.type == each.type
    ]
    Notification.objects.bulk_create(told, ignore_conflicts=True)
    for id in {each.subscription_id for each in told}:
        enqueue(id)


def to_be_told(subscription: Subscription) -> list[Notification]:
    """What it was not told of yet, the oldest first; each with its number."""
    waiting = Notification.objects.filter(subscription=subscription, settled_at=None)
    return list(waiting.order_by(F("number").asc(nulls_last=True), "id")[:AT_ONCE])


def number_them(subscription: Subscription, rows: Collection[Notification]) -> None:
    """Each gets the number under which it is told, however often."""
    mine = Notification.objects.filter(subscription=subscription)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    fresh = [row for row in rows if row.number is None]
    for number, row in enumerate(fresh, last + 1):
        row.number = number
    Notification.objects.bulk_update(fresh, ["number"])


def settle_notifications(ids: Collection[UUID], now: datetime, *, closed: bool) -> None:
    """They are not told (any more)."""
    Notification.objects.filter(pk__in=ids).update(settled_at=now, closed=closed)


def change_subscription(subscription: Subscription, now: datetime, **columns: Any) -> None:
    """It stands otherwise; a version more where that shows."""
    shows = "status" in columns and columns["status"] != subscription.status
    more = {"version": F("version") + 1, "updated_at": now} if shows else {}
    Subscription.objects.filter(pk=subscription.pk).update(**columns, **more)


def subscriptions_due(now: datetime) -> list[UUID]:
    """Which wait for another attempt, are to be greeted, or have run out."""
    waiting = Notification.objects.filter(settled_at=None).values("subscription")
    open_now = Q(due_at=None) | Q(due_at__lte=now)
    wanted = Q(pk__in=waiting) | Q(status=Subscription.Status.REQUESTED) | Q(until__lte=now)
    rows = Subscription.objects.filter(open_now & wanted, status__in=TOLD, ended_at=None)
    return list(rows.values_list("pk", flat=True))


def enqueue(id: UUID) -> None:
    """A job for the worker, in the transaction that is going on; none if one waits already."""
    job = configure_task(
        name=JOB, job_manager=JobManager(DjangoConnector()), queue=QUEUE, queueing_lock=f"subscription:{id}"
    )
    try:
        with transaction.atomic():
            job.defer(subscription_id=str(id))
    except AlreadyEnqueued:
        return
