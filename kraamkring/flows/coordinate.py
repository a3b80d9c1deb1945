"""One member coordinates. Choosing her is asking her: until she says yes, who coordinated goes on, or nobody does and
the pathway says so. Whoever chooses herself coordinates at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network import policies
from kraamkring.rooms.network.actions import answer_proposal, ask_to_coordinate, coordinate
from kraamkring.rooms.network.models import Coordination, CoordinationProposal, Membership, ProposalAnswer
from kraamkring.rooms.network.queries import (
    coordinator_of,
    membership_of,
    open_proposals_of,
    proposal_of,
    sent_before,
)
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import Admitted, admit
from .memberships import CHANGED, MOTHER, ChangedNetwork, changed, of_my_network, tell_answer
from .telling import tell, tell_person

What = ProposalAnswer.What


def choose_coordinator(
    *,
    membership_id: UUID,
    by: User,
    now: datetime,
    intensity: str = Coordination.Intensity.USUAL,
    id: UUID | None = None,
) -> ChangedNetwork:
    """The first coordinator, among the members who accepted. Raises Refusal if there is one: then it is handed over."""
    return hand_over_coordination(
        to_membership_id=membership_id, seen=None, by=by, now=now, intensity=intensity, id=id
    )


def hand_over_coordination(
    *,
    to_membership_id: UUID,
    seen: UUID | None,
    by: User,
    now: datetime,
    intensity: str,
    id: UUID | None = None,
) -> ChangedNetwork:
    """Another coordinator, or the same with another intensity. Somebody else is asked first, and takes over when she
    accepts; whoever was asked before her is no longer. seen: the coordination that the actor saw. id: of the proposal
    or the coordination, made by the form. Raises Refusal if another one holds by now, or if the member cannot
    coordinate."""
    with transaction.atomic():
        admitted, membership = of_my_network(to_membership_id, by, now)
        if again := _sent_before(membership, by, id):
            return again
        current = coordinator_of(admitted.episode)
        policies.is_still(current, seen)
        policies.may_coordinate(membership, now)
        if current is not None and current.membership_id == membership.pk:
            policies.may_change_intensity(membership, by)
        elif membership.user_id != by.pk:
            return _ask(admitted, membership, current, intensity, now, id)
        return _take_on(admitted, membership, current, intensity, now, id)


def change_intensity(
    *, seen: UUID, episode_id: UUID, intensity: str, by: User, now: datetime, id: UUID | None = None
) -> ChangedNetwork:
    """She who coordinates says that it takes more, or less. seen: her coordination, as the page showed it. Raises
    Refusal if another one holds by now, and to anybody else; for one without an account, somebody notes it."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "network", act="write")
        current = coordinator_of(admitted.episode)
        if current is not None and (again := _sent_before(current.membership, by, id)):
            return again
        policies.is_still(current, seen)
        assert current is not None  # noqa: S101 (what was seen is somebody)
        policies.may_change_intensity(current.membership, by)
        return _take_on(admitted, current.membership, current, intensity, now, id)


def accept_coordination(*, proposal_id: UUID, by: User, now: datetime) -> ChangedNetwork:
    """She who was asked coordinates from now; noted by who may write in the network, if she has no account. Twice
    changes nothing. Raises Refusal if it is not hers to say, or if another coordinates by now."""
    with transaction.atomic():
        admitted, proposal, membership = _hers_to_answer(proposal_id, by, now)
        current = coordinator_of(admitted.episode)
        if proposal.answered_as == What.ACCEPTED:
            return ChangedNetwork(membership, current, Difference(), proposal)
        policies.may_be_answered(proposal)
        policies.is_still(current, proposal.instead_of_id)
        policies.may_coordinate(membership, now)
        answer_proposal(proposal=proposal, what=What.ACCEPTED, by=by, now=now, ground=admitted.ground)
        return _take_on(admitted, membership, current, proposal.intensity, now, None)


def decline_coordination(*, proposal_id: UUID, by: User, now: datetime, reason: str = "") -> ChangedNetwork:
    """She who was asked does not take it on; who coordinates goes on. Twice changes nothing. Raises Refusal if it is
    not hers to say, or was accepted or withdrawn."""
    with transaction.atomic():
        admitted, proposal, membership = _hers_to_answer(proposal_id, by, now)
        if proposal.answered_as != What.DECLINED:
            policies.may_be_answered(proposal)
            answer_proposal(
                proposal=proposal,
                what=What.DECLINED,
                by=by,
                now=now,
                reason=reason,
                ground=admitted.ground,
            )
            tell_answer(admitted.episode, proposal.asked_by, "declined", proposal.pk, by, now)
        return ChangedNetwork(membership, coordinator_of(admitted.episode), Difference(), proposal)


def withdraw_proposals(
    episode: PregnancyEpisode, by: User, now: datetime, *, of: Membership | None = None
) -> None:
    """Nobody, or this member, is asked any more. The caller holds the lock."""
    for proposal in open_proposals_of(episode):
        if of is None or proposal.membership_id == of.pk:
            answer_proposal(proposal=proposal, what=What.WITHDRAWN, by=by, now=now)


def _ask(
    admitted: Admitted,
    membership: Membership,
    current: Coordination | None,
    intensity: str,
    now: datetime,
    id: UUID | None,
) -> ChangedNetwork:
    withdraw_proposals(admitted.episode, admitted.actor, now)
    proposal = ask_to_coordinate(
        membership=membership,
        intensity=intensity,
        instead_of=current,
        by=admitted.actor,
        now=now,
        ground=admitted.ground,
        id=id,
    )
    told: dict[str, Any] = {"episode": admitted.episode, "because": proposal.pk, "by": admitted.actor}
    tell_person(
        who=membership,
        what="asked",
        template="coordinator_chosen",
        now=now,
        link="invitations",
        **told,
    )
    tell(to=(MOTHER,), what="asked_another", template=CHANGED, now=now, link="network", **told)
    return ChangedNetwork(membership, None, Difference(), proposal)


def _take_on(
    admitted: Admitted,
    membership: Membership,
    before: Coordination | None,
    intensity: str,
    now: datetime,
    id: UUID | None,
) -> ChangedNetwork:
    """She coordinates from now. Everyone hears of another coordinator; the mother, of another intensity."""
    by, same = admitted.actor, before is not None and before.membership_id == membership.pk
    task = coordinate(
        membership=membership, intensity=intensity, by=by, now=now, ground=admitted.ground, id=id
    )
    withdraw_proposals(admitted.episode, by, now)
    tell(
        episode=admitted.episode,
        what="coordinates",
        because=task.pk,
        template=CHANGED,
        by=by,
        now=now,
        to=(MOTHER,) if same else None,
        link="network",
    )
    return changed(admitted.episode, membership, by, now, task)


def _sent_before(membership: Membership, by: User, id: UUID | None) -> ChangedNetwork | None:
    """What this form wrote already: a coordination, or a question."""
    same = {"membership_id": membership.pk}
    if task := sent_before(Coordination, id, begun_by=by, **same):
        return ChangedNetwork(membership, task, Difference())
    if proposal := sent_before(CoordinationProposal, id, asked_by=by, **same):
        return ChangedNetwork(membership, None, Difference(), proposal)
    return None


def _hers_to_answer(proposal_id: UUID, by: User, now: datetime) -> tuple[Admitted, Any, Any]:
    """The proposal as it is once the pregnancy is locked, and the member who was asked."""
    found = proposal_of(proposal_id)
    if found is None:
        raise _no_such()
    try:
        admitted = admit(by, found.episode_id, now, act="write")
    except NotThere:
        raise _no_such() from None
    membership = membership_of(found.membership_id)
    if membership is None or membership.user_id not in (None, by.pk):
        raise Refusal("proposal", "this is hers to answer", "Wait for her, or ask another member")
    if membership.user_id is None:
        admitted.need("network", act="write")
    return admitted, proposal_of(proposal_id), membership


def _no_such() -> NotThere:
    return NotThere("proposal", "there is no such question for you", "Ask who asked you")
