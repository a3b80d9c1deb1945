"""Two neighbours planned together along their border, while all else stays as it is.

Free are the families near the border whose carers are all of these two regions and work nowhere else. Their carers may
have other families too: those keep who comes to them (pins), on just the days she comes. So whatever is found can be
put into the plan of the nation without a look at anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..week.model import Carer, Family, Pin, Plan, Shift, WeekProblem
from ..week.objective import amounts
from .model import Nation, Region


@dataclass(frozen=True)
class Border:
    """What is planned anew. problem: with pins for families that only lend their carers; start: how it is now."""

    regions: tuple[int, int]
    problem: WeekProblem
    start: Plan


def guests(nation: Nation, at: int) -> tuple[Carer, ...]:
    """Carers of other regions who may help in this one: some family of it is near them."""
    families = nation.regions[at].families
    return tuple(
        carer
        for other, region in enumerate(nation.regions)
        if other != at
        for carer in _near(region.carers, families, nation.reach_km)
    )


def rounds_of_borders(nation: Nation) -> list[list[tuple[int, int]]]:
    """Every pair of neighbours once, in rounds where no region stands twice: a round's pairs can be planned at once."""
    pairs = [
        (one, two)
        for one in range(len(nation.regions))
        for two in range(one + 1, len(nation.regions))
        if _near(nation.regions[one].carers, nation.regions[two].families, nation.reach_km)
        or _near(nation.regions[two].carers, nation.regions[one].families, nation.reach_km)
    ]
    rounds: list[list[tuple[int, int]]] = []
    for pair in pairs:
        for each in rounds:
            if not any(set(pair) & set(other) for other in each):
                each.append(pair)
                break
        else:
            rounds.append([pair])
    return rounds


def border_of(nation: Nation, plan: Plan, one: int, two: int) -> Border | None:
    """What two neighbours can plan together; None if there is nothing."""
    here, there = nation.regions[one], nation.regions[two]
    homes = {family.id: family for family in (*here.families, *there.families)}
    people = {carer.id: carer for carer in (*here.carers, *there.carers)}
    by_family, by_carer = _shifts(plan)
    reach = nation.reach_km
    helpers = {
        each.id
        for each in (*_near(here.carers, there.families, reach), *_near(there.carers, here.families, reach))
    }
    near = {each.id for each in _near_families(here, there, reach)} | {
        each.id for each in _near_families(there, here, reach)
    }
    serving = {shift.carer for family in near for shift in by_family[family]}
    able = {
        carer
        for carer in helpers | serving
        if carer in people and all(shift.family in homes for shift in by_carer[carer])
    }
    free = {family for family in near if all(shift.carer in able for shift in by_family[family])}
    if not free or not able:
        return None
    families, pins, start = [], [], []
    for name in sorted({shift.family for carer in able for shift in by_carer[carer]} | free):
        family = homes[name]
        if name in free:
            side = one if nation.region_of_family[name] == one else two
            strangers = {who for who in able if nation.region_of_carer[who] != side and who not in helpers}
            families.append(replace(family, not_by=family.not_by | strangers))
            start += by_family[name]
        else:
            shifts = [shift for shift in by_family[name] if shift.carer in able]
            others = {shift.carer for shift in by_family[name]}
            families.append(
                replace(
                    family, days=tuple(sorted(shift.day for shift in shifts)), knows=family.knows | others
                )
            )
            pins += [Pin(name, shift.day, shift.carer) for shift in shifts]
            start += shifts
    problem = replace(
        nation.problem_of(families, (people[who] for who in sorted(able))), pins=tuple(sorted(pins))
    )
    return Border((one, two), problem, Plan(tuple(sorted(start))))


def put_back(nation: Nation, plan: Plan, border: Border, found: Plan) -> Plan:
    """The plan of the nation with what was found, if the nation gains by it; else the plan as it was."""
    taken = set(border.start.shifts)
    merged = Plan(tuple(sorted([*(shift for shift in plan.shifts if shift not in taken), *found.shifts])))
    concerned = {family.id for family in border.problem.families}
    people = {shift.carer for each in (plan, merged) for shift in each.shifts if shift.family in concerned}
    gains = _cost(nation, merged, concerned, people) < _cost(nation, plan, concerned, people)
    return merged if gains else plan


def _cost(nation: Nation, plan: Plan, families: set[str], carers: set[str]) -> Fraction:
    """What these families cost, and the overtime of these carers wherever they go."""
    whole = nation.whole
    part = nation.problem_of(
        (whole.family_by_id[each] for each in sorted(families)),
        (whole.carer_by_id[each] for each in sorted(carers)),
    )
    shifts = (shift for shift in plan.shifts if shift.family in families or shift.carer in carers)
    return nation.objective.cost(amounts(part, Plan(tuple(shifts))))


def _shifts(plan: Plan) -> tuple[defaultdict[str, list[Shift]], defaultdict[str, list[Shift]]]:
    by_family: defaultdict[str, list[Shift]] = defaultdict(list)
    by_carer: defaultdict[str, list[Shift]] = defaultdict(list)
    for shift in plan.shifts:
        by_family[shift.family].append(shift)
        by_carer[shift.carer].append(shift)
    return by_family, by_carer


def _near(carers: Iterable[Carer], families: tuple[Family, ...], reach_km: float) -> list[Carer]:
    """Those of the carers who have one of these families near."""
    listed = list(carers)
    return [
        each for each, is_near in zip(listed, _within(listed, families, reach_km), strict=True) if is_near
    ]


def _near_families(here: Region, there: Region, reach_km: float) -> list[Family]:
    """Families here whom some carer of there has near."""
    is_near = _within(here.families, there.carers, reach_km)
    return [each for each, close in zip(here.families, is_near, strict=True) if close]


def _within(
    who: tuple[Family, ...] | list[Carer], others: tuple[Family, ...] | tuple[Carer, ...], reach_km: float
) -> list[bool]:
    """For each, whether one of the others is no further away."""
    if not who or not others:
        return [False] * len(who)
    from_here = np.array([each.place for each in who])
    to_there = np.array([each.place for each in others])
    apart = (from_here[:, None, :] - to_there[None, :, :]) ** 2
    return [bool(each) for each in apart.sum(axis=2).min(axis=1) <= reach_km**2]
