"""What somebody is asked, in her words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.doors.ui import notation, words
from kraamkring.flows.see_network import MyInvitations
from kraamkring.rooms.accounts.models import User

from ..banner import name_of
from ..words import role_word
from .words import INTENSITIES


@dataclass(frozen=True)
class Invitation:
    """A place that waits for her answer: nothing of the family, but who asks, where she works, in which role."""

    id: UUID
    role: str
    who: str
    when: str


@dataclass(frozen=True)
class Question:
    """A network that she belongs to, and is asked to coordinate."""

    id: UUID
    family: UUID
    name: str
    who: str
    when: str
    intensity: str


@dataclass(frozen=True)
class Asked:
    """Everything that waits for her answer."""

    invitations: tuple[Invitation, ...]
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, seen: MyInvitations, language: str) -> Asked:
        return cls(
            tuple(_invitation(row, language) for row in seen.memberships),
            tuple(_question(row, language) for row in seen.proposals),
        )


def _invitation(row: Any, language: str) -> Invitation:
    when = notation.moment(
        row.invited_at, BRUSSELS, language
    )  # the family's own zone is theirs until she accepts
    return Invitation(row.pk, role_word(row.role), who_asks(row.invited_by), when)


def _question(row: Any, language: str) -> Question:
    when = notation.moment(row.asked_at, ZoneInfo(row.episode.zone), language)
    name = name_of(row.episode.mother)
    return Question(
        row.pk,
        row.episode_id,
        name,
        who_asks(row.asked_by),
        when,
        str(INTENSITIES[row.intensity]),
    )


def who_asks(user: User) -> str:
    """Name, profession, and the organisation she works for."""
    role = str(words.ROLES.get(user.profession, user.profession))
    organisation = user.organisation.name if user.organisation else _("no organisation")
    return f"{user.name or user.email}, {role}, {organisation}"
