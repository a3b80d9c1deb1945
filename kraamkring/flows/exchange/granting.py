"""A person lets a program ask in her name: a code that works once, keys that last an hour, and others in their place.

What the protocol wants is asked by Authlib (`doors.smart.server`); here it is kept, in one transaction each.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kraamkring.core.exchange.scopes import NOTHING, OFFLINE, OPENED, asks_for_patient, scopes_in
from kraamkring.core.kernel.errors import NotAllowed, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import AccessToken, Grant, Program, RefreshToken
from kraamkring.rooms.exchange.programs import (
    another_code,
    end_grant,
    give_refresh,
    grant_of_id,
    grant_with_code,
    launch_with,
    lock_program,
    refresh_with,
    take_assertion,
    use_code,
    use_launch,
    use_refresh,
    write_grant,
)
from kraamkring.rooms.exchange.tokens import end_token, give_token, token_with

from .programs import most_for
from .reach import Asker
from .reading import read
from .sources.following import LAYPEOPLE
from .tokens import digest_of

# Our choice, not verified: a code is used at once; a key of a person lasts as long as a visit; SMART wants one of a
# backend to last five minutes at most.
CODE_LASTS = timedelta(minutes=2)
KEY_LASTS = timedelta(hours=1)
BACKEND_KEY_LASTS = timedelta(minutes=5)
OFFLINE_LASTS = timedelta(days=90)
HER_NAME = scopes_in("user/Patient.r")


class NoLonger(Refusal):
    """What the program brought was used, has run out, or was taken back."""

    def __init__(self) -> None:
        super().__init__("", "this does not hold any more", "Ask again")


def lasts(scope: str) -> timedelta:
    """How long a program may ask with this scope, counted from the yes."""
    return OFFLINE_LASTS if OFFLINE in scope.split() else KEY_LASTS


def may_let_in(by: User) -> None:
    """Raises NotAllowed for parents and buddies: programs are for those who care."""
    if by.profession in LAYPEOPLE:
        raise NotAllowed("", "programs ask in the name of those who care for somebody", "Ask your midwife")


@transaction.atomic
def allow(
    *,
    id: UUID,
    program: Program,
    scope: str,
    code: str,
    redirect_uri: str,
    challenge: str,
    nonce: str,
    patient: UUID | None,
    by: User,
    now: datetime,
    word: str = "",
) -> Grant:
    """She said yes. Said again with the same id before the program came, the code is the new one and the rest stands.
    word: with which she opened it about a family (`launching`), where the program may ask for that.
    Raises NotAllowed for parents, NothingThere for a patient whom she may not see, Refusal if one is missing, or for a
    scope of which nothing is left, NoLonger if the id was used for something else."""
    may_let_in(by)
    given = most_for(program, scope)
    if scopes_in(given) == NOTHING and "openid" not in given.split():
        raise Refusal("scope", "this program asks for nothing that it may be given", "Tell who made it")
    lock_program(program)  # a double click waits here for the first
    standing = grant_of_id(id)
    if standing is not None:
        if (standing.user_id, standing.program_id, standing.code_used_at) != (by.pk, program.pk, None):
            raise NoLonger
        another_code(standing, digest_of(code), now + CODE_LASTS)
        return standing
    opened = _opened(program, word, by, now) if word and OPENED in given.split() else None
    about = opened or (patient if asks_for_patient(given) else None)
    if about is not None:
        read(type="Patient", id=about, asker=Asker(user=by, scopes=HER_NAME), now=now)
    elif asks_for_patient(given):
        raise Refusal("patient", "choose about whom the program asks", "Search the family, and choose")
    grant = write_grant(
        id=id, program=program, user=by, scope=given, patient=about, since=now, until=now + lasts(given),
        code_digest=digest_of(code), code_until=now + CODE_LASTS, redirect_uri=redirect_uri, challenge=challenge,
        nonce=nonce,
    )  # fmt: skip
    _note(by, "program:allowed", grant.pk, now)
    return grant


def _opened(program: Program, word: str, by: User, now: datetime) -> UUID:
    launch = launch_with(digest_of(word), program, by, now)
    if launch is None or not use_launch(launch, now):
        raise NoLonger
    return launch.patient


@transaction.atomic
def of_code(*, code: str, program: Program, now: datetime) -> Grant | None:
    """What this code was given for; None if it does not hold for this program. A code that comes twice was stolen from
    one of the two who brought it: then all that came of it ends (RFC 6749, 4.1.2)."""
    grant = grant_with_code(digest_of(code))
    if grant is None or grant.program_id != program.pk:
        return None
    if grant.code_used_at is not None:
        _stolen(grant, now)
        return None
    return grant if grant.ended_at is None and grant.code_until > now and grant.user.is_active else None


@transaction.atomic
def redeem(*, grant: Grant, key: str, refresh: str, now: datetime) -> None:
    """The code becomes a key; and, where she gave that, a way to the next one. Raises NoLonger for the
    second of two that come at once."""
    if not use_code(grant, now):
        raise NoLonger
    _give(grant, grant.scope, key, refresh, now)


@transaction.atomic
def of_refresh(*, secret: str, now: datetime) -> RefreshToken | None:
    """The refresh token, if it holds; one that comes twice ends all that came of the grant (RFC 9700, 4.14.2)."""
    token = refresh_with(digest_of(secret))
    if token is None:
        return None
    if token.used_at is not None:
        _stolen(token.grant, now)
        return None
    holds = token.grant.ended_at is None and token.until > now and token.grant.user.is_active
    return token if holds else None


def refresh_there(*, secret: str, now: datetime) -> RefreshToken | None:
    """The refresh token, if it holds; looking at one that was used ends nothing."""
    token = refresh_with(digest_of(secret))
    if token is None or token.used_at is not None or token.until <= now or token.grant.ended_at is not None:
        return None
    return token if token.grant.user.is_active else None


@transaction.atomic
def renew(*, token: RefreshToken, scope: str, key: str, refresh: str, now: datetime) -> None:
    """A new key, and the way to the next one, in the place of the old. Raises NoLonger for the second of two."""
    if not use_refresh(token, now):
        raise NoLonger
    _give(token.grant, scope, key, refresh, now)


@transaction.atomic
def give_backend(*, program: Program, scope: str, key: str, now: datetime) -> None:
    """A backend gets a key with the eyes of its account. Raises Refusal if that may not sign in any more."""
    user = program.acts_as
    if user is None or not user.is_active:
        raise Refusal("", "the account of this program is closed", "Name another")
    _write_key(program, None, user, scope, None, key, now, now + BACKEND_KEY_LASTS)


def new_assertion(*, program: Program, jti: str, until: datetime, now: datetime) -> bool:
    """Whether what a backend signed was not taken before; now it was."""
    with transaction.atomic():
        return take_assertion(program, digest_of(jti), until, now)


def key_of(*, secret: str, now: datetime) -> AccessToken | None:
    """The key, if it holds."""
    return token_with(digest_of(secret), now)


@transaction.atomic
def give_back(*, key: AccessToken | None = None, refresh: RefreshToken | None = None, now: datetime) -> None:
    """A program gives a key back, or with its refresh token all that it was given."""
    if key is not None:
        end_token(key, now)
        _note(key.user, "token:ended", key.pk, now)
    if refresh is not None:
        end_grant(refresh.grant, now)
        _note(refresh.grant.user, "program:refused", refresh.grant.pk, now)


def _give(grant: Grant, scope: str, key: str, refresh: str, now: datetime) -> None:
    locked = grant_of_id(grant.pk)
    if locked is None or locked.ended_at is not None or locked.until <= now:
        raise NoLonger
    until = min(now + KEY_LASTS, grant.until)
    _write_key(grant.program, grant, grant.user, scope, grant.patient, key, now, until)
    if refresh:
        give_refresh(id=new_id(now), grant=grant, digest=digest_of(refresh), since=now, until=grant.until)


def _write_key(
    program: Program,
    grant: Grant | None,
    user: User,
    scope: str,
    patient: UUID | None,
    key: str,
    now: datetime,
    until: datetime,
) -> None:
    row = give_token(
        id=new_id(now), digest=digest_of(key), user=user, client=program.name, scope=scope, since=now, until=until,
        program=program, grant=grant, patient=patient,
    )  # fmt: skip
    _note(user, "token:given", row.pk, now)


def _stolen(grant: Grant, now: datetime) -> None:
    if grant.ended_at is None:
        end_grant(grant, now)
        _note(grant.user, "program:used_twice", grant.pk, now)


def _note(user: User, what: str, id: UUID, now: datetime) -> None:
    record_event(by=user, now=now, action=AuditEvent.Action.WRITE, what=what, object_id=id)
