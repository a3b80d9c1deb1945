"""Hours that are left, after goals were met or more was needed. Never under the least, never over the most."""

from __future__ import annotations

from datetime import date

from ..kernel.errors import Refusal
from .answer import Scaled, Scaling, Why
from .family import Family, Goal
from .hours import basic_of
from .scheme import Edition
from .voice import Voice

FEEDING_SUPPORT = "feeding_support"


def scale(hours: float, family: Family, edition: Edition, voice: Voice, day: date) -> Scaling | None:
    """What the goals do to the hours, line by line; None if no goal was met and none needs more.

    A goal that is met frees what is left of its part of the package, unless the professional said how many hours.
    More hours come from a professional only. Raises Refusal for a part that the package does not have.
    """
    lines: list[Scaled] = []
    total = hours
    for at, goal in enumerate(family.goals):
        _check(goal, at, edition)
        if goal.state == "open":
            continue
        change = goal.hours if goal.hours is not None else None
        if change is None and goal.state == "met":
            change = _left(goal, family, edition, goal.on or day)
        if change is None:
            code = "goal-met-hours-asked" if goal.state == "met" else "goal-needs-more-hours-asked"
            lines.append(_line(goal, None, total, voice.remark(code, goal=goal.goal)))
            continue
        wanted = total - change if goal.state == "met" else total + change
        bound = _bounded(wanted, total, family, edition)
        moved = round(bound - total, 2)
        total = bound
        code = "goal-met" if goal.state == "met" else "goal-needs-more"
        why = voice.remark(
            code, goal=goal.goal, hours=abs(moved), total=total, reason=goal.reason or "not_written"
        )
        lines.append(_line(goal, moved, total, why))
    if not lines:
        return None
    said = voice.remark("scaling", hours=hours, total=total, least=edition.minimum.hours)
    return Scaling(from_hours=hours, hours=total, lines=tuple(lines), why=(said,))


def part_hours(part: str | None, family: Family, edition: Edition) -> float | None:
    """The hours of a part in the basic package; None where they hang on what is not known."""
    if part == FEEDING_SUPPORT:
        return basic_of(family, edition).feeding_support_hours
    found = next(each for each in edition.parts if each.part == part)
    if found.first_child_hours == found.later_child_hours:
        return found.first_child_hours
    if family.is_first is None:
        return None
    return found.first_child_hours if family.is_first else found.later_child_hours


def _left(goal: Goal, family: Family, edition: Edition, day: date) -> float | None:
    """The hours of its part for the days that are left, in whole steps, downwards."""
    days, first, step = edition.package_days.days, edition.day_of_birth.days, edition.step.hours
    if (
        goal.part not in _parts(edition)
        or family.born_on is None
        or days is None
        or first is None
        or step is None
    ):
        return None
    hours = part_hours(goal.part, family, edition)
    if hours is None:
        return None
    gone = (day - family.born_on).days + first
    share = hours * max(0, min(days, days - gone)) / days
    return step * int(share / step + 1e-9)


def _bounded(wanted: float, now: float, family: Family, edition: Edition) -> float:
    """Within the scheme's bounds, and never less than what was given already."""
    least = min(now, max(edition.minimum.hours, family.gave or 0))
    most = max(now, edition.maximum.hours) if edition.maximum else wanted
    return round(max(least, min(most, wanted)), 2)


def _check(goal: Goal, at: int, edition: Edition) -> None:
    if goal.part is not None and edition.parts and goal.part not in _parts(edition):
        raise Refusal(
            f"goals[{at}].part", "the package has no such part", f"There is {', '.join(_parts(edition))}"
        )
    if goal.hours is not None and goal.by not in edition.may_judge:
        raise Refusal(
            f"goals[{at}].by",
            "hours come from somebody who may judge them",
            f"Give by: {', '.join(edition.may_judge)}",
        )


def _parts(edition: Edition) -> list[str]:
    return [*(part.part for part in edition.parts), FEEDING_SUPPORT] if edition.parts else []


def _line(goal: Goal, hours: float | None, total: float, why: Why) -> Scaled:
    return Scaled(
        goal=goal.goal, part=goal.part, state=goal.state, hours=hours, total=total, by=goal.by, why=why
    )
