"""How much presses in one family: what is due, by its weight and by how late it is. It puts a day in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from .cards import Obligation
from .states import Activity

# Our choice, checked by nobody yet: what must be done weighs three times what would be good.
WEIGHTS: Mapping[Obligation, int] = {"required": 3, "recommended": 2, "ideal": 1, "proposed": 1}
NOT_ARRANGED = ("open", "at_risk", "gap")
_DAY = timedelta(days=1)


def pressing(activities: Iterable[Activity], at: datetime) -> float:
    """The sum, over what is still to be done, of its weight times one and the days since it was aimed at; what is
    aimed at later counts by its weight alone."""
    return sum(_presses(each, at) for each in activities if each.state in NOT_ARRANGED)


def _presses(activity: Activity, at: datetime) -> float:
    late = max((at - activity.promise.window.target) / _DAY, 0.0)
    return WEIGHTS[activity.promise.obligation] * (1 + late)
