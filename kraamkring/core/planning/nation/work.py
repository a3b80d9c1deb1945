"""The work on one region or one border, as a function that a job or a process of its own can call."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..stop import Stop
from ..week.bound import lower_bound
from ..week.model import Carer, Plan
from ..week.objective import Objective
from ..week.solve import SearchParams, solve
from .borders import Border
from .model import Nation, Region

MILD_MINUTES = 20.0


def plan_region(nation: Nation, at: int, stop: Stop, seed: int) -> Plan:
    """The best plan found for a region by itself."""
    return solve(nation.problem(at), nation.objective, stop, seed).plan


def plan_border(border: Border, objective: Objective, stop: Stop, seed: int) -> Plan:
    """The best plan found for a border; it begins with what there is, and changes it mildly."""
    mild = SearchParams(warm_minutes=MILD_MINUTES)
    return solve(border.problem, objective, stop, seed, mild, start=border.start).plan


def bound_region(
    nation: Nation, region: Region, helpers: Sequence[Carer], cost: Fraction, stop: Stop
) -> Fraction:
    """What this region cannot cost less than, even if every helper from over the border came to nobody else."""
    problem = nation.problem_of(region.families, (*region.carers, *helpers))
    return lower_bound(problem, nation.objective, cost, stop)
