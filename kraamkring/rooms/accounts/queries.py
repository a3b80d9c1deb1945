"""Accounts, found exactly; and one person's acts one after another."""

from __future__ import annotations

from .models import User


def account_at(email: str) -> User | None:
    """Who signs in with exactly this address; None if nobody does, or may not any more."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def in_turn(user: User) -> None:
    """Waits until nothing else of hers that asked for its turn is going on, for the rest of the transaction."""
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
