"""Which page is the first of whoever signed in: parents and those who care for them see different ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kraamkring.core.access import MAY_PLAN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from kraamkring.rooms.accounts.models import User

VISITORS = frozenset(
    {"midwife", "maternity_carer", "youth_health", "lactation_consultant"}
)  # at home, every day
PARENTS = frozenset({"mother", "partner"})  # professions of accounts that look at their own family


def is_parent(user: User | AnonymousUser) -> bool:
    """True for the account of a mother or a partner."""
    return getattr(user, "profession", "") in PARENTS


def visits(user: User | AnonymousUser) -> bool:
    """True for the account of somebody whose day is a round of families at home."""
    return getattr(user, "profession", "") in VISITORS


def plans(user: User | AnonymousUser) -> bool:
    """True for the account of somebody who plans the carers of an organisation."""
    return getattr(user, "profession", "") in MAY_PLAN


def first_page(user: User | AnonymousUser) -> str:
    """The name of the page that she comes to when she signs in."""
    return "my_week" if is_parent(user) else "planning" if plans(user) else "today"
