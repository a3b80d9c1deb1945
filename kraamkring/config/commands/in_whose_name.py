"""What commands about a record ask first: in whose name, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from kraamkring.config.complaint import Complaint

if TYPE_CHECKING:
    from kraamkring.rooms.accounts.models import User


def account(address: str) -> User:
    """Who signs in with this address. Raises Complaint."""
    from kraamkring.rooms.accounts.queries import account_at

    user = account_at(address)
    if user is None:
        raise Complaint("there is no account that can sign in with this address.")
    return user


def id_in(text: str, what: str) -> UUID:
    """The id that this is. Raises Complaint, which names what was asked."""
    try:
        return UUID(text)
    except ValueError:
        raise Complaint(f"{what}: this is no id.") from None
