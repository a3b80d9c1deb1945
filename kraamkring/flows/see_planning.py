"""Who plans looks at a stretch of days: lanes of carers, what has nobody, what is proposed, and what binds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import one_person_each
from kraamkring.rooms.planner.facts import Period, Rows
from kraamkring.rooms.planner.models import CareDay, Run, Shift
from kraamkring.rooms.planner.models.plans import PROMISED
from kraamkring.rooms.planner.queries import last_run

from . import transaction
from .plan_week import USUAL_DAYS
from .planning import admit_planner, note_look, read_shown, shown_to

MOST_BACK = timedelta(days=60)  # what is longer ago is history, and stands with each family
MOST_AHEAD = timedelta(days=60)


class Standing(NamedTuple):
    """One family-day: the care it needs (None: none any more), what is promised, what is proposed beside it."""

    episode_id: UUID
    day: date
    care: CareDay | None
    promise: Shift | None
    proposal: Shift | None

    @property
    def now(self) -> Shift | None:
        """What holds if every proposal is agreed with."""
        return self.proposal or self.promise


class SeenPlanning(NamedTuple):
    """mothers: of the families that the reader may see, by pregnancy; of others only hours are shown. run: the last
    one, and whether it is still searching."""

    organisation: Organisation
    zone: ZoneInfo
    today: date
    period: Period
    rows: Rows
    standing: tuple[Standing, ...]
    mothers: Mapping[UUID, Person]
    requests: Mapping[UUID, UUID]
    run: Run | None


@transaction.atomic
def see_planning(
    *, by: User, now: datetime, first_day: date | None = None, days: int = USUAL_DAYS
) -> SeenPlanning:
    """The days from the first on (today, if none is asked for). The same number of queries for ten carers and for five
    hundred. Raises NotAllowed to who does not plan."""
    office = admit_planner(by)
    zone = zone_of(office.organisation.region)
    today = local_day(now, zone)
    first = min(max(first_day or today, today - MOST_BACK), today + MOST_AHEAD)
    period = Period(first, days)
    rows = read_shown(office.organisation, period)
    episodes = [each.episode for each in rows.requests]
    shown = shown_to(office, episodes, now)
    people = one_person_each(each.mother for each in episodes)
    note_look(office, f"planning:{len(shown)}", now)
    return SeenPlanning(
        organisation=office.organisation,
        zone=zone,
        today=today,
        period=period,
        rows=rows,
        standing=standing_of(rows),
        mothers={each.pk: people[each.mother_id] for each in episodes if each.pk in shown},
        requests={each.episode_id: each.pk for each in rows.requests},
        run=last_run(office.organisation),
    )


def standing_of(rows: Rows) -> tuple[Standing, ...]:
    """Every family-day of which something is needed, promised or proposed, by day."""
    care = {(each.day, each.episode_id.int): each for each in rows.care_days}
    promised: dict[tuple[date, int], Shift] = {}
    proposed: dict[tuple[date, int], Shift] = {}
    for each in rows.shifts:
        (promised if each.state in PROMISED else proposed)[each.day, each.episode_id.int] = each
    return tuple(
        Standing(
            (care.get(key) or promised.get(key) or proposed[key]).episode_id,
            key[0],
            care.get(key),
            promised.get(key),
            proposed.get(key),
        )
        for key in sorted({*care, *promised, *proposed})
    )
