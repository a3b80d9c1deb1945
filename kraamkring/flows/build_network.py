"""People are invited into the network, accept, leave. Who coordinates it is another file: `coordinate`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.identifiers import check_professional
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import account_at
from kraamkring.rooms.careplan.actions import Difference, let_go
from kraamkring.rooms.messages.models import MAIL_ADDRESS
from kraamkring.rooms.network import policies
from kraamkring.rooms.network.actions import Invited, end_coordination, invite, take_step
from kraamkring.rooms.network.models import Membership, MembershipStep
from kraamkring.rooms.network.queries import coordinator_of, sent_before
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import admit
from .coordinate import withdraw_proposals
from .memberships import (
    CHANGED,
    MOTHER,
    ChangedNetwork,
    changed,
    membership_found,
    no_such,
    of_my_network,
    tell_answer,
)
from .telling import COORDINATOR, tell, tell_invited, tell_person

What = MembershipStep.What


def invite_to_network(
    *, episode_id: UUID, invited: Invited, by: User, now: datetime, id: UUID | None = None
) -> ChangedNetwork:
    """A new place in the network; whoever is invited sees nothing before accepting. id: made by the form; sending it
    again changes nothing. Raises Refusal if the actor may not write in the network, or if the role, the person or
    the number does not fit."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "network", act="write")
        if again := sent_before(Membership, id, episode_id=episode_id, invited_by=by, role=invited.role):
            return ChangedNetwork(again, None, Difference())
        invited = _found(invited, admitted.episode)
        policies.may_be_invited(admitted.episode, invited.role, invited.user)
        if invited.number:
            check_professional(invited.number, admitted.episode.region, "number")
        membership = invite(
            episode=admitted.episode, invited=invited, by=by, now=now, ground=admitted.ground, id=id
        )
        tell_invited(membership=membership, by=by, now=now)
        return changed(admitted.episode, membership, by, now)


def _found(invited: Invited, episode: PregnancyEpisode) -> Invited:
    """Whoever signs in with exactly this address is invited by her account; anybody else at an e-mail address or a
    telephone number. Raises Refusal if it is neither."""
    address = invited.address.strip()
    if not address or invited.user is not None:
        return invited
    if user := account_at(address):
        return replace(invited, user=user, name=user.name or invited.name)
    if not re.fullmatch(MAIL_ADDRESS, address) and telephone(address, episode.region) is None:
        raise Refusal(
            "address", "this is no e-mail address and no telephone number", "Check it, or leave it empty"
        )
    return invited


def accept_invitation(*, membership_id: UUID, by: User, now: datetime) -> ChangedNetwork:
    """The invitation, accepted by the person herself; for somebody without an account, noted by who may write in the
    network. Accepting twice changes nothing. Raises Refusal if it is not hers or no longer stands."""
    return _answer(membership_id, What.ACCEPTED, by, now)


def decline_invitation(*, membership_id: UUID, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    """The invitation, declined, as it would be accepted; twice changes nothing. Raises Refusal if it is not hers, or
    was accepted, or ended otherwise."""
    return _answer(membership_id, What.DECLINED, by, now, reason)


def _answer(membership_id: UUID, what: str, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    with transaction.atomic():
        membership, ground = _hers_to_answer(membership_id, by, now)
        if what == What.DECLINED and membership.ended_as == What.DECLINED:
            return ChangedNetwork(membership, None, Difference())
        policies.may_be_accepted(membership)
        if membership.accepted_at is not None:
            if what == What.DECLINED:
                raise Refusal("membership", "this invitation was accepted", "Leave the network instead")
            return ChangedNetwork(membership, None, Difference())
        take_step(membership=membership, what=what, by=by, now=now, reason=reason, ground=ground)
        tell_answer(membership.episode, membership.invited_by, what, membership.pk, by, now)
        return changed(membership.episode, membership, by, now)


def leave_network(
    *, membership_id: UUID, by: User, now: datetime, reason: str = "", id: UUID | None = None
) -> ChangedNetwork:
    """The member herself leaves, and sees nothing from then on; what she had agreed to come to is nobody's again.
    Raises Refusal to her who coordinates: she hands over first."""
    with transaction.atomic():
        membership = membership_found(membership_id, lock=True)
        over = membership.until is not None and membership.until <= now
        if membership.user_id != by.pk or not by.is_active or membership.accepted_at is None or over:
            raise no_such()
        return _end(membership, What.LEFT, by, now, reason, "care_network", id)


def remove_member(
    *, membership_id: UUID, by: User, now: datetime, reason: str = "", id: UUID | None = None
) -> ChangedNetwork:
    """Somebody is replaced or was invited by mistake. If she coordinates, nobody does from then on, and the pathway
    says so. Raises Refusal if the actor may not write in the network, or if she is gone already."""
    with transaction.atomic():
        admitted, membership = of_my_network(membership_id, by, now)
        return _end(membership, What.REMOVED, by, now, reason, admitted.ground, id)


def _end(
    membership: Any, what: str, by: User, now: datetime, reason: str, ground: str, id: UUID | None
) -> ChangedNetwork:
    if sent_before(MembershipStep, id, membership_id=membership.pk, by=by, what=what):
        return ChangedNetwork(membership, None, Difference())
    current = coordinator_of(membership.episode)
    policies.may_end(membership, by_herself=what == What.LEFT, current=current)
    if current is not None and current.membership_id == membership.pk:
        end_coordination(episode_id=membership.episode_id, by=by, now=now)
    withdraw_proposals(membership.episode, by, now, of=membership)
    take_step(membership=membership, what=what, by=by, now=now, reason=reason, ground=ground, id=id)
    let_go(member=membership, by=by, now=now)
    _tell_end(membership, what, by, now)
    return changed(membership.episode, membership, by, now)


def _tell_end(membership: Any, what: str, by: User, now: datetime) -> None:
    """The mother and who coordinates hear of it; and whoever was removed."""
    told: dict[str, Any] = {"episode": membership.episode, "what": what, "because": membership.pk}
    told |= {"by": by, "now": now}
    tell(to=(MOTHER, COORDINATOR), template=CHANGED, link="network", **told)
    if membership.user_id != by.pk:
        tell_person(who=membership, template="network_left", link="invitations", **told)


def _hers_to_answer(membership_id: UUID, by: User, now: datetime) -> tuple[Any, str]:
    membership = membership_found(membership_id)
    if membership.user_id is None:
        admitted, membership = of_my_network(membership_id, by, now)
        return membership, admitted.ground
    if membership.user_id != by.pk or not by.is_active:
        raise no_such()
    return membership_found(membership_id, lock=True), "care_network"
