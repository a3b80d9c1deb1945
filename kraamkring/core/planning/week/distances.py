"""How long everybody drives to everybody, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from .model import Carer, Family, WeekProblem

HAIR = 1e-6


def minutes_table(problem: WeekProblem) -> npt.NDArray[np.int64]:
    """[family, carer] minutes one way: exactly those of Travel.minutes, which is asked wherever rounding is close."""
    travel = problem.rules.travel
    home, base = _places(problem.families), _places(problem.carers)
    away = np.hypot(home[:, :1] - base[:, 0], home[:, 1:] - base[:, 1])
    exact = away * travel.detour / travel.km_an_hour * 60 + travel.minutes_to_park
    found = np.rint(exact).astype(np.int64)
    for at, carer in np.argwhere(np.abs(exact - np.floor(exact) - 1 / 2) < HAIR):
        found[at, carer] = problem.minutes(problem.carers[carer], problem.families[at])
    return found


def able_table(problem: WeekProblem) -> npt.NDArray[np.bool_]:
    """[family, carer] whether she may come at all."""
    number = {carer.id: at for at, carer in enumerate(problem.carers)}
    skilled = {
        needs: np.array([needs <= carer.skills for carer in problem.carers], dtype=np.bool_)
        for needs in {family.needs for family in problem.families}
    }
    found = np.zeros((len(problem.families), len(problem.carers)), dtype=np.bool_)
    for at, family in enumerate(problem.families):
        found[at] = skilled[family.needs]
        found[at, [number[each] for each in family.not_by if each in number]] = False
    return found


def _places(people: Sequence[Family | Carer]) -> npt.NDArray[np.float64]:
    flat = np.fromiter(chain.from_iterable(each.place for each in people), dtype=np.float64)
    return flat.reshape(len(people), 2)
