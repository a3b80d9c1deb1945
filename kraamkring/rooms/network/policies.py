"""What the state of the network allows now. Who may do it is another question (core.access)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from kraamkring.core.access import COVER_LASTS, MAY_COORDINATE, may_cover, may_serve_as
from kraamkring.core.facts import Role
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Coordination, Membership
from .queries import live_members

ONE_OF_THEM = "mother"
INVITED = frozenset(get_args(Role)) - {"coordinator"}


def may_be_invited(episode: PregnancyEpisode, role: str, user: User | None) -> None:
    """Raises Refusal for a role that nobody is invited into, a profession that is not hers, or a second time."""
    if role not in INVITED:
        raise Refusal(
            "role", "nobody is invited in this role", "Choose another; a coordinator is chosen among members"
        )
    if user is not None and not (user.is_active and may_serve_as(user.profession, role)):
        raise Refusal(
            "user", "this account cannot be a member in this role", "Choose the role of her profession"
        )
    live = live_members(episode, role=role)
    if role == ONE_OF_THEM and live.exists():
        raise Refusal("role", "the mother is in her network already", "")
    if user is not None and live.filter(user=user).exists():
        raise Refusal("user", "she is invited in this role already", "")


def may_be_accepted(membership: Any) -> None:
    """membership: with its steps. Raises Refusal if it ended."""
    if membership.ended_at is not None:
        raise Refusal("membership", "this invitation no longer stands", "Ask to be invited again")


def may_end(membership: Any, *, by_herself: bool, current: Coordination | None) -> None:
    """membership: with its steps. Raises Refusal if it ended, or if she who coordinates would walk away."""
    if membership.ended_at is not None:
        raise Refusal("membership", "this membership has ended already", "")
    if by_herself and current is not None and current.membership_id == membership.pk:
        raise Refusal("membership", "you coordinate this network", "Hand the coordination over first")


def may_coordinate(membership: Any, now: datetime) -> None:
    """membership: with its steps. Raises Refusal if she has not accepted, has left, will leave, or is of another
    profession."""
    if membership.role not in MAY_COORDINATE:
        raise Refusal(
            "membership",
            "this role does not coordinate",
            "Choose a midwife, general practitioner or gynaecologist",
        )
    if membership.accepted_at is None or membership.ended_at is not None or membership.since > now:
        raise Refusal("membership", "she is not a member now", "Invite her, and wait until she has accepted")
    if membership.until is not None:
        raise Refusal("membership", "she is a member for a limited time", "Invite her without an end")


def may_be_answered(proposal: Any) -> None:
    """proposal: with its answer. Raises Refusal if it no longer stands."""
    if proposal.answered_as is not None:
        raise Refusal("proposal", "this was answered, or is no longer asked", "Look at the network again")


def may_change_intensity(membership: Membership, by: User) -> None:
    """Raises Refusal to anybody but her who coordinates; for one without an account, somebody else notes it."""
    if membership.user_id is not None and membership.user_id != by.pk:
        raise Refusal("intensity", "she who coordinates says how much it takes", "Ask her")


def is_still(current: Coordination | None, seen: Any) -> None:
    """Raises Refusal if another coordination holds than the one that was seen (its id, None for nobody)."""
    if (current.pk if current else None) != seen:
        raise Refusal(
            "coordination", "somebody else coordinates by now", "Look at the network, and decide again"
        )


def may_be_covered(
    covered: User, by_whom: User, *, asked_by: User, since: datetime, until: datetime, now: datetime
) -> None:
    """Raises Refusal for somebody who covers for herself or cares for nobody, a colleague of another organisation whom
    she who is covered did not name herself, and a time that is over, backwards or too long."""
    if covered.pk == by_whom.pk:
        raise Refusal("by_whom", "nobody covers for herself", "Choose a colleague")
    elsewhere = covered.organisation_id is None or by_whom.organisation_id != covered.organisation_id
    if elsewhere and asked_by.pk != covered.pk:
        raise Refusal("by_whom", "only she herself names somebody of another organisation", "Ask her")
    if not may_cover(covered.profession, by_whom.profession):
        raise Refusal(
            "by_whom", "this account cannot cover for a carer", "Choose a colleague who cares for families"
        )
    if until <= max(since, now):
        raise Refusal("until", "this is over before it begins", "Give a later end")
    if until - since > COVER_LASTS:
        raise Refusal(
            "until", "this is longer than half a year", "Give an earlier end; it can be asked again"
        )


def may_take_cover(cover: Any, now: datetime) -> None:
    """cover: with its steps. Raises Refusal if it was declined, ended, or is over."""
    if cover.ended_at is not None or cover.until <= now:
        raise Refusal("cover", "this is no longer asked", "Look at the list again")


def may_end_cover(cover: Any, now: datetime) -> None:
    """cover: with its steps. Raises Refusal if it ended by itself."""
    if cover.until <= now:
        raise Refusal("cover", "this is over already", "Look at the list again")
