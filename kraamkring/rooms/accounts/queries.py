"""Accounts, found exactly; one person's acts one after another; who works where, and who is on call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from .models import CalendarLink, OnCall, Organisation, ProfessionalNumber, User


def account_at(email: str) -> User | None:
    """Who signs in with exactly this address; None if nobody does, or may not any more."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def any_account_at(email: str) -> User | None:
    """The account of exactly this address, one that is closed or still waits too; locked. None if there is none."""
    return (
        User.objects.select_for_update(no_key=True, of=("self",)).filter(email=email.strip().lower()).first()
    )


def in_turn(user: User) -> None:
    """Waits until nothing else of hers that asked for its turn is going on, for the rest of the transaction."""
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)


def accounts_with(ids: Collection[UUID]) -> dict[UUID, User]:
    """The accounts with these ids, closed ones too: one query."""
    return User.objects.in_bulk(list(ids))


def calendar_link_of(user: User) -> CalendarLink | None:
    """The link of her calendar; None if she has none."""
    return CalendarLink.objects.filter(user=user).first()


def calendar_link_with(secret: str) -> CalendarLink | None:
    """The link that this secret belongs to, with its owner; None if there is none, or she may not sign in any more."""
    return CalendarLink.objects.filter(secret=secret, user__is_active=True).select_related("user").first()


def on_call_for(organisation_id: UUID) -> User | None:
    """Who is on call for an organisation now, None if nobody is."""
    row = OnCall.objects.filter(organisation=organisation_id, until=None).select_related("user").first()
    return row.user if row else None


def people_of(organisation: Organisation | UUID, *, professions: frozenset[str], most: int) -> list[User]:
    """The people of an organisation who have one of these professions and can sign in, in a fixed order."""
    rows = User.objects.filter(organisation=organisation, profession__in=professions, is_active=True)
    return list(rows.order_by("pk")[:most])


def organisations_of(kind: str, region: str | None) -> list[Organisation]:
    """The organisations of this kind in a region, by name."""
    return list(Organisation.objects.filter(kind=kind, region=region or "").order_by("name", "pk"))


def house_in_turn(organisation: Organisation) -> None:
    """Waits until nothing else of this organisation that asked for its turn is going on."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def organisation_with(id: UUID) -> Organisation | None:
    """The organisation with this id; None if there is none."""
    return Organisation.objects.filter(pk=id).first()


def colleague(organisation_id: UUID | None, user_id: UUID) -> User | None:
    """The person who works for this organisation and can sign in; None if there is no such person."""
    return User.objects.filter(pk=user_id, organisation=organisation_id, is_active=True).first()


def locked_if_free(user_id: UUID) -> User | None:
    """The user with her organisation, locked until the transaction ends; None if another process does the same."""
    rows = User.objects.select_for_update(no_key=True, of=("self",), skip_locked=True)
    return rows.select_related("organisation").filter(pk=user_id, is_active=True).first()


def numbers_of_professionals(ids: Collection[UUID]) -> dict[UUID, list[ProfessionalNumber]]:
    """Their professional numbers, by whose they are: one query."""
    found: dict[UUID, list[ProfessionalNumber]] = defaultdict(list)
    for number in ProfessionalNumber.objects.filter(user__in=list(ids)).order_by("system"):
        found[number.user_id].append(number)
    return found


def accounts_of_organisations(organisations: Collection[UUID]) -> list[UUID]:
    """The ids of all who work for one of these: one query."""
    return list(User.objects.filter(organisation__in=list(organisations)).values_list("pk", flat=True))


def organisations_with(ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """The organisations with these ids: one query."""
    return Organisation.objects.in_bulk(list(ids))
