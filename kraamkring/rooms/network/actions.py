"""Writes of this room, each with its audit row. The caller holds the lock on the episode."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kraamkring.core.access import EMERGENCY_LASTS, Module
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, CARE_RELATION, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import (
    BreakGlass,
    Consent,
    Coordination,
    CoordinationProposal,
    Cover,
    CoverStep,
    EmergencyReview,
    Membership,
    MembershipStep,
    ProposalAnswer,
)

EMERGENCY = "emergency"  # purpose and ground
REVIEW = "accountability"  # purpose


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Who is invited: an account, or somebody known by name, organisation, address (e-mail or telephone) and language.
    modules: what she may see, None for what the role sees by default. since, until: from when
    to when, None for now and without end."""

    role: str
    name: str = ""
    user: User | None = None
    organisation_name: str = ""
    address: str = ""
    language: str = ""
    number: str = ""
    modules: Collection[Module] | None = None
    since: datetime | None = None
    until: datetime | None = None


@transaction.atomic
def invite(
    *,
    episode: PregnancyEpisode,
    invited: Invited,
    by: User,
    now: datetime,
    ground: str = CARE_RELATION,
    id: UUID | None = None,
) -> Membership:
    """A new place in the network, not accepted yet. Raises Refusal without a name, or if it ends before it begins."""
    name = invited.name.strip() or (invited.user.name.strip() if invited.user else "")
    since = max(invited.since or now, now)
    if not name:
        raise Refusal("name", "nobody is named", "Give a name")
    if invited.until is not None and invited.until <= since:
        raise Refusal("until", "this ends before it begins", "Give a later end")
    membership = Membership.objects.create(
        id=id or new_id(now),
        episode=episode,
        role=invited.role,
        user=invited.user,
        name=name,
        organisation_name=invited.organisation_name,
        address=invited.address,
        language=invited.language,
        number=invited.number,
        modules=None if invited.modules is None else sorted(invited.modules),
        since=since,
        until=invited.until,
        invited_by=by,
        invited_at=now,
    )
    _audit(membership, by, now, ground=ground)
    return membership


@transaction.atomic
def take_step(
    *,
    membership: Membership,
    what: str,
    by: User,
    now: datetime,
    reason: str = "",
    ground: str = CARE_RELATION,
    id: UUID | None = None,
) -> MembershipStep:
    """Accepted, declined, left or removed. Raises Refusal if that was written already."""
    try:
        with transaction.atomic():
            step = MembershipStep.objects.create(
                id=id or new_id(now),
                episode_id=membership.episode_id,
                membership=membership,
                what=what,
                at=now,
                by=by,
                reason=reason,
            )
    except IntegrityError as error:
        if "accepted_once" in str(error) or "ended_once" in str(error):
            raise Refusal("membership", "this was done already", "Look at the network again") from None
        raise
    _audit(step, by, now, ground=ground)
    return step


@transaction.atomic
def coordinate(
    *,
    membership: Membership,
    intensity: str,
    by: User,
    now: datetime,
    ground: str = CARE_RELATION,
    id: UUID | None = None,
) -> Coordination:
    """The member coordinates from now; whoever did, no longer does. Raises Refusal for an unknown intensity, or if
    somebody else was made coordinator at the same moment."""
    _known(intensity)
    end_coordination(episode_id=membership.episode_id, by=by, now=now)
    try:
        with transaction.atomic():
            task = Coordination.objects.create(
                id=id or new_id(now),
                episode_id=membership.episode_id,
                membership=membership,
                intensity=intensity,
                since=now,
                begun_by=by,
            )
    except IntegrityError as error:
        if "one_coordinator_at_a_time" not in str(error):
            raise
        raise Refusal(
            "coordination", "somebody else coordinates by now", "Look at the network again"
        ) from None
    _audit(task, by, now, ground=ground)
    return task


def end_coordination(*, episode_id: Any, by: User, now: datetime) -> None:
    """Nobody coordinates any more."""
    Coordination.objects.filter(episode_id=episode_id, until=None).update(until=now, ended_by=by)


@transaction.atomic
def ask_to_coordinate(
    *,
    membership: Membership,
    intensity: str,
    instead_of: Coordination | None,
    by: User,
    now: datetime,
    ground: str = CARE_RELATION,
    id: UUID | None = None,
) -> CoordinationProposal:
    """The member is asked; who coordinates goes on until she answers. Raises Refusal for an unknown intensity."""
    _known(intensity)
    proposal = CoordinationProposal.objects.create(
        id=id or new_id(now),
        episode_id=membership.episode_id,
        membership=membership,
        intensity=intensity,
        instead_of=instead_of,
        asked_by=by,
        asked_at=now,
    )
    _audit(proposal, by, now, ground=ground)
    return proposal


@transaction.atomic
def answer_proposal(
    *,
    proposal: CoordinationProposal,
    what: str,
    by: User,
    now: datetime,
    reason: str = "",
    ground: str = CARE_RELATION,
) -> ProposalAnswer:
    """Accepted, declined or withdrawn. Raises Refusal if it was answered already."""
    try:
        with transaction.atomic():
            answer = ProposalAnswer.objects.create(
                id=new_id(now),
                episode_id=proposal.episode_id,
                proposal=proposal,
                what=what,
                at=now,
                by=by,
                reason=reason,
            )
    except IntegrityError as error:
        if "proposal_answered_once" not in str(error):
            raise
        raise Refusal("proposal", "this was answered already", "Look at the network again") from None
    _audit(answer, by, now, ground=ground)
    return answer


def _known(intensity: str) -> None:
    if intensity not in Coordination.Intensity.values:
        raise Refusal(
            "intensity", "there is no such intensity", f"Write {', '.join(Coordination.Intensity.values)}"
        )


@transaction.atomic
def say_consent(
    *,
    episode: PregnancyEpisode,
    module: Module,
    given: bool,
    by: User,
    now: datetime,
    user: User | None = None,
    role: str = "",
    said_by: str = Consent.SaidBy.MOTHER,
    ground: str = CARE_RELATION,
    id: UUID | None = None,
) -> Consent:
    """What she said about a module: to a person, to a role, or to everybody."""
    consent = Consent.objects.create(
        id=id or new_id(now),
        episode=episode,
        module=module,
        user=user,
        role=role,
        given=given,
        said_by=said_by,
        by=by,
        at=now,
    )
    _audit(consent, by, now, ground=ground)
    return consent


@transaction.atomic
def open_in_emergency(
    *, episode: PregnancyEpisode, reason: str, by: User, now: datetime, id: UUID | None = None
) -> BreakGlass:
    """The record is open to this person for a few hours. Raises Refusal without a reason."""
    if not reason.strip():
        raise Refusal("reason", "no reason is given", "Say in a few words what cannot wait")
    broken = BreakGlass.objects.create(
        id=id or new_id(now),
        episode=episode,
        user=by,
        reason=reason,
        at=now,
        expires_at=now + EMERGENCY_LASTS,
    )
    _audit(broken, by, now, purpose=EMERGENCY, reason=reason, ground=EMERGENCY)
    return broken


@transaction.atomic
def review_emergency(
    *, broken: BreakGlass, outcome: str, words: str, by: User, now: datetime, ground: str, id: UUID
) -> EmergencyReview:
    """Somebody else judged it. Raises Refusal without words, for an unknown outcome, or if it was judged already."""
    if outcome not in EmergencyReview.Outcome.values:
        raise Refusal("outcome", "there is no such judgement", "Say whether it was justified")
    if not words.strip():
        raise Refusal("words", "no reason is given", "Say in a few words why")
    try:
        with transaction.atomic():
            review = EmergencyReview.objects.create(
                id=id,
                episode_id=broken.episode_id,
                emergency=broken,
                outcome=outcome,
                words=words,
                by=by,
                at=now,
            )
    except IntegrityError as error:
        if "emergency_reviewed_once" not in str(error):
            raise
        raise Refusal("outcome", "somebody judged this already", "Look at the list again") from None
    _audit(review, by, now, ground=ground, purpose=REVIEW)
    return review


@transaction.atomic
def open_cover(
    *, covered: User, by_whom: User, since: datetime, until: datetime, by: User, now: datetime, id: UUID
) -> Cover:
    """by_whom is asked to do the work of covered."""
    cover = Cover.objects.create(
        id=id, covered=covered, by_whom=by_whom, since=since, until=until, asked_by=by, asked_at=now
    )
    _audit_cover(cover, cover, by, now)
    return cover


@transaction.atomic
def take_cover_step(*, cover: Cover, what: str, by: User, now: datetime) -> CoverStep:
    """Accepted, declined or ended. Raises Refusal if that was written already."""
    try:
        with transaction.atomic():
            step = CoverStep.objects.create(id=new_id(now), cover=cover, what=what, at=now, by=by)
    except IntegrityError as error:
        if "cover_accepted_once" not in str(error) and "cover_ended_once" not in str(error):
            raise
        raise Refusal("cover", "this was done already", "Look at the list again") from None
    _audit_cover(step, cover, by, now)
    return step


def _audit_cover(row: Any, cover: Cover, by: User, now: datetime) -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"network:{row._meta.model_name}",
        object_id=cover.pk,
    )


def _audit(row: Any, by: User, now: datetime, *, ground: str, purpose: str = CARE, reason: str = "") -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"network:{row._meta.model_name}",
        episode_id=row.episode_id,
        object_id=row.pk,
        purpose=purpose,
        reason=reason,
        ground=ground,
    )
