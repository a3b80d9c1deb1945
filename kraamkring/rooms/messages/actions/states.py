"""The next state of a message, and the job that sends it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from ..models import DeliveryState, Message, Silence, State, Urgency, Waiting

JOB = "deliver_message"  # the task of doors.jobs
FIRST, USUAL = 10, 0  # priorities of the queue


def last_state(message: Message) -> DeliveryState:
    """What holds of a message now."""
    return DeliveryState.objects.filter(message=message).latest("number")


def move(
    message: Message,
    to: State,
    *,
    now: datetime,
    last: DeliveryState | None = None,
    why: str = "",
    by: User | None = None,
) -> DeliveryState:
    """The next state. The database refuses one that may not follow, and a second one with the same number."""
    attempt = last.attempt if last else 0
    return DeliveryState.objects.create(
        id=new_id(now),
        message=message,
        number=last.number + 1 if last else 1,
        state=to,
        after=last.state if last else None,
        attempt=attempt + 1 if to == State.SENDING else attempt,
        why=why[:120],
        by=by,
        at=now,
    )


def held(message_id: UUID) -> Waiting | None:
    """The place of a message on the work list, locked until the transaction ends; None if nothing is left to do."""
    waiting = Waiting.objects.select_for_update(of=("self",)).select_related("message")
    return waiting.filter(pk=message_id).first()


def alone_with(message_id: UUID) -> None:
    """Waits until nobody else decides about this message, for the rest of the transaction: the message itself cannot
    be locked, and one that is done with has no place on the work list."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"message:{message_id}"])


def is_silenced(message: Message) -> bool:
    """Whether its cancellation key was used."""
    key = message.cancellation_key
    return bool(key) and Silence.objects.filter(key=key).exists()


def enqueue(message_id: UUID, urgency: str) -> None:
    """A job for the worker, in the transaction that is going on; none if one waits already.

    Always through Django's connection: inside a worker the queue's own app has another, which commits by itself.
    """
    job = configure_task(
        name=JOB,
        job_manager=JobManager(DjangoConnector()),
        queue="messages",
        queueing_lock=f"message:{message_id}",
        priority=FIRST if urgency == Urgency.RED_FLAG else USUAL,
    )
    try:
        with transaction.atomic():
            job.defer(message_id=str(message_id))
    except AlreadyEnqueued:
        return
