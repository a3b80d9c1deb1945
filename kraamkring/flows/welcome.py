"""A parent makes her account her own: the link, then the code, then a password or a passkey. Once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.inviting import (
    invitation_with,
    is_the_code,
    new_code,
    use_invitation,
)
from kraamkring.rooms.accounts.models import AccountInvitation, User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import Transports

from . import transaction
from .build_network import accept_invitation
from .invite_parent import hand_over
from .memberships import membership_found

SHOWN_OF_PHONE = 2  # figures at its end


class Welcome(NamedTuple):
    """What whoever holds the link may know: who asks her in, and how the code comes. phone: its last figures."""

    organisation: str
    spoken: bool
    phone: str
    sent: bool
    email: str
    language: str


def see_welcome(*, secret: str, now: datetime) -> Welcome:
    """What stands behind a link. Raises NotThere for one that was used, ended, ran out, or never was."""
    found = _found(secret, now)
    organisation = found.made_by.organisation
    return Welcome(
        organisation=organisation.name if organisation else "",
        spoken=found.spoken,
        phone=found.user.phone[-SHOWN_OF_PHONE:],
        sent=found.code_until is not None and found.code_until > now and not found.spoken,
        email=found.user.email,
        language=found.user.language,
    )


def send_code(*, secret: str, transports: Transports, now: datetime) -> None:
    """A new code by text message. Raises Refusal if it could not be handed over, or was sent too often."""
    with transaction.atomic():
        found = _found(secret, now, lock=True)
        if found.spoken:
            raise Refusal("code", "the code comes by word of mouth", "Ask your midwife")
        code = new_code(invitation=found, now=now)
        phone, language = found.user.phone, found.user.language
    if not hand_over("welcome_code", "sms", phone, language, {"count": int(code)}, transports, now):
        raise Refusal("code", "the text message could not be sent", "Try again, or ask your midwife")


@transaction.atomic
def check_code(*, secret: str, code: str, now: datetime) -> bool:
    """Whether this is the code. A wrong one counts also when nothing else is written."""
    return is_the_code(invitation=_found(secret, now, lock=True), code=code, now=now)


def make_own(*, secret: str, code: str, password: str | None, now: datetime) -> User:
    """The account is hers: it can be used, and her place in the network is taken. password: None if she will add a
    passkey. Raises Refusal for a wrong code or a weak password; NotThere for a link that no longer works."""
    if not check_code(secret=secret, code=code, now=now):
        raise Refusal("code", "this is not the code", "Look again, or ask for a new one")
    with transaction.atomic():
        found = _found(secret, now, lock=True)
        if password is not None:
            try:
                validate_password(password, found.user)
            except ValidationError as error:
                raise Refusal("password1", " ".join(error.messages).rstrip(".")) from error
        user = use_invitation(invitation=found, password=password, now=now)
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        record_event(
            by=user, now=now, action=AuditEvent.Action.WRITE, what="account:made_own", object_id=found.pk
        )
        accept_invitation(membership_id=found.place, by=user, now=now)
        return user


def _found(secret: str, now: datetime, *, lock: bool = False) -> AccountInvitation:
    """The invitation, if her place in the network still stands too."""
    found = invitation_with(secret, now, lock=lock)
    if found is None or membership_found(found.place).ended_at is not None:
        raise NotThere("secret", "this invitation no longer works", "Ask your midwife for a new one")
    return found
