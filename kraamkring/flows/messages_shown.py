"""What is shown of a message: to whom, over which channel, and everything that became known of it. An address is shown
as its shape only, and what was said not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import accounts_with
from kraamkring.rooms.messages.models import Channel, DeliveryState, Message, State, Urgency
from kraamkring.rooms.messages.queries import faulty_among, followed, histories, still_waiting


class SeenState(NamedTuple):
    """One thing that became known. why: a code, of what went wrong only. by: who decided, None for the house."""

    state: str
    at: datetime
    why: str
    by: str


class SeenMessage(NamedTuple):
    """One message. name, role: of whom it is for, empty if she is known by her address alone. where: the shape of her
    address. not_before: it waits until then. tried_again: the house will still do something about it by itself.
    undecided: a person has to say what becomes of it. number: of the last state, to know what was seen. went_on: the
    channel over which another went in its place; in_place: it is such another itself. faulty: nothing arrives at its
    address any more, and nothing is sent there."""

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
    went_on: str = ""
    in_place: bool = False
    faulty: bool = False


TELLS_WHY = (State.UNKNOWN, State.FAILED, State.CANCELLED)


def seen_messages(messages: Iterable[Message], members: Mapping[UUID, Iterable[Any]]) -> list[SeenMessage]:
    """These messages, in their order: five queries. members: by the id of a message, the memberships of the pregnancy
    that it is about. Who is no member, as somebody who registered the family, is known by her account."""
    listed = list(messages)
    states, waiting, others_sent = histories(listed), still_waiting(listed), followed(listed)
    faulty = faulty_among({each.address for each in listed})
    found = {each.pk: _member(each, members.get(each.pk, ())) for each in listed}
    others = accounts_with([name for each in listed if not found[each.pk] and (name := _named(each))])
    return [
        _seen(
            each,
            states[each.pk],
            each.pk in waiting,
            _whom(found[each.pk], others, each),
            others_sent.get(each.pk),
            each.address in faulty,
        )
        for each in listed
    ]


def _whom(member: Any, others: Mapping[UUID, User], message: Message) -> tuple[str, str]:
    """Name and role; empty where nobody is known."""
    if member:
        return member.name, member.role
    name = _named(message)
    account = others.get(name) if name else None
    return (account.name, account.profession) if account else ("", "")


def shape(address: str) -> str:
    """Enough to recognise an address, too little to use it: `m…@example.org`, `+32…56`."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if at else f"{address[:3]}…{address[-2:]}"


def _seen(
    message: Message,
    states: list[DeliveryState],
    waiting: bool,
    whom: tuple[str, str],
    instead: Message | None,
    faulty: bool,
) -> SeenMessage:
    last, (name, role) = states[-1], whom
    return SeenMessage(
        id=message.pk,
        template=message.template,
        context=message.context,
        channel=message.channel,
        language=message.language,
        urgent=message.urgency == Urgency.RED_FLAG,
        name=name,
        role=role,
        where="" if message.channel == Channel.PUSH else shape(message.address),
        created_at=message.created_at,
        not_before=message.not_before,
        state=last.state,
        attempts=last.attempt,
        number=last.number,
        tried_again=waiting and last.state in (State.UNKNOWN, State.FAILED),
        undecided=not waiting and instead is None and last.state in (State.UNKNOWN, State.FAILED),
        history=tuple(_known(state) for state in states),
        went_on=instead.channel if instead else "",
        in_place=message.instead_of_id is not None,
        faulty=faulty,
    )


def _known(state: DeliveryState) -> SeenState:
    why = state.why if state.state in TELLS_WHY else ""
    return SeenState(state.state, state.at, why, (state.by.name or state.by.profession) if state.by else "")


def _member(message: Message, members: Iterable[Any]) -> Any:
    """Whom it is for: the place in the network that its intention names, or that has this address."""
    name = str(_named(message))
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


def _named(message: Message) -> UUID | None:
    """Whom it is for: an account, or a place in the network, as its intention names her (flows.telling)."""
    if message.whom_id:
        return message.whom_id
    try:
        return UUID(message.intention.rpartition(":")[2])
    except ValueError:
        return None
