"""Families of an organisation whose care is still to begin, and how likely it begins on each day of a plan.

Who asked and has not given birth is expected by her due date, and by whether it is her first birth; who gave birth and
is not home yet, on the day she is expected home. A planned birth is no fact of the record: it is expected like any
other. Nobody is promised to any of them: a plan keeps room (ADR 0709). A family with a day of care that is certain is
in care, and not expected a second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from kraamkring.core.kernel.moments import local_day
from kraamkring.core.planning.week.expecting import begins_of
from kraamkring.packs import zone_of
from kraamkring.packs.planning import gestation_of_births, practice
from kraamkring.rooms.accounts.models import Organisation
from kraamkring.rooms.planner.facts import Coming, Period
from kraamkring.rooms.planner.models import CareDay
from kraamkring.rooms.planner.queries import expected_days_of, open_requests

from .care_days import Due, due_dates


def births_to_come(organisation: Organisation, period: Period, now: datetime) -> dict[UUID, Coming]:
    """Each family that is expected, by pregnancy; who cannot come in these days is left out. Three queries."""
    days: dict[UUID, list[CareDay]] = defaultdict(list)
    for row in expected_days_of(organisation):
        days[row.episode_id].append(row)
    due = due_dates([each for each in open_requests(organisation) if each.episode_id in days], now)
    today = local_day(now, zone_of(organisation.region))
    found = {}
    for episode_id, own in days.items():
        begins = _begins(due.get(episode_id), own[0].day, period, today, len(own))
        if any(begins):
            found[episode_id] = Coming(begins, len(own), round(sum(each.hours for each in own) / len(own)))
    return found


def room_of(
    coming: Mapping[UUID, Coming], wanted: Mapping[date, int], kept: Mapping[date, int]
) -> dict[str, object]:
    """What a run remembers of the room: how many families are expected to begin, and hours day by day, kept and
    wanted."""
    return {
        "families": round(sum(sum(each.begins) for each in coming.values()), 1),
        "days": [[day.isoformat(), kept.get(day, 0), wanted[day]] for day in sorted(wanted)],
    }


def _begins(due: Due | None, home: date, period: Period, today: date, care_days: int) -> tuple[float, ...]:
    """The chance of each day of the period. due: None once the child is born; home: the day she is expected home.

    A period that begins later than today also has those whose care began before it and is not over: they stand on its
    first day, which counts their last days a little too long."""
    if due is None:
        at = max(period.number(home), 0)
        return tuple(float(number == at) for number in range(period.days))
    ahead = max((period.first - today).days, 0)
    chances = begins_of(
        due.on,
        gestation_of_births().tables(),
        today,
        ahead + period.days,
        first_birth=due.first,
        home_after_days=practice().days_in_hospital,
    )
    earlier = sum(chances[max(ahead - care_days + 1, 0) : ahead])
    return (earlier + chances[ahead], *chances[ahead + 1 :])
