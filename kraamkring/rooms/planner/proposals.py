"""A plan back into what differs from the promises, each with its reason. Pure."""

from __future__ import annotations

from uuid import UUID

from kraamkring.core.planning.week.model import Plan, WeekProblem
from kraamkring.core.planning.week.promises import explained
from kraamkring.core.planning.week.reasons import Code, Reason, because

from .actions import Proposed
from .facts import NOBODY, Period, Rows, covers, planned
from .models import Shift
from .models.plans import PROMISED

DAYS = frozenset({"day", "other_day", "until"})  # values of a reason that are days of the period
AWAY = {"sick": Code.CARER_SICK, "leave": Code.CARER_ON_LEAVE, "day_off": Code.CARER_OFF}
APART = {"family": Code.CARER_REFUSED, "carer": Code.CARER_DECLINED}


def proposals_of(
    plan: Plan, rows: Rows, period: Period, problem: WeekProblem, kept: Plan | None = None
) -> list[Proposed]:
    """Where the plan differs from what is promised, each with its reason; what a person accepted stays as it is. kept:
    the plan that moves nobody whose own days did not change; it says what others would have had."""
    day_of = {(each.episode_id, each.day): each for each in rows.care_days if not each.expected}
    promised = {(each.episode_id, each.day): each for each in rows.shifts if each.state in PROMISED}
    accepted = {(each.episode_id, each.day) for each in rows.shifts if each.state == "accepted"}
    found = {
        (UUID(each.family), period.date_of(each.day)): (UUID(each.carer), each.hours) for each in plan.shifts
    }
    reasons = _reasons(plan, rows, period, problem, kept)
    proposals: list[Proposed] = []
    for key in sorted({*found, *promised} - accepted, key=lambda key: (key[1], key[0])):
        (episode_id, day), before, care = key, promised.get(key), day_of.get(key)
        carer_id, hours = found.get(key, (None, 0))
        if not period.has(day) or (before is not None and before.state == "done"):
            continue
        if before is not None and (before.carer_id, before.hours) == (carer_id, hours):
            continue
        full = care.hours if care else before.full_hours if before else hours
        reason = reasons.get((str(episode_id), period.number(day))) if before else None
        why, values = (str(reason.code), dated(reason, period)) if reason else ("", {})
        proposals.append(Proposed(episode_id, day, carer_id, hours, max(full, hours), why, values))
    return proposals


def _reasons(
    plan: Plan, rows: Rows, period: Period, problem: WeekProblem, kept: Plan | None
) -> dict[tuple[str, int], Reason]:
    """Why each promise would change: of what fell by itself the rows say why, of all else `core.planning`."""
    promised = [each for each in rows.shifts if each.state in PROMISED and each.carer_id]
    needed = {(each.episode_id, each.day): each.hours for each in rows.care_days}
    fallen = {
        (str(each.episode_id), period.number(each.day)): reason
        for each in promised
        if each.state == "published"
        and (reason := _fallen(each, needed.get((each.episode_id, each.day), 0), rows, period, problem))
    }
    before = Plan(tuple(sorted(planned(each, period) for each in promised)))
    return {
        (each.family, each.day): each.reason
        for each in explained(problem, before, plan, kept or before, fallen)
    }


def _fallen(shift: Shift, needed: int, rows: Rows, period: Period, problem: WeekProblem) -> Reason | None:
    """Why this promise cannot be kept as it is, whatever else is planned. needed: hours of that day now."""
    family, carer, day = str(shift.episode_id), str(shift.carer_id), period.number(shift.day)
    one, her = problem.family_by_id.get(family), problem.carer_by_id.get(carer)
    if one is None or day not in one.days:
        return because(Code.NOT_NEEDED, family=family, day=day)
    away = next(
        (each for each in rows.absences.get(shift.carer_id or NOBODY, ()) if covers(each, shift.day)), None
    )
    if away is not None:
        return because(AWAY[away.kind], carer=carer, day=day)
    if her is None:
        return because(Code.CARER_GONE, carer=carer, day=day)
    if shift.day in rows.resting.get(shift.carer_id or NOBODY, ()):
        return because(Code.CARER_ON_CALL, carer=carer, day=day)
    if day in her.days_off:
        elsewhere = shift.day in rows.elsewhere.get(shift.carer_id or NOBODY, ())
        return because(Code.WORKS_ELSEWHERE if elsewhere else Code.CARER_GONE, carer=carer, day=day)
    if not one.needs <= her.skills:
        return because(Code.SKILL_NEEDED, family=family, carer=carer)
    if carer in one.not_by:
        return because(_why_apart(shift, rows), family=family, carer=carer)
    if max(needed, shift.hours) != shift.full_hours:
        return because(Code.HOURS_INDICATED, family=family, hours=needed, before=shift.full_hours)
    return None


def _why_apart(shift: Shift, rows: Rows) -> Code:
    said = {each.carer_id: each.whose for each in rows.apart.get(shift.episode_id, ())}
    return APART.get(said.get(shift.carer_id or NOBODY, ""), Code.OUT_OF_AREA)


def dated(reason: Reason, period: Period) -> dict[str, str | int]:
    """The values of a reason, its days as dates: a row is read when nobody knows of which period it was."""
    return {
        name: period.date_of(int(value)).isoformat() if name in DAYS else value
        for name, value in reason.values
    }
