"""Days on which a region is likely to run short, how long before, and what would close the gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..births.numbers import Real
from .hours import HoursAhead

ALARM_CHANCE = 0.5  # ours, not verified: a day counts as short where it is likelier than not
ALARM_DAYS = 2  # ours, not verified: one day can be bridged, two in a row are an alarm
PLANNED_FOR = 0.8  # ours, not verified: what is asked for closes the gap in four of five cases
FINER = 0.01
LEVELS = {"low_95": 0.025, "low_80": 0.1, "median": 0.5, "high_80": 0.9, "high_95": 0.975}


def capacity_days(ahead: HoursAhead) -> list[dict[str, Any]]:
    """Of each day the hours needed with intervals, those there, the gap (below nothing: too few), and its chance."""
    quantiles = {name: np.quantile(ahead.needed, level, axis=0) for name, level in LEVELS.items()}
    chance = ahead.chance_short
    return [
        {
            "date": _day(ahead, at),
            "needed": {name: round(float(each[at]), 1) for name, each in quantiles.items()},
            "there": round(float(there), 1),
            "gap": round(float(there - quantiles["median"][at]), 1),
            "chance_of_a_shortage": round(float(chance[at]), 4),
        }
        for at, there in enumerate(ahead.there)
    ]


def alarms(ahead: HoursAhead, others: Sequence[HoursAhead]) -> list[dict[str, Any]]:
    """One for each stretch of days that is likely to be short, with its lead time and three ways to close it.

    Each way is reckoned alone: `closes` is the chance that it leaves no day of the stretch short.
    """
    short = ahead.chance_short >= ALARM_CHANCE
    found = []
    for first, last in _stretches(short):
        if last - first + 1 < ALARM_DAYS:
            continue
        days = slice(first, last + 1)
        lacking = np.maximum(ahead.needed[:, days] - ahead.there[days], 0.0)
        planned = _enough(lacking)
        saved = ahead.needed[:, days] - ahead.least[:, days]
        spare = np.zeros(last - first + 1)
        for other in others:
            spare += np.maximum(other.there - np.quantile(other.needed, PLANNED_FOR, axis=0), 0.0)[days]
        found.append(
            {
                "region": ahead.region.name,
                "first": _day(ahead, first),
                "last": _day(ahead, last),
                "lead_time_days": first,
                "hours_short": round(float(np.median(lacking.sum(axis=1))), 1),
                "would_close_it": {
                    "more_hours": {
                        "hours": round(float(planned.sum()), 1),
                        "most_on_a_day": round(float(planned.max()), 1),
                        "closes": _closes(lacking - planned),
                    },
                    "least_hours_for_all": {
                        "hours": round(float(np.median(saved.sum(axis=1))), 1),
                        "closes": _closes(lacking - saved),
                    },
                    "help_from_other_regions": {
                        "hours": round(float(np.minimum(spare, planned).sum()), 1),
                        "closes": _closes(lacking - spare),
                    },
                },
            }
        )
    return found


def _enough(lacking: Real) -> Real:
    """Hours of each day that leave no day of the stretch short as often as is planned for."""
    for level in np.arange(PLANNED_FOR, 1, FINER):
        hours = np.quantile(lacking, level, axis=0)
        if _closes(lacking - hours) >= PLANNED_FOR:
            break
    else:
        hours = lacking.max(axis=0)
    found: Real = hours
    return found


def _closes(left: Any) -> float:
    return round(float((left <= 0).all(axis=1).mean()), 4)


def _stretches(flags: Any) -> list[tuple[int, int]]:
    """First and last of each run of days that are marked."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(int), [0]))))
    return [(int(edges[at]), int(edges[at + 1]) - 1) for at in range(0, len(edges), 2)]


def _day(ahead: HoursAhead, at: int) -> str:
    return str(np.datetime64(ahead.start, "D") + at)
