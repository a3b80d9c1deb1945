"""What came from a device and could not be taken up: who sees it, what a person decides, and how its author learns
of that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import Act, Asked, Standing, decide
from kraamkring.core.access.table import MODULES
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.devices.actions import lock_device, settle
from kraamkring.rooms.devices.models import Received, Settlement
from kraamkring.rooms.devices.queries import (
    decided_about,
    received_as,
    settled_as,
    waiting_about,
    waiting_from,
)
from kraamkring.rooms.network.facts import standing_of, standing_of_each
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import admit
from .receive import as_it_stands, taken
from .taking import KINDS

MOST = 200  # of one page


class Waits(NamedTuple):
    """Something that waits. episode: None where this reader has nothing to do with the family, if there is one; then
    she can only let rest what she wrote herself. may_take: whether she may write it into the record now."""

    received: Received
    episode: PregnancyEpisode | None
    may_take: bool


class Quarantine(NamedTuple):
    """mine: what she wrote herself; others: what others wrote in families where she coordinates, or may write that
    part."""

    mine: tuple[Waits, ...]
    others: tuple[Waits, ...]


@transaction.atomic
def see_quarantine(*, by: User, now: datetime) -> Quarantine:
    """Everything that waits for her. One audit row for each family whose words she reads that are not her own."""
    scope = episodes_of(by, now)
    rows = {row.pk: row for row in (*waiting_from(by), *waiting_about(scope, MOST))}
    about = {row.family for row in rows.values()}
    episodes = {each.pk: each for each in scope.filter(pk__in=about).select_related("mother")}
    standing = standing_of_each(by, Networks(list(episodes.values())))
    found = [_waits(row, episodes, standing, now) for row in rows.values()]
    mine = tuple(each for each in found if each.received.device.user_id == by.pk)
    others = tuple(each for each in found if each.received.device.user_id != by.pk and each.may_take)
    for episode in {each.episode.pk: each.episode for each in others if each.episode}.values():
        record_event(
            by=by, now=now, action=AuditEvent.Action.READ, what="quarantine", episode_id=episode.pk,
            person_id=episode.mother_id,
        )  # fmt: skip
    return Quarantine(mine, others)


def _waits(
    row: Received, episodes: dict[UUID, PregnancyEpisode], standing: dict[UUID, Standing], now: datetime
) -> Waits:
    episode = episodes.get(row.family)
    return Waits(row, episode, episode is not None and _may(row, standing[row.family], now))


def _may(row: Received, standing: Standing, now: datetime, act: Act = "write") -> bool:
    """Whether she may write that part; of what nobody can place, whether she coordinates."""
    named = next((module for module in MODULES if module == row.module), None)
    if named is not None:
        return decide(Asked(module=named, act=act, at=now), standing).allowed
    return any(
        each.role == "coordinator"
        and each.since is not None
        and each.since <= now
        and (each.until is None or now < each.until)
        for each in standing.relations
    )


class Decided(NamedTuple):
    """What was decided about something that waited. by, reason: empty where she has no part in the family now and did
    not decide it herself."""

    received: Received
    what: str
    by: str
    reason: str


@transaction.atomic
def see_decisions(
    *, device_id: UUID, items: Collection[UUID], by: User, now: datetime
) -> tuple[Decided, ...]:
    """Of what a device of hers shows as waiting, what a person decided since. One audit row for each family of which
    she reads a reason that is not her own."""
    rows = decided_about(device_id, items, by)
    if not rows:
        return ()
    here = {each.pk: each for each in episodes_of(by, now).filter(pk__in={row.family for row in rows})}
    told = [_decided(row, by, row.family in here) for row in rows]
    read = {each.received.family for each in told if each.reason and each.received.settlement.by_id != by.pk}
    for family in sorted(read):
        record_event(
            by=by, now=now, action=AuditEvent.Action.READ, what="quarantine", episode_id=family,
            person_id=here[family].mother_id,
        )  # fmt: skip
    return tuple(told)


def _decided(row: Received, by: User, in_care: bool) -> Decided:
    settled = row.settlement
    if not in_care and settled.by_id != by.pk:
        return Decided(row, settled.what, "", "")
    return Decided(row, settled.what, settled.by.name, settled.reason)


@transaction.atomic
def take_up(*, received_id: UUID, by: User, now: datetime, id: UUID) -> Settlement:
    """Writes it into the record through the flow of its kind, by who decides, as said by its author at her time. Asked
    again with the same id, it is the same decision.

    Raises NotThere if it is not there for her; what that flow raises; Refusal if another decided before, or if this
    server cannot write such a thing.
    """
    row, before = _locked(received_id, id, by, now)
    if before is not None:
        return before
    if row.kind not in KINDS or row.why == "unreadable":
        raise Refusal(
            "", "this server cannot write it into the record", "Write it by hand, and let this rest"
        )
    mine = row.device.user_id == by.pk
    admitted = admit(by, row.family, now, act="write")
    KINDS[row.kind].write(
        as_it_stands(row.body), taken(row.device, row, "" if mine else row.device.user.name), by, now
    )
    return settle(
        received=row,
        what=Settlement.What.TAKEN_UP,
        reason="",
        episode_id=admitted.episode.pk,
        by=by,
        now=now,
        id=id,
    )


@transaction.atomic
def let_rest(*, received_id: UUID, reason: str, by: User, now: datetime, id: UUID) -> Settlement:
    """It is not written into the record, for a reason; it stays readable with it. Raises NotThere if it is not there
    for her; Refusal without a reason, or if another decided before."""
    row, before = _locked(received_id, id, by, now)
    if before is not None:
        return before
    there = episodes_of(by, now).filter(pk=row.family).exists()
    return settle(
        received=row,
        what=Settlement.What.RESTS,
        reason=reason,
        episode_id=row.family if there else None,
        by=by,
        now=now,
        id=id,
    )


def _locked(received_id: UUID, id: UUID, by: User, now: datetime) -> tuple[Received, Settlement | None]:
    """What waits, with its device locked so that nobody else decides meanwhile; and her own decision, if this is the
    second time she sends it."""
    row = received_as(received_id)
    if row is None or not _is_hers(row, by, now):
        raise NotThere(
            "received", "there is nothing of that name that waits for you", "Look at the list again"
        )
    lock_device(row.device_id)
    settled = settled_as(row)
    if settled is not None and settled.pk != id:
        raise Refusal("", "somebody decided about this before you", "Look at the list again")
    return row, settled


def _is_hers(row: Received, by: User, now: datetime) -> bool:
    if row.outcome != Received.Outcome.QUARANTINED:
        return False
    if row.device.user_id == by.pk:
        return True
    episode = episodes_of(by, now).filter(pk=row.family).first()
    if episode is None:
        return False
    return _may(row, standing_of(by, episode), now)
