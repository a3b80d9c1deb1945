"""Reads of the outbox. Messages belong to no pregnancy here: whoever asks has the key or the id from a flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from kraamkring.rooms.accounts.models import User

from .models import (
    BY_POST,
    Channel,
    DeliveryState,
    FaultyAddress,
    HowReached,
    Message,
    OpenFlag,
    PushDevice,
    RedFlag,
    RedFlagStep,
    Silence,
    State,
    Urgency,
    Waiting,
)


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
    """The last state of each message that the house can do no more about: unknown or failed, red flags first. One in
    whose place another went is not among them: that one stands for it."""
    waiting = Waiting.objects.filter(pk=OuterRef("message"))
    return in_state(State.UNKNOWN, State.FAILED).exclude(Exists(waiting)).exclude(_replaced("message"))


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


def followed(messages: Iterable[Message]) -> dict[UUID, Message]:
    """What went over another channel in the place of each of these, by the id of the one it replaces: one query."""
    rows = Message.objects.filter(instead_of__in=[message.pk for message in messages])
    return {row.instead_of_id: row for row in rows if row.instead_of_id}


def told_because(ids: Iterable[UUID]) -> QuerySet[Message]:
    """The messages that tell of these rows, with their state, the oldest first."""
    return with_state(Message.objects.filter(because__in=list(ids))).order_by("created_at", "id")


def states_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """What holds of each of these messages: one query."""
    return dict(_last().filter(message__in=list(ids)).values_list("message", "state"))


def taken_as(reference: str) -> Message | None:
    """The message that a gateway took over under this name of its own; None if there is none."""
    rows = DeliveryState.objects.filter(state=State.ACCEPTED, why=reference).select_related("message")
    row = rows.first() if reference else None
    return row.message if row else None


def is_faulty(channel: str, address: str) -> bool:
    """Whether it is known that nothing arrives there."""
    kind = "sms" if channel == Channel.SMS else "email" if channel in BY_POST else ""
    return bool(kind) and FaultyAddress.objects.filter(kind=kind, address=address, mended_at=None).exists()


def faulty_among(addresses: Iterable[str]) -> dict[str, FaultyAddress]:
    """Those of these addresses at which nothing arrives: one query."""
    rows = FaultyAddress.objects.filter(address__in=list(addresses), mended_at=None)
    return {row.address: row for row in rows}


def devices_of(user_id: UUID | None) -> list[tuple[UUID, str, str, str]]:
    """The browsers in which she switched messages on: id, endpoint and the two keys."""
    rows = PushDevice.objects.filter(user=user_id, ended_at=None) if user_id else PushDevice.objects.none()
    return list(rows.order_by("id").values_list("id", "endpoint", "p256dh", "auth"))


def live_devices(user: User) -> QuerySet[PushDevice]:
    """Her browsers, the newest first."""
    return PushDevice.objects.filter(user=user, ended_at=None).order_by("-made_at", "-id")


class Reach(NamedTuple):
    """What is known of how an account can be reached. peace: her own quiet hours and the hour of her morning message
    (from, until, digest), None if she chose none."""

    pushes: bool = False
    email_works: bool = True
    phone_works: bool = True
    peace: tuple[int, int, int] | None = None


def reach_of_each(user_ids: Iterable[UUID]) -> dict[UUID, Reach]:
    """How these accounts can be reached: one query, however many."""
    faulty = FaultyAddress.objects.filter(mended_at=None)
    chosen = HowReached.objects.filter(user=OuterRef("pk"))
    rows = (
        User.objects.filter(pk__in=list(user_ids))
        .annotate(
            pushes=Exists(PushDevice.objects.filter(user=OuterRef("pk"), ended_at=None)),
            no_mail=Exists(faulty.filter(kind="email", address=OuterRef("email"))),
            no_text=Exists(faulty.filter(kind="sms", address=OuterRef("phone"))),
            quiet_from=Subquery(chosen.values("quiet_from")),
            quiet_until=Subquery(chosen.values("quiet_until")),
            digest_at=Subquery(chosen.values("digest_at")),
        )
        .values_list("pk", "pushes", "no_mail", "no_text", "quiet_from", "quiet_until", "digest_at")
    )
    return {
        pk: Reach(pushes, not no_mail, not no_text, None if start is None else (start, end, digest))
        for pk, pushes, no_mail, no_text, start, end, digest in rows
    }


def not_arrived(*, since: datetime, most: int) -> list[Message]:
    """Messages to accounts that failed (a red flag: or of which nobody knows), about which the house does no more and
    in whose place nothing went yet, since then; red flags first, then the oldest."""
    rows = (
        for_a_person()
        .filter(at__gte=since, message__whom__isnull=False)
        .filter(Q(state=State.FAILED) | Q(message__urgency=Urgency.RED_FLAG))
    )
    return [row.message for row in rows[:most]]


def not_confirmed(*, since: datetime, before: datetime, most: int) -> list[Message]:
    """Red flags that were taken over before then by a channel that reports what arrives, and of which nothing was
    heard, in whose place nothing went yet."""
    flags = Message.objects.filter(
        urgency=Urgency.RED_FLAG,
        created_at__gte=since,
        channel__in=[Channel.SMS, Channel.PUSH],
        whom__isnull=False,
    )
    rows = (
        _last().filter(message__in=flags, state=State.ACCEPTED, at__lte=before).exclude(_replaced("message"))
    )
    return [row.message for row in rows.select_related("message").order_by("at", "id")[:most]]


def family_of(message: Message) -> list[Message]:
    """The message and those in whose place it went, the newest first; as many queries as there were channels."""
    found = [message]
    while (before := found[-1].instead_of) is not None:
        found.append(before)
    return found


def due_flags(*, now: datetime, most: int) -> list[UUID]:
    """The red flags of which the next is to be told by now, the longest waiting first."""
    rows = OpenFlag.objects.filter(climbs_at__lte=now).order_by("climbs_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def flags_about(about: Collection[UUID] | QuerySet[Any, Any], *, only_open: bool = False) -> list[RedFlag]:
    """The red flags about these (ids, or a query for them), newest first, with their steps: two queries."""
    ids = about if isinstance(about, QuerySet) else list(about)
    rows = RedFlag.objects.filter(about__in=ids).select_related("raised_by")
    if only_open:
        rows = rows.filter(Exists(OpenFlag.objects.filter(pk=OuterRef("pk"))))
    steps = Prefetch("steps", RedFlagStep.objects.select_related("user").order_by("at", "id"))
    return list(rows.prefetch_related(steps).order_by("-raised_at", "-id"))


def one_flag(flag_id: UUID) -> RedFlag | None:
    """One red flag, to find by what it is about whether the asker has to do with it."""
    return RedFlag.objects.filter(pk=flag_id).first()


def told_of(flag: RedFlag) -> set[UUID]:
    """The accounts, and the members without one, that know of it."""
    rows = RedFlagStep.objects.filter(flag=flag, what=RedFlagStep.What.TOLD).values_list("user_id", "member")
    return {pk for row in rows for pk in row if pk}


def _replaced(outer: str) -> Exists:
    return Exists(Message.objects.filter(instead_of=OuterRef(outer)))
