"""Who guards the log of an organisation asks who looked at whom. That is looked at too: each question leaves a row."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import SYSTEMS, TABLE, may_account
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.accounts.queries import people_of
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import Sought, events_of_house
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import one_person_each

from . import transaction

ACCOUNTABILITY = "accountability"  # purpose and ground
ON_A_PAGE = 100
MOST_EXPORTED = 10_000  # rows in one file; a longer one is asked for in parts
MOST_PEOPLE = 500


class SeenLog(NamedTuple):
    """events: newest first. mothers: by the id of the pregnancy, only of those that her organisation registered. more:
    whether there are others."""

    events: list[AuditEvent]
    mothers: dict[UUID, Person]
    more: bool


def who_works_there(*, by: User) -> list[User]:
    """The people of her organisation, to choose from. Raises NotAllowed to whoever does not guard its log."""
    house = _house(by)
    professions = (
        frozenset(TABLE) | frozenset(SYSTEMS) | {"planner", "administrator", "privacy_officer", "governor"}
    )
    return sorted(
        people_of(house, professions=professions, most=MOST_PEOPLE), key=lambda user: (user.name, user.pk)
    )


@transaction.atomic
def see_log(
    *, sought: Sought, by: User, now: datetime, page: int = 1, export: bool = False, reason: str = ""
) -> SeenLog:
    """What was looked at, written and refused: in the families that her organisation registered, and by those who work
    there; with names of the first alone. Raises NotAllowed to whoever does not guard a log."""
    house = _house(by)
    size = MOST_EXPORTED if export else ON_A_PAGE
    first = 0 if export else (page - 1) * size
    found = list(events_of_house(house.pk, sought)[first : first + size + 1])
    events = found[:size]
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.READ,
        what=f"privacy:{'export' if export else 'looks'}",
        purpose=ACCOUNTABILITY,
        ground=ACCOUNTABILITY,
        reason=reason,
    )
    episodes = {each.episode_id: each.episode for each in events if each.episode is not None}
    hers = {pk: each for pk, each in episodes.items() if each.organisation_id == house.pk}
    persons = one_person_each([each.mother for each in hers.values()])
    mothers = {pk: persons[each.mother_id] for pk, each in hers.items() if pk is not None}
    return SeenLog(events, mothers, len(found) > size)


def _house(by: User) -> Organisation:
    if not may_account(by.profession) or by.organisation is None:
        raise NotAllowed(
            "", "only who guards the log of an organisation sees this page", "Ask an administrator"
        )
    return by.organisation
