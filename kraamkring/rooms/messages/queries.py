"""Reads of the outbox. Messages belong to no pregnancy here: whoever asks has the key or the id from a flow."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from .models import DeliveryState, Message, State, Waiting


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


def for_a_person() -> QuerySet[DeliveryState]:
    """The last state of each message that the house can do no more about: unknown or failed, red flags first."""
    later = DeliveryState.objects.filter(message=OuterRef("message"), number__gt=OuterRef("number"))
    return (
        DeliveryState.objects.filter(state__in=[State.UNKNOWN, State.FAILED])
        .exclude(Exists(later))
        .exclude(Exists(Waiting.objects.filter(pk=OuterRef("message"))))
        .select_related("message")
        .order_by(F("message__urgency").desc(), "at")
    )


def history(message: Message) -> QuerySet[DeliveryState]:
    """Everything that became known of a message, in order."""
    return message.states.order_by("number")
