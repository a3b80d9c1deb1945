"""Rest before and after birth in compulsory and optional weeks; what was not rested before may be moved after.

An employee loses the days of the compulsory week that an early birth cuts off. The self-employed lose none.
"""

from __future__ import annotations

from datetime import date, timedelta

from ..kernel.reasons import Days, Reason, Span, of_weeks
from ..kernel.working_days import Holidays
from .answer import Deadline, Leave, Offer, Part, part
from .case import DAY, MaternityRestCase
from .deadlines import declared_by, notified_by
from .rest_window import chosen_start, unbroken_from_birth
from .scheme import HospitalRule, MaternityRestScheme, known_on
from .self_employed_rest import self_employed_rest


def maternity_rest(case: MaternityRestCase, scheme: MaternityRestScheme, holidays: Holidays) -> Leave:
    """Every part of the rest and its reasons. Raises ImpossibleFact if it cannot begin on the day that was chosen."""
    known_on(scheme, case.counted_birth)
    status = "final" if case.birthday else "expected"
    assumed = [] if case.birthday else [Reason("expected", {"due": case.due_on})]
    deadlines = _deadlines(case, scheme, holidays)
    if case.outcome == "stillborn" and case.gestation_at_birth < scheme.right.from_gestation_days:
        reason = Reason("no-right", {"days": scheme.right.from_gestation_days})
        return Leave(False, status, None, (), (), deadlines, (reason,), tuple(assumed))
    if case.status == "self-employed":
        found = self_employed_rest(case, scheme)
        window, parts, offers, said = found.window, found.parts, found.offers, list(found.why)
        assumed += found.assumed
    else:
        window, parts, offers = _employee(case, scheme)
        if case.multiple and case.extra_weeks is None:
            assumed.append(Reason("extra-assumed", {"extra": of_weeks(scheme.extra.weeks)}))
        whole = of_weeks(scheme.total.weeks_multiple if case.multiple else scheme.total.weeks)
        days = sum(each.days for each in parts)
        said = [Reason("total", {"total": Span(days), "whole": Span(whole)})]
    if case.leave_from is None and case.weeks_before is None:
        assumed.append(Reason("start-assumed", {"first": window[0]}))
    if case.outcome == "stillborn" or case.child_died_on:
        said.append(Reason("child-died"))
    return Leave(True, status, window, parts, offers, deadlines, tuple(said), tuple(assumed))


def _employee(
    case: MaternityRestCase, scheme: MaternityRestScheme
) -> tuple[tuple[date, date], tuple[Part, ...], tuple[Offer, ...]]:
    rule, born = scheme.before_birth, case.counted_birth
    most = of_weeks(rule.weeks_multiple if case.multiple else rule.weeks)
    compulsory = of_weeks(rule.compulsory_weeks)
    earliest, week = case.due_on - timedelta(days=most), case.due_on - timedelta(days=compulsory)
    start = chosen_start(case, (earliest, week))
    filling = {
        "start": start,
        "earliest": earliest,
        "latest": week,
        "most": Span(most),
        "week": Span(compulsory),
    }
    reason = Reason("start", filling) if start < born else Reason("born-before-rest", {"first": born})
    before = part("rest_before_birth", start, max(0, (born - start).days), reason)
    lost = min(compulsory, max(0, (case.due_on - born).days))
    if born > case.due_on:
        before = _because(before, Reason("late", {"late": Span((born - case.due_on).days)}))
    if lost:
        before = _because(before, Reason("lost", {"lost": Span(lost), "week": Span(compulsory)}))
    if lost and start <= born - timedelta(days=compulsory):
        before = _because(before, Reason("lost-otherwise", {"lost": Span(lost)}))
    moved = _moved(case, start, week, most - compulsory)
    parts = [before, *_after(case, scheme, moved, most - compulsory)]
    parts += _hospital(case, scheme.hospital, parts)
    return (earliest, week), tuple(parts), _convertible(scheme, parts)


def _after(case: MaternityRestCase, scheme: MaternityRestScheme, moved: int, optional: int) -> list[Part]:
    born = case.counted_birth
    first = born + DAY if case.worked_on_day_of_birth else born
    compulsory = of_weeks(scheme.after_birth.weeks)
    filling = {"first": first, "weeks": Span(compulsory)}
    parts = [part("rest_after_birth", first, compulsory, Reason("after-birth", filling))]
    following = first + timedelta(days=compulsory)
    filling = {"moved": Span(moved), "optional": Span(optional)}
    parts.append(
        part("moved_rest", following, moved, Reason("transfer" if moved else "transfer-none", filling))
    )
    if case.multiple and case.extra_weeks is not False:
        extra = of_weeks(scheme.extra.weeks)
        parts.append(
            part(
                "extra_weeks",
                following + timedelta(days=moved),
                extra,
                Reason("extra", {"extra": Span(extra)}),
            )
        )
    return parts


def _moved(case: MaternityRestCase, start: date, week: date, optional: int) -> int:
    """Optional days before birth on which she still worked. After a late birth they are counted back from the day of
    birth: the days it was late take their place."""
    rested = max(0, (min(case.counted_birth, week) - start).days)
    return max(0, optional - rested - max(0, (case.counted_birth - case.due_on).days))


def _hospital(case: MaternityRestCase, rule: HospitalRule, parts: list[Part]) -> list[Part]:
    stayed = case.days_in_hospital()
    if not stayed:
        return []
    unbroken = unbroken_from_birth(case, stayed)
    most = of_weeks(rule.most_weeks)
    extra = min(max(0, unbroken - rule.own_days), most)
    filling = {"stay": Days(unbroken), "own": Days(rule.own_days), "extra": Span(extra), "most": Span(most)}
    ends = max(each.last for each in parts if each.last)
    return [
        part(
            "hospital_extension", ends + DAY, extra, Reason("hospital" if extra else "hospital-none", filling)
        )
    ]


def _convertible(scheme: MaternityRestScheme, parts: list[Part]) -> tuple[Offer, ...]:
    """The last optional weeks as single days after the return to work, if so many were moved."""
    rule = scheme.convertible
    moved = next(each for each in parts if each.name == "moved_rest")
    if moved.days < of_weeks(rule.weeks):
        return ()
    back = max(each.last for each in parts if each.last) + DAY - timedelta(weeks=rule.weeks)
    until = back + timedelta(weeks=rule.within_weeks) - DAY
    filling = {
        "weeks": of_weeks(rule.weeks),
        "back": back,
        "within": of_weeks(rule.within_weeks),
        "until": until,
    }
    return (Offer("convertible", back, until, of_weeks(rule.weeks), (Reason("convertible", filling),)),)


def _deadlines(
    case: MaternityRestCase, scheme: MaternityRestScheme, holidays: Holidays
) -> tuple[Deadline, ...]:
    found = []
    if case.status == "employee":
        rule = scheme.certificate
        weeks = rule.weeks_multiple if case.multiple else rule.weeks
        by = case.due_on - timedelta(weeks=weeks)
        said = Reason("certificate", {"by": by, "weeks": of_weeks(weeks)})
        found.append(Deadline("employer_certificate", by, (said,)))
    if case.born_at is not None:
        told = notified_by(case.born_at, scheme.notification.hours, case.zone, holidays)
        said = Reason("notification", {"by": told, "hours": scheme.notification.hours})
        found.append(Deadline("birth_notification", told, (said,)))
    if case.birthday is not None:
        declaration = scheme.declaration
        by = declared_by(case.birthday, declaration.days, declaration.working_days, holidays)
        found.append(
            Deadline("birth_declaration", by, (Reason("declaration", {"by": by, "days": declaration.days}),))
        )
    return tuple(found)


def _because(found: Part, reason: Reason) -> Part:
    return found._replace(why=(*found.why, reason))
