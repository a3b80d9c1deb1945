"""A program is told that there is something. Whether it may know is asked at the moment of telling, as of any search;
then it goes, at least once, and what was settled never again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange.asking import Filter, Value, understand
from kraamkring.core.exchange.scopes import scopes_in
from kraamkring.core.exchange.subscribing import Event, notification
from kraamkring.flows import transaction
from kraamkring.rooms.exchange.models import Notification, Subscription
from kraamkring.rooms.exchange.queries import found
from kraamkring.rooms.exchange.subscriptions import (
    change_subscription,
    enqueue,
    held_subscription,
    number_them,
    settle_notifications,
    subscriptions_due,
    to_be_told,
)
from kraamkring.rooms.messages.channels import GiveUp, NotSent

from .reach import Asker, reach_of_all
from .searching import reached

Post = Callable[[str, bytes], None]
MINUTE = timedelta(minutes=1)
PATIENCE = 10 * MINUTE  # longer than any address may take to answer
PAUSES = tuple(n * MINUTE for n in (1, 5, 15, 30, 60, 120, 240, 480))  # the last one again and again
GIVES_UP_AFTER = timedelta(days=3)  # our choice: a weekend without anybody at the receiver is survived


class Word(NamedTuple):
    """What goes out to whom, and what it settles."""

    subscription: Subscription
    body: bytes
    settles: tuple[UUID, ...]


def notify(*, id: UUID, base: str, post: Post, clock: Callable[[], datetime]) -> bool:
    """Whether it was told something. base: the address under which resources are read. A worker that dies while it
    tells leaves it to be told again."""
    word = _claim(id, base, clock())
    if word is None:
        return False
    try:
        post(word.subscription.endpoint, word.body)
    except NotSent as problem:
        _failed(word, problem, clock())
        return False
    _told(word, clock())
    return True


@transaction.atomic
def sweep_subscriptions(*, now: datetime) -> int:
    """How many are taken up again, by our own clock."""
    due = subscriptions_due(now)
    for id in due:
        enqueue(id)
    return len(due)


@transaction.atomic
def _claim(id: UUID, base: str, now: datetime) -> Word | None:
    held = held_subscription(id)
    if held is None or (held.due_at and held.due_at > now):
        return None
    if over := _over(held, now):
        change_subscription(held, now, status=Subscription.Status.OFF, error=over, due_at=None)
        return None
    greets = held.status == Subscription.Status.REQUESTED  # first it is seen whether somebody listens
    waiting = [] if greets else to_be_told(held)
    told = _open(held, waiting, now)
    settle_notifications([each.pk for each in waiting if each not in told], now, closed=True)
    if not told and not greets:
        return None
    number_them(held, told)
    events = [Event(each.number or 0, each.at, f"{held.type}/{each.resource}") for each in told]
    said = notification(base, held.pk, held.status, events, now)
    change_subscription(held, now, due_at=now + PATIENCE)
    return Word(held, json.dumps(said).encode(), tuple(each.pk for each in told))


def _open(held: Subscription, waiting: list[Notification], now: datetime) -> list[Notification]:
    """Those that her program would find by searching now; one look for each family of which there is one."""
    if not waiting:
        return []
    asker = Asker(
        user=held.user, scopes=scopes_in(held.scope), client=held.client, patient=held.patient, scope=held.scope,
        program=held.program_id,
    )  # fmt: skip
    asked = understand(held.type, [(name, value) for name, value in held.asked], strict=True)
    among = Filter(name="_id", kind="token", values=tuple(Value(text=str(each.resource)) for each in waiting))
    reach = reach_of_all(asker, now)
    search = replace(asked, filters=(*asked.filters, among))
    homes = dict(found(search, reached(search, reach)).values_list("pk", "home"))
    if homes:
        reach.note(f"fhir:notify:{held.type}", reach.families_of(set(homes.values())), held.pk)
    return [each for each in waiting if each.resource in homes]


def _over(held: Subscription, now: datetime) -> str:
    if held.until and held.until <= now:
        return "its end has come"
    ended = held.program is not None and held.program.ended_at is not None
    return "who asked may not ask any more" if ended or not held.user.is_active else ""


@transaction.atomic
def _told(word: Word, now: datetime) -> None:
    held = held_subscription(word.subscription.pk)
    settle_notifications(word.settles, now, closed=False)
    if held is None:
        return
    change_subscription(
        held, now, status=Subscription.Status.ACTIVE, attempts=0, failing_since=None, due_at=None,
        told=held.told + len(word.settles),
    )  # fmt: skip
    enqueue(held.pk)  # what came meanwhile


@transaction.atomic
def _failed(word: Word, problem: NotSent, now: datetime) -> None:
    held = held_subscription(word.subscription.pk)
    if held is None:
        return
    since, attempts = held.failing_since or now, held.attempts + 1
    if isinstance(problem, GiveUp) or now - since >= GIVES_UP_AFTER:
        change_subscription(held, now, status=Subscription.Status.ERROR, error=problem.why[:120], due_at=None)
        return
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    change_subscription(held, now, attempts=attempts, failing_since=since, due_at=now + pause)
