"""The board of a country: births and hours that are coming by province, from what the record and planners know.

In go counts by day and place; out come figures of places that have enough families to be told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from ...kernel.errors import Refusal
from ...kernel.working_days import Holidays
from ...planning.pool.expecting import GestationTable
from ..births.calibrating import LEAST_HISTORY_DAYS
from ..births.card import BirthsCard
from ..births.due_dates import DueDates, SaidDue
from ..births.forecast import Forecast, forecast_births
from ..births.history import History
from .document import Away, Capacity, Profile, Region
from .places import ELSEWHERE, enough, told_apart, untold
from .report import capacity_report

DAYS = 84  # twelve weeks
MOST_HISTORY = 1_100  # days: three years
LEAST_ASKED = 5  # of fewer families who asked, their share is not told

PlaceOf = Callable[[str], str]
Values = Mapping[str, float]


class Hours(NamedTuple):
    """Contract hours a week of the carers who set out from a postcode."""

    postcode: str
    hours_a_week: float


class AwayHours(NamedTuple):
    """Hours that fall out there on each of these days."""

    postcode: str
    first: date
    last: date
    hours_a_day: float


class Known(NamedTuple):
    """due, born: a date and a postcode for each family. asked: of those whose child came in the last twelve weeks, how
    many asked somebody here for care."""

    today: date
    due: tuple[tuple[date, str], ...]
    born: tuple[tuple[date, str], ...]
    hours: tuple[Hours, ...]
    away: tuple[AwayHours, ...]
    asked: int


class Rules(NamedTuple):
    """What a country's pack says."""

    holidays: Holidays
    births: BirthsCard
    tables: Mapping[bool | None, GestationTable]


class Board(NamedTuple):
    """report: hours by province and day, and alarms. births: of a province in twelve weeks. hours: contract hours a
    week. forecast: by province; '' is all together. families: how many families each figure rests on."""

    report: dict[str, Any] | None
    forecast: Forecast
    births: Mapping[str, float]
    hours: Mapping[str, float]
    families: Mapping[str, int]


def families_by(known: Known, place_of: PlaceOf) -> Counter[str]:
    """Families whose child is due in the next twelve weeks, or came in the last."""
    span = timedelta(days=DAYS)
    found: Counter[str] = Counter()
    for day, postcode in (*known.due, *known.born):
        if known.today - span <= day < known.today + span:
            found[place_of(postcode)] += 1
    return found


def asked_share(known: Known) -> float | None:
    """Of the families whose child came in the last twelve weeks, which part asked for care; None if too few did."""
    since = known.today - timedelta(days=DAYS)
    many = sum(since <= day < known.today for day, _ in known.born)
    return known.asked / many if many and known.asked >= LEAST_ASKED else None


def board_of(known: Known, province_of: PlaceOf, values: Values, rules: Rules) -> Board:
    """Twelve weeks from today on. Raises Refusal where the record knows too little to forecast anything."""
    families = families_by(known, province_of)
    if not enough(families):
        raise Refusal(
            "", "the record has too few families to tell anything of them", "Look again when there are more"
        )
    told = told_apart(families)
    history = _history(known, lambda postcode: told.get(province_of(postcode), ELSEWHERE))
    due = tuple(
        SaidDue(due_date=day, municipality=_area(told.get(province_of(postcode), ELSEWHERE)))
        for day, postcode in known.due
    )
    forecast = forecast_births(
        history,
        DueDates(due=due),
        start=known.today,
        days=DAYS,
        holidays=rules.holidays,
        card=rules.births,
        tables=rules.tables,
    )
    hours: Counter[str] = Counter()
    for each in known.hours:
        hours[told.get(province_of(each.postcode), ELSEWHERE)] += each.hours_a_week  # type: ignore[assignment]
    regions = tuple(
        _region(name, known, values, hours[name], lambda postcode: told.get(province_of(postcode), ELSEWHERE))
        for name in sorted(set(told.values()) - {ELSEWHERE})
        if hours[name]
    )
    capacity = regions and Capacity(
        taking_care=values["taking_care"], profiles=_profiles(values), regions=regions
    )
    return Board(
        capacity_report(capacity, forecast, history) if capacity else None,
        forecast,
        {
            area: sum(each.expected for each in days)
            for area, days in forecast.areas.items()
            if area and not (area == _area(ELSEWHERE) and untold(families))
        },
        hours,
        families,
    )


def births_by(board: Board, known: Known, place_of: PlaceOf, province_of: PlaceOf) -> dict[str, float]:
    """Births expected in twelve weeks at each place that is told apart: its province's, by the families of each."""
    families = families_by(known, place_of)
    told = told_apart(families)
    inside = families_by(known, province_of)
    names = told_apart(inside)
    weights: Counter[str] = Counter()
    for postcode, number in families_by(known, lambda postcode: postcode).items():
        area = _area(names.get(province_of(postcode), ELSEWHERE))
        of_area = sum(many for name, many in inside.items() if _area(names[name]) == area)
        share = board.births.get(area, 0.0) * number / of_area
        weights[told[place_of(postcode)]] += share  # type: ignore[assignment]
    if untold(families):
        weights.pop(ELSEWHERE, None)
    return dict(weights)


def _area(name: str) -> str:
    """The empty name is the whole of a forecast; what is told together has one of its own there."""
    return name or "elsewhere"


def _history(known: Known, name_of: PlaceOf) -> History:
    first = max(
        min((day for day, _ in known.born), default=known.today), known.today - timedelta(days=MOST_HISTORY)
    )
    length = (known.today - first).days
    if length < LEAST_HISTORY_DAYS:
        raise Refusal(
            "",
            "a forecast needs births of %(least)s days, and the record has them of %(days)s",
            "Look again when there are more",
            least=LEAST_HISTORY_DAYS,
            days=length,
        )
    areas = {_area(name_of(postcode)): np.zeros(length) for _, postcode in (*known.born, *known.due)}
    for day, postcode in known.born:
        if first <= day < known.today:
            areas[_area(name_of(postcode))][(day - first).days] += 1
    return History(first, np.sum(list(areas.values()), axis=0), np.ones(length, dtype=bool), areas)


def _region(name: str, known: Known, values: Values, hours: float, name_of: PlaceOf) -> Region:
    away = tuple(
        Away(first=each.first, last=each.last, hours_a_day=each.hours_a_day)
        for each in known.away
        if name_of(each.postcode) == name
    )
    return Region(
        name=name,
        municipalities=(_area(name),),
        contract_hours_a_week=hours,
        deployable=values["deployable"],
        away=away,
    )


def _profiles(values: Values) -> tuple[Profile, ...]:
    """Hours spread evenly over the days of care, which begin when she is home; the least is the minimum profile's."""
    basic = 1 - values["minimum_share"] - values["tailored_share"]
    if basic < 0:
        raise Refusal("minimum_share", "the shares are more than 1 together", "Lower one of them")
    before, days = round(values["stay_days"]), round(values["care_days"])

    def spread(hours: float) -> tuple[float, ...]:
        return (*(0.0 for _ in range(before)), *(hours / days for _ in range(days)))

    least = min(values["minimum_hours"], values["basic_hours"], values["tailored_hours"])
    shares = {"minimum": values["minimum_share"], "basic": basic, "tailored": values["tailored_share"]}
    return tuple(
        Profile(
            name=name,
            share=share,
            hours_by_day=spread(values[f"{name}_hours"]),
            least_by_day=spread(least),
        )
        for name, share in shares.items()
    )
