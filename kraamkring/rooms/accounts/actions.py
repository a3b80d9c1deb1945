"""Giving accounts and noting professional numbers. The flow that calls these writes the audit row (a higher room)."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.identifiers import KnownNumber

from .models import CalendarLink, OnCall, Organisation, ProfessionalNumber, Told, User

SECRET_BYTES = 24  # 192 bits: nobody guesses a link


def open_organisation(*, name: str, kind: str, region: str, now: datetime) -> Organisation:
    """A new organisation."""
    return Organisation.objects.create(id=new_id(now), name=name, kind=kind, region=region)


@transaction.atomic
def give_account(
    *,
    email: str,
    name: str,
    profession: str,
    organisation: Organisation | None,
    now: datetime,
    language: str = "nl",
    password: str | None = None,
) -> User:
    """A new user. Raises Refusal if the address has an account."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Refusal("email", "this address has an account", "Sign in, or ask for a new password")
    return User.objects.create_user(
        email,
        password,
        id=new_id(now),
        name=name,
        profession=profession,
        organisation=organisation,
        language=language,
    )


def set_dormant(*, user: User, name: str, phone: str, language: str) -> User:
    """An account that waits for whoever it is for: nobody can sign in, and no new password can be asked for."""
    user.name, user.phone, user.language, user.is_active = name, phone, language, False
    user.save(update_fields=["name", "phone", "language", "is_active"])
    return user


def set_how_told(*, user: User, language: str, told_by: str, phone: str) -> User:
    """How somebody is told from now on. phone: E.164, or empty. Raises Refusal for text messages without a number."""
    if told_by == Told.SMS and not phone:
        raise Refusal("phone", "there is no number for text messages", "Give one, or choose e-mail")
    User.objects.filter(pk=user.pk).update(language=language, told_by=told_by, phone=phone)
    user.language, user.told_by, user.phone = language, told_by, phone
    return user


def make_calendar_link(*, user: User, id: UUID, now: datetime) -> CalendarLink:
    """A new secret for the link of her calendar; the link before no longer works. Asked twice with the same id, it is
    the same link."""
    link, _made = CalendarLink.objects.select_for_update().get_or_create(
        user=user, defaults={"secret": token_urlsafe(SECRET_BYTES), "made_as": id, "made_at": now}
    )
    if link.made_as != id:
        link.secret, link.made_as, link.made_at = token_urlsafe(SECRET_BYTES), id, now
        link.save(update_fields=["secret", "made_as", "made_at"])
    return link


def end_calendar_link(*, user: User) -> bool:
    """Whether there was a link; it no longer works."""
    deleted, _rows = CalendarLink.objects.filter(user=user).delete()
    return deleted > 0


def note_fetched(*, link: CalendarLink, on: date) -> bool:
    """Whether this is the first time on this day that the link is used."""
    fresh = CalendarLink.objects.filter(~Q(looked_on=on) | Q(looked_on=None), pk=link.pk, secret=link.secret)
    return fresh.update(looked_on=on) > 0


@transaction.atomic
def note_professional_number(*, user: User, number: KnownNumber, now: datetime) -> ProfessionalNumber:
    """The number of that system, kept with whether it was checked (`packs.identifiers.professional_number`)."""
    kept = {"value": number.value, "checked": number.checked}
    noted, _ = ProfessionalNumber.objects.update_or_create(
        user=user, system=number.system, defaults=kept, create_defaults=kept | {"id": new_id(now)}
    )
    return noted


@transaction.atomic
def put_on_call(
    *, organisation: Organisation, user: User | None, now: datetime, id: UUID | None = None
) -> OnCall | None:
    """This person is on call from now, and whoever was no longer is; None: nobody is. The same person again, or the
    same id sent again, changes nothing."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    before = OnCall.objects.filter(pk=id, organisation=organisation, user=user).first() if id else None
    if before is not None:
        return before
    current = OnCall.objects.filter(organisation=organisation, until=None).first()
    if current is not None and user is not None and current.user_id == user.pk:
        return current
    if current is not None:
        current.until = max(now, current.since)
        current.save(update_fields=["until"])
    if user is None:
        return None
    return OnCall.objects.create(id=id or new_id(now), organisation=organisation, user=user, since=now)
