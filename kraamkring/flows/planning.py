"""The gate of those who plan, and everything that a plan of their organisation follows from.

Who plans sees days, hours, the postcode, skills and languages of families that asked her organisation for care, as far
as the mother has not closed the plan to her; never a reason, and nothing of the record (core.access, `planning`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import Asked, decide, may_plan
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.core.kernel.moments import start_of_day
from kraamkring.packs import zone_of
from kraamkring.packs.planning import pool_rules, practice, week_rules
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.facts import standing_as_colleague
from kraamkring.rooms.network.queries import consents_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import places_of_care
from kraamkring.rooms.planner.facts import Period, Rows
from kraamkring.rooms.planner.on_call import on_call_of, resting_days
from kraamkring.rooms.planner.queries import (
    absences_of,
    came_before,
    care_days_of,
    competences_of,
    contracts_of,
    kept_apart,
    needs_of,
    open_requests,
    shifts_elsewhere,
    shifts_of,
)

PLANNING = "planning"  # purpose
PLANNER = "planner"
AROUND = timedelta(days=practice().days_looked_around)
RULES = week_rules().rules(practice().least_hours)


class Office(NamedTuple):
    """Who plans, and for whom."""

    by: User
    organisation: Organisation


def admit_planner(by: User) -> Office:
    """The organisation that somebody plans for. Raises NotAllowed to anybody else."""
    if not by.is_active or not may_plan(by.profession) or by.organisation is None:
        raise NotAllowed(
            "", "planning is for who plans the carers of an organisation", "Ask an administrator"
        )
    return Office(by, by.organisation)


def note_look(office: Office, what: str, now: datetime, about: PregnancyEpisode | None = None) -> None:
    """The audit row of a look: at one family, which its mother reads, or at many at once."""
    record_event(
        by=office.by,
        now=now,
        action=AuditEvent.Action.READ,
        what=what,
        episode_id=about.pk if about else None,
        person_id=about.mother_id if about else None,
        purpose=PLANNING,
        ground="organisation",
    )


def shown_to(office: Office, episodes: Collection[PregnancyEpisode], now: datetime) -> set[UUID]:
    """Of these families, which asked the organisation, those whose plan she may see: the mother may have closed it."""
    said: dict[UUID, list[object]] = {episode.pk: [] for episode in episodes}
    for word in consents_of(episodes):
        said[word.episode_id].append(word)
    asked = Asked(module="plan", act="read", at=now, purpose=PLANNING)
    return {
        episode.pk
        for episode in episodes
        if decide(asked, standing_as_colleague(PLANNER, office.by, episode, said[episode.pk])).allowed  # type: ignore[arg-type]
    }


def read_shown(organisation: Organisation, period: Period) -> Rows:
    """What of a plan is looked at: the same without what only a search asks. Nine queries, however many there are."""
    requests = open_requests(organisation)
    contracts = contracts_of(organisation, period.first, period.last)
    shifts = shifts_of(organisation, period.first, period.last)
    places = places_of_care([each.episode_id for each in requests])
    carers = [each.carer_id for each in contracts]
    return Rows(
        region=organisation.region,
        requests=requests,
        needs=needs_of([each.pk for each in requests]),
        care_days=care_days_of(organisation, period.first, period.last),
        postcodes={episode_id: place.postcode for episode_id, place in places.items()},
        contracts=contracts,
        absences=absences_of(carers, period.first, period.last),
        competences=competences_of(carers, period.first),
        shifts=shifts,
    )


def read_rows(organisation: Organisation, period: Period) -> Rows:
    """Everything that a plan of these days follows from: fourteen queries, however many there are."""
    requests = open_requests(organisation)
    contracts = contracts_of(organisation, period.first, period.last)
    carers = [each.carer_id for each in contracts]
    shifts = shifts_of(organisation, period.first - AROUND, period.last + AROUND)
    episodes = [each.episode_id for each in requests]
    places = places_of_care(episodes)
    return Rows(
        region=organisation.region,
        requests=requests,
        needs=needs_of([each.pk for each in requests]),
        care_days=care_days_of(organisation, period.first, period.last),
        postcodes={episode_id: place.postcode for episode_id, place in places.items()},
        contracts=contracts,
        absences=absences_of(
            {*carers, *(each.carer_id for each in shifts if each.carer_id)}, period.first, period.last
        ),
        elsewhere=shifts_elsewhere(organisation, carers, period.first, period.last),
        resting=resting_of(
            organisation, {*carers, *(each.carer_id for each in shifts if each.carer_id)}, period
        ),
        competences=competences_of(carers, period.first),
        shifts=[each for each in shifts if period.has(each.day)],
        around=[each for each in shifts if not period.has(each.day)],
        came=came_before(episodes),
        apart=kept_apart(episodes),
    )


def resting_of(organisation: Organisation, carers: Collection[UUID], period: Period) -> dict[UUID, set[date]]:
    """Days on which carers are on call for births, or rest after it as the pack says. One query."""
    zone = zone_of(organisation.region)
    rest = timedelta(hours=pool_rules().least_rest_hours)
    start = start_of_day(period.first, zone)
    duties = on_call_of(carers, start - rest, start + timedelta(days=period.days + 1))
    longest = timedelta(hours=week_rules().most_hours_a_day)
    return resting_days(duties, period.every_day(), zone, practice().day_begins, longest, rest)
