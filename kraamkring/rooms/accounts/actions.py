"""Giving accounts and noting professional numbers. The flow that calls these writes the audit row (a higher room)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.identifiers import KnownNumber

from .models import Organisation, ProfessionalNumber, User


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


@transaction.atomic
def note_professional_number(*, user: User, number: KnownNumber, now: datetime) -> ProfessionalNumber:
    """The number of that system, kept with whether it was checked (`packs.identifiers.professional_number`)."""
    kept = {"value": number.value, "checked": number.checked}
    noted, _ = ProfessionalNumber.objects.update_or_create(
        user=user, system=number.system, defaults=kept, create_defaults=kept | {"id": new_id(now)}
    )
    return noted
