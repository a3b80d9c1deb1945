"""Accounts, found exactly; and one person's acts one after another."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from .models import CalendarLink, User


def account_at(email: str) -> User | None:
    """Who signs in with exactly this address; None if nobody does, or may not any more."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


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
