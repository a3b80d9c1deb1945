"""The program of somebody who guards the log of an organisation reads it: as on her page, and looked at as there."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import may_account
from kraamkring.core.exchange.audit_event import TYPE, Looked, Noted
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.flows import transaction
from kraamkring.flows.see_log import ACCOUNTABILITY
from kraamkring.rooms.accounts.models import Organisation
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import Sought, events_of_house

from .reach import Asker, NothingThere


class Page(NamedTuple):
    """Newest first. more: whether older ones follow."""

    rows: tuple[Noted, ...]
    more: bool


@transaction.atomic
def search_log(*, looked: Looked, asker: Asker, now: datetime, after: UUID | None = None) -> Page:
    """What was looked at, written and refused in the families of her organisation and by its people, as far as it fits.
    after: the last row of the page before. Raises NotAllowed to who does not guard a log, or for a key without the
    scope."""
    house = _house(asker, "search")
    sought = Sought(
        actor=looked.agent,
        mother=looked.patient,
        since=looked.since,
        until=looked.until,
        action=looked.action,
        after=after,
    )
    rows = list(events_of_house(house.pk, sought)[: looked.most + 1])
    _note(asker, "privacy:fhir:search", now)
    return Page(tuple(_noted(row, house) for row in rows[: looked.most]), len(rows) > looked.most)


@transaction.atomic
def read_log(*, id: UUID, asker: Asker, now: datetime) -> Noted:
    """One row. Raises NothingThere for one of another house in the same words as for none."""
    house = _house(asker, "read")
    row = events_of_house(house.pk, Sought()).filter(pk=id).first()
    _note(asker, "privacy:fhir:read", now)
    if row is None:
        raise NothingThere
    return _noted(row, house)


def _house(asker: Asker, act: str) -> Organisation:
    user = asker.user
    if not may_account(user.profession) or user.organisation is None or asker.patient is not None:
        raise NotAllowed(
            "", "only who guards the log of an organisation sees this page", "Ask an administrator"
        )
    if not asker.scopes.allow(TYPE, act):  # type: ignore[arg-type]
        raise NotAllowed("", "this key does not open the log", "Ask for one that does")
    return user.organisation


def _noted(row: AuditEvent, house: Organisation) -> Noted:
    """Whose data it was is said of families of her own house alone."""
    episode = row.episode
    own = episode is not None and episode.organisation_id == house.pk
    return Noted(
        id=row.pk,
        at=row.at,
        action=row.action,
        what=row.what,
        actor=row.actor_id,
        role=row.actor_role,
        purpose=row.purpose,
        reason=row.reason,
        ground=row.ground,
        door=row.door,
        network=row.network,
        mother=episode.mother.stands_for_id if episode is not None and own else None,
        episode=row.episode_id if own else None,
        object=row.object_id if own else None,
        covered=row.covered_id,
    )


def _note(asker: Asker, what: str, now: datetime) -> None:
    record_event(
        by=asker.user,
        now=now,
        action=AuditEvent.Action.READ,
        what=what,
        purpose=ACCOUNTABILITY,
        ground=ACCOUNTABILITY,
    )
