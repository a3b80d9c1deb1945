"""Who is on call for one's organisation, and who could be."""

from __future__ import annotations

from typing import NamedTuple

from kraamkring.core.access import MAY_BREAK_GLASS
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import on_call_for, people_of

MOST = 500  # listed to choose from


class SeenOnCall(NamedTuple):
    """now: who is on call, None if nobody is. colleagues: who can be."""

    now: User | None
    colleagues: list[User]


def see_on_call(*, by: User) -> SeenOnCall:
    """The people of the actor's organisation who can act at once. No audit row: it is about no family. Raises
    NotAllowed to whoever works for none."""
    if not by.is_active or by.organisation is None:
        raise NotAllowed("", "you work for no organisation here", "Ask an administrator to add you to one")
    colleagues = people_of(by.organisation, professions=MAY_BREAK_GLASS, most=MOST)
    return SeenOnCall(on_call_for(by.organisation.pk), colleagues)
