"""Somebody writes an entry by hand: whatever it is, what belongs to it happens too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Move, Screening, ScreeningResult, Waiver
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.queries import any_locked_episode
from kraamkring.rooms.record.kinds import Value
from kraamkring.rooms.record.models import Entry

from . import transaction
from .move_to_region import move_to_region
from .record_fact import record_fact
from .record_screening import record_screening
from .telling import tell


@transaction.atomic
def write_in_record(
    *,
    episode_id: UUID,
    kind: str,
    value: Value,
    id: UUID,
    by: User,
    now: datetime,
    source: str = Entry.Source.PERSON,
) -> Entry:
    """The entry. A screening is followed as one, a move as one, and whoever goes without care that was promised is
    told. id: of the form; sending it again changes nothing. Raises what `record_fact`, `record_screening` and
    `move_to_region` raise."""
    if isinstance(value, Screening | ScreeningResult) and source == Entry.Source.PERSON:
        return record_screening(episode_id=episode_id, what=value, id=id, by=by, now=now).entries[0]
    if isinstance(value, Move) and source == Entry.Source.PERSON:
        return move_to_region(episode_id=episode_id, to=value.to, on=value.on, by=by, now=now, id=id).entry
    entry = record_fact(
        episode_id=episode_id, value=value, kind=kind, id=id, by=by, now=now, source=source
    ).entry
    if isinstance(value, Waiver):
        _tell_of_waiver(entry, by, now)
    return entry


def _tell_of_waiver(entry: Entry, by: User, now: datetime) -> None:
    """Everyone concerned hears that the plan is another now, as when one activity is waived on the plan."""
    if episode := any_locked_episode(entry.episode_id):
        tell(
            episode=episode,
            what="plan_changed",
            because=entry.pk,
            template="plan_changed",
            by=by,
            now=now,
            link="plan",
        )
