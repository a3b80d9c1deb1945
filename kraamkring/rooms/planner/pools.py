"""Organisations that share births: asked, accepted, left; and who is in a pool now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from kraamkring.rooms.accounts.models import Organisation, User

from .models import PoolMember, SharedPool
from .written import written


def pool_in_turn(pool_id: UUID) -> None:
    """Who comes into a pool and leaves it is written one after another, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"pool:{pool_id}"])


def make_pool(
    *, organisation: Organisation, by: User, now: datetime, id: UUID, member_id: UUID
) -> SharedPool:
    """A pool whose first member is who makes it."""
    pool = SharedPool.objects.create(id=id, made_by=by, made_at=now)
    PoolMember.objects.create(
        id=member_id, pool=pool, organisation=organisation, invited_by=by, invited_at=now, accepted_by=by,
        accepted_at=now,
    )  # fmt: skip
    written("planner:pool_member", member_id, by, now)
    return pool


def invite_into_pool(
    *, pool: SharedPool, organisation: Organisation, by: User, now: datetime, id: UUID
) -> PoolMember:
    """Another organisation is asked to share births."""
    row = PoolMember.objects.create(
        id=id, pool=pool, organisation=organisation, invited_by=by, invited_at=now
    )
    written("planner:pool_member", row.pk, by, now)
    return row


def accept_pool(*, member: PoolMember, by: User, now: datetime) -> None:
    """From now on it shares births."""
    member.accepted_by, member.accepted_at = by, now
    member.save(update_fields=["accepted_by", "accepted_at"])
    written("planner:pool_member", member.pk, by, now)


def leave_pool(*, member: PoolMember, by: User, now: datetime) -> None:
    """From now on it does not share births; or it never will, as it was asked."""
    member.left_by, member.left_at = by, now
    member.save(update_fields=["left_by", "left_at"])
    written("planner:pool_member", member.pk, by, now)


def membership_of(organisation: Organisation) -> PoolMember | None:
    """How this organisation shares births now, if it does."""
    rows = PoolMember.objects.filter(organisation=organisation, accepted_at__isnull=False, left_at=None)
    return rows.select_related("pool").first()


def pool_member(member_id: UUID) -> PoolMember | None:
    """One of a pool; the flow says whose."""
    return PoolMember.objects.filter(pk=member_id).select_related("pool", "organisation").first()


def members_of(pool_id: UUID) -> list[PoolMember]:
    """Who shares births in this pool, and who was asked and has not answered, by name: one query."""
    rows = PoolMember.objects.filter(pool=pool_id, left_at=None).select_related(
        "organisation", "pool", "invited_by"
    )
    return list(rows.order_by("organisation__name", "pk"))


def houses_of(pool_id: UUID) -> list[Organisation]:
    """The organisations that share births in this pool, by name: one query."""
    return [each.organisation for each in members_of(pool_id) if each.accepted_at is not None]


def invitations_of(organisation: Organisation) -> list[PoolMember]:
    """Pools into which this organisation was asked and has not answered, the first first."""
    rows = PoolMember.objects.filter(organisation=organisation, accepted_at=None, left_at=None)
    return list(rows.select_related("pool", "invited_by__organisation").order_by("invited_at", "pk"))


def changed_since(pool_id: UUID, at: datetime) -> bool:
    """Whether an organisation came into this pool, or left it, after a moment."""
    came = PoolMember.objects.filter(pool=pool_id, accepted_at__gt=at)
    left = PoolMember.objects.filter(pool=pool_id, accepted_at__isnull=False, left_at__gt=at)
    return (came | left).exists()


def in_turn_of(organisations: Collection[Organisation]) -> None:
    """The turn of each of these, always in the same order."""
    from .actions import in_turn

    for id in sorted(each.pk for each in organisations):
        in_turn(id)
