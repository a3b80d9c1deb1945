"""Keys with which programs ask: given, looked up, ended. Where a program asks a person herself for one, see SMART."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from kraamkring.core.exchange.scopes import NOTHING, of_one_patient, scopes_in
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import AccessToken
from kraamkring.rooms.exchange.tokens import end_token, give_token, token_with

from .reach import Asker

SECRET_BYTES = 32  # 256 bits: nobody guesses a token
LONGEST = timedelta(days=400)  # our choice: a token that nobody renews ends


@transaction.atomic
def give(
    *, user: User, client: str, scope: str, lasts: timedelta, now: datetime, id: UUID | None = None
) -> str:
    """A new bearer token, shown once. Raises Refusal for who may not sign in, for a scope that opens nothing, or for
    one that would last too long."""
    if not user.is_active:
        raise Refusal("user", "this account is closed", "Take another")
    if scopes_in(scope) == NOTHING or of_one_patient(scope):  # of one patient: a person chooses her
        raise Refusal(
            "scope", "this scope opens nothing", "Ask for user/*.rs to read, user/*.cruds to write too"
        )
    if not client.strip():
        raise Refusal("client", "the program has no name", "Say what it is called")
    if not timedelta() < lasts <= LONGEST:
        raise Refusal(
            "lasts", "a token lasts at most %(days)s days", "Give a shorter time", days=LONGEST.days
        )
    secret = token_urlsafe(SECRET_BYTES)
    row = give_token(
        id=id or new_id(now), digest=digest_of(secret), user=user, client=client.strip(), scope=scope, since=now,
        until=now + lasts,
    )  # fmt: skip
    _note(user, "token:given", row.pk, now)
    return secret


@transaction.atomic
def end(*, secret: str, now: datetime) -> bool:
    """Whether there was such a token that still held; it holds no more."""
    row = token_with(digest_of(secret), now)
    if row is None:
        return False
    end_token(row, now)
    _note(row.user, "token:ended", row.pk, now)
    return True


def who_asks(*, secret: str, now: datetime) -> Asker | None:
    """Who asks with this token, and with which scopes; None if it does not hold, or she may not sign in any more. One
    row by its key."""
    row: AccessToken | None = token_with(digest_of(secret), now)
    if row is None:
        return None
    patient = row.patient if of_one_patient(row.scope) else None
    scopes = NOTHING if patient is None and of_one_patient(row.scope) else scopes_in(row.scope)
    return Asker(
        user=row.user, scopes=scopes, client=row.client, token=row.pk, patient=patient, scope=row.scope,
        program=row.program_id,
    )  # fmt: skip


def digest_of(secret: str) -> str:
    """What is kept of a token."""
    return sha256(secret.encode()).hexdigest()


def _note(user: User, what: str, token_id: UUID, now: datetime) -> None:
    record_event(by=user, now=now, action=AuditEvent.Action.WRITE, what=what, object_id=token_id)
