"""Weeks by CP-SAT of OR-Tools: one yes or no for every family, day, carer and number of hours.

Only the carers nearest to a family are offered, or the model grows beyond what it can take in.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ortools.sat.python import cp_model

from kraamkring.core.planning.week.model import Carer, Family, Plan, Shift, WeekProblem
from kraamkring.core.planning.week.objective import Objective, Part

NEAREST = 20


def plan_by_cp_sat(problem: WeekProblem, objective: Objective, seconds: float, threads: int) -> Plan | None:
    """Its best plan; None if it found none. Weights that are no whole numbers are rounded."""
    model, rules = cp_model.CpModel(), problem.rules
    cost = {part: round(float(weight)) for part, weight in objective.weights.items()}
    comes: dict[tuple[str, str], Any] = {}
    shifts: dict[tuple[str, int, str, int], Any] = {}
    by_carer_day: dict[tuple[str, int], list[tuple[Any, int]]] = defaultdict(list)
    terms = []
    for family in problem.families:
        short = Part.SHORTENED_VULNERABLE if family.vulnerable else Part.SHORTENED
        nobody = cost[Part.UNSERVED_VULNERABLE if family.vulnerable else Part.UNSERVED]
        choices = sorted({rules.least_hours, family.hours_a_day})
        near = _nearest(problem, family)
        for carer in near:
            comes[family.id, carer.id] = model.new_bool_var("")
        for day in family.days:
            offered = []
            for carer in near:
                if day in carer.days_off:
                    continue
                for hours in choices:
                    here = model.new_bool_var("")
                    offered.append(here)
                    shifts[family.id, day, carer.id, hours] = here
                    by_carer_day[carer.id, day].append((here, hours))
                    model.add_implication(here, comes[family.id, carer.id])
                    less = family.hours_a_day - hours
                    way = 2 * problem.minutes(carer, family)
                    terms.append((cost[short] * less + cost[Part.TRAVEL] * way - nobody) * here)
            model.add_at_most_one(offered)
            terms.append(nobody)
        model.add(sum(comes[family.id, carer.id] for carer in near) <= rules.most_carers)
        new = [comes[family.id, carer.id] for carer in near if carer.id not in family.knows]
        extra = model.new_int_var(0, rules.most_carers, "")
        model.add(extra >= sum(new) - (0 if family.knows else 1))
        terms.append(cost[Part.EXTRA_CARERS] * extra)
    for carer in problem.carers:
        _keep_rules(model, problem, carer, by_carer_day, terms, cost[Part.OVERTIME])
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Plan(tuple(sorted(Shift(*key) for key, here in shifts.items() if solver.value(here))))


def _nearest(problem: WeekProblem, family: Family) -> list[Carer]:
    able = [carer for carer in problem.carers if problem.able(carer, family)]
    return sorted(able, key=lambda carer: problem.minutes(carer, family))[:NEAREST]


def _keep_rules(
    model: cp_model.CpModel,
    problem: WeekProblem,
    carer: Carer,
    by_carer_day: dict[tuple[str, int], list[tuple[Any, int]]],
    terms: list[Any],
    hour_over: int,
) -> None:
    rules, works, total = problem.rules, {}, []
    for day in range(problem.days):
        offered = by_carer_day.get((carer.id, day), [])
        if not offered:
            continue
        works[day] = model.new_bool_var("")
        for here, _hours in offered:
            model.add_implication(here, works[day])
        model.add(sum(here for here, _hours in offered) <= rules.most_families_a_day)
        model.add(sum(here * hours for here, hours in offered) <= rules.most_hours_a_day)
        total += [here * hours for here, hours in offered]
    model.add(sum(works.values()) <= rules.most_days)
    over = model.new_int_var(0, rules.most_overtime_hours, "")
    model.add(sum(total) <= carer.contract_hours + over)
    terms.append(hour_over * over)
    longest = rules.longest_run_of_days
    for first in range(-carer.days_worked_before, problem.days - longest):
        window = range(first, first + longest + 1)
        before = sum(1 for day in window if day < 0)
        model.add(before + sum(works[day] for day in window if day in works) <= longest)
