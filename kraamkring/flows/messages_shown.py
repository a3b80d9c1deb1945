"""What is shown of a message: to whom, over which channel, and everything that became known of it. An address is shown
as its shape only, and what was said not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.rooms.messages.models import DeliveryState, Message, State, Urgency
from kraamkring.rooms.messages.queries import histories, still_waiting


class SeenState(NamedTuple):
    """One thing that became known. why: a code, of what went wrong only. by: who decided, None for the house."""

    state: str
    at: datetime
    why: str
    by: str


class SeenMessage(NamedTuple):
    """One message. name, role: of whom it is for, empty if she is known by her address alone. where: the shape of her
    address. not_before: it waits until then. tried_again: the house will still do something about it by itself.
    undecided: a person has to say what becomes of it. number: of the last state, to know what was seen."""

    id: UUID
    template: str
    context: Mapping[str, Any]
    channel: str
    language: str
    urgent: bool
    name: str
    role: str
    where: str
    created_at: datetime
    not_before: datetime
    state: str
    attempts: int
    number: int
    tried_again: bool
    undecided: bool
    history: tuple[SeenState, ...]


TELLS_WHY = (State.UNKNOWN, State.FAILED, State.CANCELLED)


def seen_messages(messages: Iterable[Message], members: Mapping[UUID, Iterable[Any]]) -> list[SeenMessage]:
    """These messages, in their order: two queries. members: by the id of a message, the memberships of the pregnancy
    that it is about."""
    listed = list(messages)
    states, waiting = histories(listed), still_waiting(listed)
    return [_seen(each, states[each.pk], each.pk in waiting, members.get(each.pk, ())) for each in listed]


def shape(address: str) -> str:
    """Enough to recognise an address, too little to use it: `m…@example.org`, `+32…56`."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if at else f"{address[:3]}…{address[-2:]}"


def _seen(
    message: Message, states: list[DeliveryState], waiting: bool, members: Iterable[Any]
) -> SeenMessage:
    last, member = states[-1], _member(message, members)
    return SeenMessage(
        id=message.pk,
        template=message.template,
        context=message.context,
        channel=message.channel,
        language=message.language,
        urgent=message.urgency == Urgency.RED_FLAG,
        name=member.name if member else "",
        role=member.role if member else "",
        where=shape(message.address),
        created_at=message.created_at,
        not_before=message.not_before,
        state=last.state,
        attempts=last.attempt,
        number=last.number,
        tried_again=waiting and last.state in (State.UNKNOWN, State.FAILED),
        undecided=not waiting and last.state in (State.UNKNOWN, State.FAILED),
        history=tuple(_known(state) for state in states),
    )


def _known(state: DeliveryState) -> SeenState:
    why = state.why if state.state in TELLS_WHY else ""
    return SeenState(state.state, state.at, why, (state.by.name or state.by.profession) if state.by else "")


def _member(message: Message, members: Iterable[Any]) -> Any:
    """Whom it is for: the place in the network that its intention names, or that has this address."""
    name = message.intention.rpartition(":")[2]
    listed = sorted(members, key=lambda member: member.invited_at, reverse=True)
    for member in listed:
        if name in (str(member.pk), str(member.user_id)):
            return member
    for member in listed:
        user = member.user
        known = (user.email, user.phone) if user else (member.address.strip(),)
        if message.address in known:
            return member
    return None
