"""Somebody's program asks to be told when something is new, sees what it asked, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from kraamkring.core.exchange.subscribing import Wanted
from kraamkring.core.kernel.errors import NotAllowed, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.actions import one_at_a_time
from kraamkring.rooms.exchange.models import Subscription
from kraamkring.rooms.exchange.subscriptions import (
    change_subscription,
    enqueue,
    subscriptions_of,
    write_subscription,
)

from .reach import Asker, NothingThere

MOST = 20  # that one program of one person asks for
TYPE = "Subscription"


@transaction.atomic
def subscribe(
    *, wanted: Wanted, permitted: Callable[[str], bool], asker: Asker, now: datetime
) -> Subscription:
    """It is told from now on, once its address has answered a greeting. permitted: whether an address may be told.
    Raises NotAllowed for a key without the scope, Refusal for an address inside, or one too many."""
    if not asker.scopes.allow(TYPE, "create") or not asker.scopes.allow(wanted.type, "search"):
        raise NotAllowed("criteria", "this key may not ask to be told of this", "Ask with another key")
    if not permitted(wanted.endpoint):
        raise Refusal("channel.endpoint", "this is no address that may be told", "Give an address with https")
    if wanted.until and wanted.until <= now:
        raise Refusal("end", "it would be over already", "Give a later end")
    one_at_a_time(f"subscribe:{asker.user.pk}:{asker.client}:{asker.program}")
    if subscriptions_of(asker.user, asker.client, asker.program).count() >= MOST:
        raise Refusal("", "this program asked for as many as it may", "Take one back")
    made = write_subscription(
        id=new_id(now), user=asker.user, client=asker.client, program_id=asker.program, scope=asker.scope,
        patient=asker.patient, type=wanted.type, asked=[list(each) for each in wanted.asked], reason=wanted.reason,
        endpoint=wanted.endpoint, since=now, until=wanted.until, status=Subscription.Status.REQUESTED, updated_at=now,
    )  # fmt: skip
    _note(asker, "subscription:asked", made.pk, now)
    enqueue(made.pk)
    return made


def see_subscription(*, id: UUID, asker: Asker) -> Subscription:
    """As it stands, for any key of the same program of the same person. Raises NothingThere."""
    return _owned(id, asker, "read")


def see_subscriptions(*, asker: Asker) -> list[Subscription]:
    """All that this program of hers asked for."""
    if not asker.scopes.allow(TYPE, "search"):
        return []
    rows = subscriptions_of(asker.user, asker.client, asker.program)
    return [row for row in rows if row.patient == asker.patient]


@transaction.atomic
def end_subscription(*, id: UUID, asker: Asker, now: datetime) -> None:
    """It is told nothing more. Raises NothingThere."""
    change_subscription(_owned(id, asker, "create"), now, ended_at=now)
    _note(asker, "subscription:ended", id, now)


def _owned(id: UUID, asker: Asker, act: str) -> Subscription:
    row = subscriptions_of(asker.user, asker.client, asker.program).filter(pk=id).first()
    if row is None or row.patient != asker.patient or not asker.scopes.allow(TYPE, act):  # type: ignore[arg-type]
        raise NothingThere
    return row


def _note(asker: Asker, what: str, id: UUID, now: datetime) -> None:
    record_event(by=asker.user, now=now, action=AuditEvent.Action.WRITE, what=what, object_id=id)
