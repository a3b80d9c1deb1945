"""Reads of the outbox. Messages belong to no pregnancy here: whoever asks has the key or the id from a flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from .models import DeliveryState, Message, Silence, State, Waiting


def with_state(messages: QuerySet[Message] | None = None) -> QuerySet[Message]:
    """Messages with what holds of each: `state`, `attempt`, `state_at`, `state_why`. One index probe a message."""
    last = DeliveryState.objects.filter(message=OuterRef("pk")).order_by("-number")
    return (Message.objects.all() if messages is None else messages).annotate(
        state=Subquery(last.values("state")[:1]),
        attempt=Subquery(last.values("attempt")[:1]),
        state_at=Subquery(last.values("at")[:1]),
        state_why=Subquery(last.values("why")[:1]),
    )


def under_keys(keys: Iterable[str]) -> QuerySet[Message]:
    """The messages that carry one of these cancellation keys, newest first, with their state."""
    return with_state(Message.objects.filter(cancellation_key__in=list(keys))).order_by("-created_at", "-id")


def intended(intention: str) -> Message | None:
    """The message that was made of this intention, None if there is none yet."""
    return Message.objects.filter(intention=intention).first()


def waiting_under(key: str) -> int:
    """How many messages that carry this cancellation key still wait."""
    return Waiting.objects.filter(message__cancellation_key=key).count()


def used_keys(keys: Iterable[str]) -> set[str]:
    """Those of these cancellation keys under which nothing goes out any more."""
    return set(Silence.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def for_a_person() -> QuerySet[DeliveryState]:
    """The last state of each message that the house can do no more about: unknown or failed, red flags first."""
    waiting = Waiting.objects.filter(pk=OuterRef("message"))
    return in_state(State.UNKNOWN, State.FAILED).exclude(Exists(waiting))


def in_state(*states: str) -> QuerySet[DeliveryState]:
    """The last state of each message that is in one of these, with its message: red flags first, then the oldest."""
    found = _last().filter(state__in=states).select_related("message")
    return found.order_by(F("message__urgency").desc(), "at", "id")


def counts() -> list[tuple[str, str, int]]:
    """How many messages are in each state, by channel: (channel, state, how many). One query over all of them."""
    counted = _last().values("message__channel", "state").annotate(many=Count("pk"))
    return list(
        counted.order_by("message__channel", "state").values_list("message__channel", "state", "many")
    )


def _last() -> QuerySet[DeliveryState]:
    later = DeliveryState.objects.filter(message=OuterRef("message"), number__gt=OuterRef("number"))
    return DeliveryState.objects.exclude(Exists(later))


def about(message_id: UUID) -> Message | None:
    """One message, to find by its key whether the asker has to do with it; None if there is none."""
    return Message.objects.filter(pk=message_id).first()


def histories(messages: Iterable[Message]) -> dict[UUID, list[DeliveryState]]:
    """Everything that became known of several messages, in order, by the id of each: one query."""
    found: dict[UUID, list[DeliveryState]] = defaultdict(list)
    rows = DeliveryState.objects.filter(message__in=[message.pk for message in messages])
    for state in rows.select_related("by").order_by("message_id", "number"):
        found[state.message_id].append(state)
    return found


def still_waiting(messages: Iterable[Message]) -> set[UUID]:
    """The ids of those that the house will still do something about: one query."""
    ids = [message.pk for message in messages]
    return set(Waiting.objects.filter(pk__in=ids).values_list("pk", flat=True))


def history(message: Message) -> QuerySet[DeliveryState]:
    """Everything that became known of a message, in order."""
    return message.states.order_by("number")
