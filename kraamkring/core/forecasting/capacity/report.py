"""The answer of a forecast of hours: every region and day, and the alarms, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...kernel.errors import ImpossibleFact
from ..births.forecast import Forecast
from ..births.history import History
from ..births.numbers import Real
from .alarms import alarms, capacity_days
from .document import Capacity, Region
from .hours import HoursAhead, Scatter, hours_ahead

FORMAT = "kraamkring.capacity/1"
RUNS = 1000
SEED = 1


def capacity_report(capacity: Capacity, forecast: Forecast, history: History) -> dict[str, Any]:
    """As JSON values. The forecast begins on the day after the history. Raises ImpossibleFact for an unknown place."""
    found = [_ahead(capacity, region, forecast, history) for region in capacity.regions]
    calls = [
        alarm for each in found for alarm in alarms(each, [other for other in found if other is not each])
    ]
    return {
        "format": FORMAT,
        "from": found[0].start.isoformat(),
        "days": len(found[0].there),
        "alarms": sorted(calls, key=lambda alarm: (alarm["lead_time_days"], alarm["region"])),
        "regions": [{"region": each.region.name, "by_day": capacity_days(each)} for each in found],
        "reviewed": False,
    }


def _ahead(capacity: Capacity, region: Region, forecast: Forecast, history: History) -> HoursAhead:
    places = region.municipalities or ("",)
    for place in region.municipalities:
        if place not in history.areas:
            raise ImpossibleFact("regions", "a municipality is not in the history", "Write it as it is there")
    days = [forecast.areas[place] for place in places]
    births: Sequence[Real] = [history.areas[place] for place in region.municipalities] or [history.births]
    longest = max(len(profile.hours_by_day) for profile in capacity.profiles) - 1
    calibration = forecast.calibration
    return hours_ahead(
        capacity,
        region,
        start=days[0][0].day,
        born=[float(each) for each in np.sum(births, axis=0)[max(len(history.births) - longest, 0) :]],
        expected=[sum(each.expected for each in same) for same in zip(*days, strict=True)],
        scatter=Scatter(max(calibration.dispersion - calibration.drift, 0.0), calibration.drift),
        runs=RUNS,
        seed=SEED,
    )
