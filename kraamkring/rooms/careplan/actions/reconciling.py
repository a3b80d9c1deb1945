"""Writing the difference between what was derived and what is there. Twice the same writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.pathway import Promise
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode, Subject

from ..models import Activity, ActivityChange
from ..promises import COLUMNS, as_columns, as_json

What = ActivityChange.What
NOT_DERIVED = {"code": "corrected", "filling": {}}  # a key that the facts as they are no longer lead to


class Difference(NamedTuple):
    """What was written, by key."""

    promised: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self)


@transaction.atomic
def reconcile(
    *,
    episode: PregnancyEpisode,
    derived: Iterable[Promise],
    there: dict[str, Activity] | None = None,
    subjects: Mapping[str, Subject] | None = None,
    by: User,
    now: datetime,
    because: Sequence[UUID] = (),
) -> Difference:
    """Writes what differs, and why (`because`: the entries that called for it). Nothing is deleted: a key that is no
    longer derived is withdrawn. At most four queries. The caller holds the lock on the episode, and every subject
    of a promise has its slot. there: the activities by key, where they were read already: afterwards those that are
    new are among them, and each is as it stands. subjects: by slot, where they were read already."""
    if subjects is None:
        subjects = {each.slot: each for each in Subject.objects.filter(episode=episode)}
    if there is None:
        there = {row.key: row for row in Activity.objects.filter(episode=episode)}
    wanted = {promise.key: as_columns(promise, subjects[promise.subject].pk) for promise in derived}
    for key, row in there.items():
        if key not in wanted and row.withdrawn is None:
            wanted[key] = {"withdrawn": NOT_DERIVED}
    rows: list[Activity] = []
    changes: list[ActivityChange] = []
    for key, columns in wanted.items():
        row, change = _one(there.get(key), key, columns, episode, now)
        if change is not None:
            there[key] = row
            change.because, change.by = list(because), by
            rows.append(row)
            changes.append(change)
    if changes:
        Activity.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=list(COLUMNS)
        )
        ActivityChange.objects.bulk_create(changes)
    return _difference(changes)


def _one(
    row: Activity | None, key: str, columns: dict[str, Any], episode: PregnancyEpisode, now: datetime
) -> tuple[Activity, ActivityChange | None]:
    """The row as it ought to be, and what changed in it, if anything did."""
    if row is None:
        row = Activity(id=new_id(now), episode=episode, key=key, **columns)
        return row, _change(row, What.PROMISED, {}, columns, now)
    before = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
    if not before:
        return row, None
    after = {name: columns[name] for name in before}
    for name, value in after.items():
        setattr(row, name, value)
    return row, _change(row, _what(before, after), before, after, now)


def _what(before: dict[str, Any], after: dict[str, Any]) -> What:
    if "withdrawn" not in after:
        return What.CHANGED
    if before["withdrawn"] is None:
        return What.WITHDRAWN
    return What.RESTORED if after["withdrawn"] is None else What.CHANGED


def _change(
    row: Activity, what: What, before: dict[str, Any], after: dict[str, Any], now: datetime
) -> ActivityChange:
    return ActivityChange(
        id=new_id(now),
        episode_id=row.episode_id,
        activity=row,
        what=what,
        before=as_json(before),
        after=as_json(after),
        at=now,
    )


def _difference(changes: Sequence[ActivityChange]) -> Difference:
    keys: dict[str, list[str]] = {what: [] for what in What.values}
    for change in changes:
        keys[change.what].append(change.activity.key)
    return Difference(**{what: tuple(sorted(listed)) for what, listed in keys.items()})
