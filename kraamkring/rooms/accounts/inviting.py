"""Invitations of parents to an account of their own: made, asked about, used once, ended. The flows write the audit."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice, compare_digest, randbelow, token_urlsafe
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from kraamkring.core.kernel.errors import Refusal

from .entrance import MOST_CODES, MOST_TRIES
from .models import AccountInvitation, User

SECRET_BYTES = 32  # 256 bits in the link
LINK_LASTS = timedelta(days=7)  # our choice, not verified: she reads her mail within a week, or asks again
CODE_LASTS = timedelta(minutes=10)  # our choice, not verified
CODE_DIGITS = 6
SPOKEN_LENGTH = 8
SPOKEN = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels, nothing that looks like something else: 38 bits in eight


class Made(NamedTuple):
    """What is known at the moment of making, and never again: only hashes are kept."""

    invitation: AccountInvitation
    secret: str
    code: str


@transaction.atomic
def make_invitation(*, user: User, place: UUID, spoken: bool, by: User, id: UUID, now: datetime) -> Made:
    """A new link; an open one of hers ends. spoken: with a code that whoever invites says herself."""
    end_invitations(user=user, now=now)
    secret = token_urlsafe(SECRET_BYTES)
    code = "".join(choice(SPOKEN) for _ in range(SPOKEN_LENGTH)) if spoken else ""
    row = AccountInvitation(
        id=id, user=user, place=place, secret_hash=_hash(secret), spoken=spoken, made_by=by, made_at=now,
        expires_at=now + LINK_LASTS,
    )  # fmt: skip
    if spoken:
        row.code_hash, row.code_until = _keyed(row, code), row.expires_at
    row.save(force_insert=True)
    return Made(row, secret, code)


def invitation_made(id: UUID) -> AccountInvitation | None:
    """The invitation of this id, None if there is none."""
    return AccountInvitation.objects.filter(pk=id).select_related("user").first()


def invitations_of(users: list[User]) -> dict[UUID, AccountInvitation]:
    """The last invitation of each, by account: one query."""
    rows = AccountInvitation.objects.filter(user__in=users).order_by("made_at", "pk")
    return {row.user_id: row for row in rows}


def invitation_with(secret: str, now: datetime, *, lock: bool = False) -> AccountInvitation | None:
    """The invitation that this link leads to, if it still holds; None for any other."""
    rows = AccountInvitation.objects.filter(
        secret_hash=_hash(secret), used_at=None, ended_at=None, expires_at__gt=now
    )
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("user", "made_by", "made_by__organisation").first()
    return found if found is not None and found.tries < MOST_TRIES else None


def new_code(*, invitation: AccountInvitation, now: datetime) -> str:
    """The code for the next text message; the one before no longer works. Raises Refusal after too many."""
    if invitation.codes >= MOST_CODES:
        raise Refusal("code", "no more codes are sent for this invitation", "Ask your midwife for a new one")
    code = str(10 ** (CODE_DIGITS - 1) + randbelow(9 * 10 ** (CODE_DIGITS - 1)))
    invitation.code_hash, invitation.code_until = _keyed(invitation, code), now + CODE_LASTS
    invitation.codes += 1
    invitation.save(update_fields=["code_hash", "code_until", "codes"])
    return code


def is_the_code(*, invitation: AccountInvitation, code: str, now: datetime) -> bool:
    """Whether this is the code. Each wrong one counts; after the last the invitation is closed."""
    holds = invitation.code_until is not None and now < invitation.code_until
    if holds and compare_digest(_keyed(invitation, code), invitation.code_hash):
        return True
    invitation.tries += 1
    invitation.save(update_fields=["tries"])
    return False


def use_invitation(*, invitation: AccountInvitation, password: str | None, now: datetime) -> User:
    """The account is hers from now on; the invitation is used. password: None for an account with a passkey."""
    invitation.used_at, invitation.code_hash, invitation.code_until = now, "", None
    invitation.save(update_fields=["used_at", "code_hash", "code_until"])
    user = invitation.user
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    return user


def end_invitations(*, user: User, now: datetime) -> int:
    """How many open invitations of hers there were; their links no longer work."""
    rows = AccountInvitation.objects.filter(user=user, used_at=None, ended_at=None)
    return rows.update(ended_at=now, code_hash="", code_until=None)


def was_opened(user: User) -> bool:
    """Whether this account was ever anybody's own."""
    mine = AccountInvitation.objects.filter(user=user)
    return user.is_active or not mine.exists() or mine.exclude(used_at=None).exists()


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _keyed(invitation: AccountInvitation, code: str) -> str:
    """Keyed by the secret of the installation: six figures could be found from a plain hash."""
    said = code.strip().upper().replace(" ", "").replace("-", "")
    return salted_hmac(f"kraamkring.invitation.{invitation.pk}", said, algorithm="sha256").hexdigest()
