"""The board of births, reckoned from what stands when it is looked at: who counts, and hour by hour who is in time.

A carer who is away by now, or who left the pool, is a hole: she stands on the roster, and no birth is reached by her.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.packs.planning import pool_rules
from kraamkring.rooms.accounts.models import Organisation
from kraamkring.rooms.planner.facts import covers
from kraamkring.rooms.planner.models import Duty, OnCallTerms, PoolRun
from kraamkring.rooms.planner.queries import absences_of, contracts_of

from .pool_as_it_stands import begins_of

Hours = Sequence[tuple[float, int, float]]  # births expected, how many on call, the share in time


class Board(NamedTuple):
    """holes: times on call that count no longer. hours: with what is promised and proposed, without what would go;
    promised: with what is promised only; none of either before a roster was found."""

    holes: frozenset[UUID]
    hours: Hours
    promised: Hours


def board_of(
    run: PoolRun | None,
    houses: Collection[Organisation],
    terms: Collection[OnCallTerms],
    duties: Collection[Duty],
    zone: ZoneInfo,
) -> Board:
    """One query, and one for each organisation. run: whose days these are, if there is one."""
    there = _there(houses, terms, duties, zone)
    standing = [each for each in duties if there(each)]
    holes = frozenset(each.pk for each in duties) - {each.pk for each in standing}
    if run is None or run.reach is None:
        return Board(holes, (), ())
    return Board(
        holes,
        _reckoned(run, (each for each in standing if not each.goes), zone),
        _reckoned(run, (each for each in standing if each.state == "promised"), zone),
    )


def _there(
    houses: Collection[Organisation],
    terms: Collection[OnCallTerms],
    duties: Collection[Duty],
    zone: ZoneInfo,
) -> Callable[[Duty], bool]:
    """Whether somebody can be there: in the pool of her organisation, under contract, and not away."""
    if not duties:
        return lambda _duty: True
    days = {each.pk: _days(each, zone) for each in duties}
    first, last = min(map(min, days.values())), max(map(max, days.values()))
    pool = {(each.organisation_id, each.carer_id) for each in terms}
    hers = {
        (each.organisation_id, each.carer_id): each
        for house in houses
        for each in contracts_of(house, first, last)
    }
    away = absences_of({each.carer_id for each in duties}, first, last)

    def there(duty: Duty) -> bool:
        contract = hers.get((duty.organisation_id, duty.carer_id))
        if contract is None or (duty.organisation_id, duty.carer_id) not in pool:
            return False
        until = contract.last_day or date.max
        return not any(
            not contract.first_day <= day <= until
            or any(covers(row, day) for row in away.get(duty.carer_id, ()))
            for day in days[duty.pk]
        )

    return there


def _days(duty: Duty, zone: ZoneInfo) -> tuple[date, date]:
    """The days on which it begins and ends."""
    last = (duty.until_at - timedelta(seconds=1)).astimezone(zone).date()
    return duty.from_at.astimezone(zone).date(), last


def _reckoned(run: PoolRun, duties: Iterable[Duty], zone: ZoneInfo) -> Hours:
    """By what the worker kept of places and births."""
    from kraamkring.core.planning.pool.hours import Reach, covered
    from kraamkring.core.planning.pool.model import OnCall, PoolProblem

    reach = [Reach(frozenset(carers), tuple(births)) for carers, births in run.reach or ()]
    problem = PoolProblem(run.days, run.first_day.weekday(), (), (), pool_rules().rules())
    begins = begins_of(problem, run.first_day, zone)
    held = [OnCall(begins[each.from_at], str(each.carer_id)) for each in duties if each.from_at in begins]
    return [(each.births, each.on_call, each.reached) for each in covered(problem, reach, held)]
