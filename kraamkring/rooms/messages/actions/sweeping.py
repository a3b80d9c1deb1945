"""What is due is taken up, given the hour: also what a killed sender left, and what waited for a later time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from ..models import DeliveryState, State, Waiting
from .delivering import may_go_again, put_back
from .states import enqueue, held, last_state, move

MOST = 1000  # in one sweep; the next one takes the rest
GONE = "no word from the sender"


@dataclass(frozen=True)
class Swept:
    """taken_up: given to the worker. unknown: found in the middle of being sent, red flags among them."""

    taken_up: tuple[UUID, ...] = ()
    unknown: tuple[UUID, ...] = ()


def sweep(*, now: datetime) -> Swept:
    """What was done. Each message in a transaction of its own; doing it twice, or in two places, changes nothing."""
    unknown = tuple(pk for pk in _due(now, being_sent=True) if _give_up_hope(pk, now))
    taken_up = _due(now, being_sent=False)
    for pk in taken_up:
        with transaction.atomic():
            waiting = held(pk)
            if waiting and waiting.due_at <= now:
                enqueue(pk, waiting.urgency)
    return Swept(tuple(taken_up), unknown)


def _due(now: datetime, *, being_sent: bool) -> list[UUID]:
    states = DeliveryState.objects.filter(message=OuterRef("pk")).order_by("-number").values("state")[:1]
    due = Waiting.objects.filter(due_at__lte=now).annotate(last=Subquery(states))
    chosen = due.filter(last=State.SENDING) if being_sent else due.exclude(last=State.SENDING)
    return list(chosen.order_by("-urgency", "due_at").values_list("pk", flat=True)[:MOST])  # red flags first


def _give_up_hope(message_id: UUID, now: datetime) -> bool:
    """Whether it was being sent by somebody who is gone; then it is unknown, and a red flag is due again now."""
    with transaction.atomic():
        waiting = held(message_id)
        if waiting is None or waiting.due_at > now:
            return False
        last = last_state(waiting.message)
        if last.state != State.SENDING:
            return False
        unknown = move(waiting.message, State.UNKNOWN, now=now, last=last, why=GONE)
        again = may_go_again(unknown, waiting.urgency)
        put_back(waiting, unknown, now, timedelta(0) if again else None)
        return True
