"""People are invited into the network, accept, leave; one of them coordinates, and hands over."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.packs.identifiers import check_professional
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network import policies
from kraamkring.rooms.network.actions import Invited, coordinate, end_coordination, invite, take_step
from kraamkring.rooms.network.models import Coordination, Membership, MembershipStep
from kraamkring.rooms.network.queries import coordinator_of, membership_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode

from .admitting import Admitted, admit
from .pathway import reconciled

What = MembershipStep.What


class ChangedNetwork(NamedTuple):
    """The membership, or the coordination, and what changed in the pathway."""

    membership: Membership
    coordination: Coordination | None
    difference: Difference


def invite_to_network(*, episode_id: UUID, invited: Invited, by: User, now: datetime) -> ChangedNetwork:
    """A new place in the network; whoever is invited sees nothing before accepting. Raises Refusal if the actor may
    not write in the network, or if the role, the person or the number does not fit."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "network", act="write")
        policies.may_be_invited(admitted.episode, invited.role, invited.user)
        if invited.number:
            check_professional(invited.number, admitted.episode.region, "number")
        membership = invite(episode=admitted.episode, invited=invited, by=by, now=now, ground=admitted.ground)
        return _changed(admitted.episode, membership, None, by, now)


def accept_invitation(*, membership_id: UUID, by: User, now: datetime) -> ChangedNetwork:
    """The invitation, accepted by the person herself; for somebody without an account, noted by who may write in the
    network. Accepting twice changes nothing. Raises Refusal if it is not hers or no longer stands."""
    return _answer(membership_id, What.ACCEPTED, by, now)


def decline_invitation(*, membership_id: UUID, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    """The invitation, declined, as it would be accepted. Raises Refusal if it is not hers, or was answered."""
    return _answer(membership_id, What.DECLINED, by, now, reason)


def _answer(membership_id: UUID, what: str, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    with transaction.atomic():
        membership, ground = _hers_to_answer(membership_id, by, now)
        policies.may_be_accepted(membership)
        if membership.accepted_at is not None:
            if what == What.DECLINED:
                raise Refusal("membership", "this invitation was accepted", "Leave the network instead")
            return ChangedNetwork(membership, None, Difference())
        take_step(membership=membership, what=what, by=by, now=now, reason=reason, ground=ground)
        return _changed(membership.episode, membership, None, by, now)


def leave_network(*, membership_id: UUID, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    """The member herself leaves, and sees nothing from then on. Raises Refusal to her who coordinates: she hands
    over first."""
    with transaction.atomic():
        membership = _invited(membership_id, lock=True)
        if membership.user_id != by.pk or not by.is_active or membership.accepted_at is None:
            raise _no_such()
        return _end(membership, What.LEFT, by, now, reason, "care_network")


def remove_member(*, membership_id: UUID, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    """Somebody is replaced or was invited by mistake. If she coordinates, nobody does from then on, and the pathway
    says so. Raises Refusal if the actor may not write in the network, or if she is gone already."""
    with transaction.atomic():
        admitted, membership = _of_my_network(membership_id, by, now)
        return _end(membership, What.REMOVED, by, now, reason, admitted.ground)


def choose_coordinator(
    *, membership_id: UUID, by: User, now: datetime, intensity: str = Coordination.Intensity.USUAL
) -> ChangedNetwork:
    """The first coordinator, among the members who accepted. Raises Refusal if there is one: then it is handed over."""
    return hand_over_coordination(
        to_membership_id=membership_id, seen=None, by=by, now=now, intensity=intensity
    )


def hand_over_coordination(
    *, to_membership_id: UUID, seen: UUID | None, by: User, now: datetime, intensity: str
) -> ChangedNetwork:
    """Another coordinator, or the same with another intensity. seen: the coordination that the actor saw. Raises
    Refusal if another one holds by now, or if the member cannot coordinate."""
    with transaction.atomic():
        admitted, membership = _of_my_network(to_membership_id, by, now)
        policies.is_still(coordinator_of(admitted.episode), seen)
        policies.may_coordinate(membership, now)
        task = coordinate(membership=membership, intensity=intensity, by=by, now=now, ground=admitted.ground)
        return _changed(admitted.episode, membership, task, by, now)


def _end(membership: Any, what: str, by: User, now: datetime, reason: str, ground: str) -> ChangedNetwork:
    current = coordinator_of(membership.episode)
    policies.may_end(membership, by_herself=what == What.LEFT, current=current)
    if current is not None and current.membership_id == membership.pk:
        end_coordination(episode_id=membership.episode_id, by=by, now=now)
    take_step(membership=membership, what=what, by=by, now=now, reason=reason, ground=ground)
    return _changed(membership.episode, membership, None, by, now)


def _changed(
    episode: PregnancyEpisode, membership: Membership, task: Coordination | None, by: User, now: datetime
) -> ChangedNetwork:
    because = [task.pk if task else membership.pk]
    return ChangedNetwork(membership, task, reconciled(episode, by=by, now=now, because=because))


def _of_my_network(membership_id: UUID, by: User, now: datetime) -> tuple[Admitted, Any]:
    """A membership of a network that the actor may write in; any other is not there."""
    found = _invited(membership_id)
    try:
        admitted = admit(by, found.episode_id, now, act="write")
    except NotThere:
        raise _no_such() from None
    admitted.need("network", act="write")
    return admitted, _invited(membership_id)


def _hers_to_answer(membership_id: UUID, by: User, now: datetime) -> tuple[Any, str]:
    membership = _invited(membership_id)
    if membership.user_id is None:
        admitted, membership = _of_my_network(membership_id, by, now)
        return membership, admitted.ground
    if membership.user_id != by.pk or not by.is_active:
        raise _no_such()
    return _invited(membership_id, lock=True), "care_network"


def _invited(membership_id: UUID, *, lock: bool = False) -> Any:
    """The invitation with its steps. lock: as it is once the pregnancy is locked."""
    membership = membership_of(membership_id)
    if membership is None:
        raise _no_such()
    if not lock:
        return membership
    any_locked_episode(membership.episode_id)
    return membership_of(membership_id)


def _no_such() -> NotThere:
    return NotThere("membership", "there is no such invitation for you", "Ask who invited you")
