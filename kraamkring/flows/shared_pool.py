"""Organisations share births: one asks, another accepts, each may leave; each promises its own carers (ADR 0712)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.accounts.queries import organisations_of, people_of
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner.actions import in_turn
from kraamkring.rooms.planner.models import PoolMember
from kraamkring.rooms.planner.pools import (
    accept_pool,
    changed_since,
    invitations_of,
    invite_into_pool,
    leave_pool,
    make_pool,
    members_of,
    membership_of,
    pool_in_turn,
    pool_member,
)

from . import transaction
from .planning import PLANNER, Office, admit_planner
from .telling_colleagues import tell_colleague

MOST_MEMBERS = 12  # organisations: more would share a region that no carer crosses within the hour
MOST_PLANNERS = 20  # told, of one organisation


class Sharing(NamedTuple):
    """pool_id: None where births are not shared; member_of: the pool, also if nobody else is in it any more. houses:
    those whose carers and births count together, at least her own. members: of the pool, also those who have not
    answered. asked: pools that she may say yes or no to. others: whom she may ask. stale: the last roster was asked for
    before somebody came or left."""

    pool_id: UUID | None
    houses: Sequence[Organisation]
    members: Sequence[PoolMember]
    asked: Sequence[PoolMember]
    others: Sequence[Organisation]
    member_of: UUID | None = None
    stale: bool = False

    def since(self, pool_id: UUID | None, at: datetime) -> Sharing:
        """The same, with whether a roster of that moment still holds."""
        other = pool_id != self.pool_id
        return self._replace(stale=other or (pool_id is not None and changed_since(pool_id, at)))


def sharing_of(house: Organisation) -> Sharing:
    """With whom this organisation shares births now: four queries at most."""
    own = membership_of(house)
    members = members_of(own.pool_id) if own else []
    asked = invitations_of(house)
    here = {each.organisation_id for each in members} | {house.pk}
    others = [each for each in organisations_of(house.kind, house.region) if each.pk not in here]
    houses = [each.organisation for each in members if each.accepted_at is not None]
    pool_id = own.pool_id if own else None
    if len(houses) < 2:
        return Sharing(None, [house], members, asked, others, pool_id)
    return Sharing(pool_id, houses, members, asked, others, pool_id)


def ask_to_share(*, organisation_id: UUID, by: User, now: datetime, id: UUID) -> PoolMember:
    """Another organisation of the same kind and region is asked to share births; who plans there hears that there is
    news. Sent again, it is asked once. Raises NotThere for another, Refusal if it was asked, or if there are enough."""
    with transaction.atomic():
        office = admit_planner(by)
        house = office.organisation
        in_turn(house.pk)
        if again := sent_before(PoolMember, id, organisation_id=organisation_id):
            return again
        other = next(
            (each for each in organisations_of(house.kind, house.region) if each.pk == organisation_id), None
        )
        if other is None or other.pk == house.pk:
            raise NotThere("organisation", "there is no such organisation for you", "Choose one of the list")
        own = membership_of(house)
        pool = (
            own.pool
            if own
            else make_pool(
                organisation=house, by=by, now=now, id=uuid5(id, "pool"), member_id=uuid5(id, "own")
            )
        )
        pool_in_turn(pool.pk)
        members = members_of(pool.pk)
        if any(each.organisation_id == other.pk for each in members):
            raise Refusal("organisation", "it was asked already", "Wait for its answer")
        if len(members) >= MOST_MEMBERS:
            raise Refusal("organisation", "so many cannot share births", "Share with those who are near")
        row = invite_into_pool(pool=pool, organisation=other, by=by, now=now, id=id)
        tell_planners(other, f"asked:{row.pk}", by, now)
        return row


def answer_to_share(*, member_id: UUID, yes: bool, by: User, now: datetime) -> None:
    """Who plans for the organisation that was asked says yes or no; said again, nothing changes. Raises NotThere to
    others, Refusal while it shares births with others."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        member = _hers(office, member_id)
        pool_in_turn(member.pool_id)
        member = _hers(office, member_id)
        if member.left_at is not None or (yes and member.accepted_at is not None):
            return
        if not yes:
            leave_pool(member=member, by=by, now=now)
        else:
            _leave_own_alone(office, by, now)
            accept_pool(member=member, by=by, now=now)
        _tell_others(member, "yes" if yes else "no", by, now)


def stop_sharing(*, by: User, now: datetime) -> None:
    """Her organisation leaves the pool; what was promised stays. A second time nothing changes."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        own = membership_of(office.organisation)
        if own is None:
            return
        pool_in_turn(own.pool_id)
        leave_pool(member=own, by=by, now=now)
        _tell_others(own, "left", by, now)


def tell_planners(house: Organisation, what: str, by: User, now: datetime) -> None:
    """Whoever plans for this organisation hears, once, that there is news of the pool; never what."""
    for planner in people_of(house, professions=frozenset({PLANNER}), most=MOST_PLANNERS):
        tell_colleague(planner, what=f"pool:{what}", template="pool_news", link="pool", by=by, now=now)


def _leave_own_alone(office: Office, by: User, now: datetime) -> None:
    """A pool in which nobody else is ends; one that is shared must be left first, by a person who says so."""
    own = membership_of(office.organisation)
    if own is None:
        return
    if sum(each.accepted_at is not None for each in members_of(own.pool_id)) > 1:
        raise Refusal("organisation", "you share births with others", "Leave that pool first")
    leave_pool(member=own, by=by, now=now)


def _hers(office: Office, member_id: UUID) -> PoolMember:
    member = pool_member(member_id)
    if member is None or member.organisation_id != office.organisation.pk:
        raise NotThere("member", "there is no such question for you", "Look at the page again")
    return member


def _tell_others(member: PoolMember, what: str, by: User, now: datetime) -> None:
    for each in members_of(member.pool_id):
        if each.organisation_id != member.organisation_id and each.accepted_at is not None:
            tell_planners(each.organisation, f"{what}:{member.pk}", by, now)
