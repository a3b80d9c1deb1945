"""Which event is the reason that a shift cannot be any more, or that a care day came."""

from __future__ import annotations

from collections.abc import Sequence

from .events import CODES, CarerSick, Event, LostDay, NewFamily, Refused, ReIndicated, StaysLonger
from .model import Shift, WeekProblem
from .reasons import Code, Reason, because


def why_impossible(changed: WeekProblem, shift: Shift, events: Sequence[Event]) -> Reason | None:
    """Why this shift cannot be in the problem that these events changed, whatever else is planned; None if it can."""
    family, carer = changed.family_by_id.get(shift.family), changed.carer_by_id.get(shift.carer)
    if family is None or carer is None or shift.day not in family.days:
        return day_by(changed, shift.family, shift.day, events)
    if shift.day in carer.days_off:
        if any(isinstance(each, CarerSick) and each.carer == shift.carer for each in events):
            return because(Code.CARER_SICK, carer=shift.carer, day=shift.day)
        return because(Code.NOBODY_TRAVELS, family=shift.family, day=shift.day)
    if shift.carer in family.not_by:
        return because(Code.CARER_REFUSED, family=shift.family, carer=shift.carer)
    if not family.needs <= carer.skills:
        return because(Code.SKILL_NEEDED, family=shift.family, carer=shift.carer)
    return None


def day_by(changed: WeekProblem, family: str, day: int, events: Sequence[Event]) -> Reason:
    """The event that gave this family the care day, or took it away."""
    for event in events:
        if isinstance(event, LostDay):
            if event.day == day and event.reaches(changed.family_by_id[family].place):
                return because(Code.NOBODY_TRAVELS, family=family, day=day)
        elif isinstance(event, NewFamily):
            if event.family.id == family:
                return because(Code.NEW_FAMILY, family=family)
        elif isinstance(event, CarerSick | ReIndicated | Refused) or event.family != family:
            continue
        elif isinstance(event, StaysLonger):
            return because(Code.STAYS_LONGER, family=family, until=event.until)
        else:
            return because(CODES[type(event)], family=family)
    return because(Code.OWN_CHANGE, family=family)


def hours_by(problem: WeekProblem, changed: WeekProblem, family: str) -> Reason | None:
    """That this family was indicated other hours; None if it was not."""
    before, now = problem.family_by_id.get(family), changed.family_by_id.get(family)
    if before is None or now is None or before.hours_a_day == now.hours_a_day:
        return None
    return because(Code.HOURS_INDICATED, family=family, hours=now.hours_a_day, before=before.hours_a_day)
