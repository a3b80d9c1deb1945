"""Leave in two parts: pregnancy leave through the day of birth, birth leave from the day after.

What is not used before the due date, or before an earlier birth, is added after the birth; so no early birth and no
late start shortens the whole, and a late birth lengthens it.
"""

from __future__ import annotations

from datetime import date, timedelta

from ..kernel.errors import ImpossibleFact
from ..kernel.gestation import notation
from ..kernel.reasons import Days, Reason, Span, of_weeks
from ..kernel.working_days import Holidays
from .answer import Deadline, Leave, Offer, Part, part
from .case import DAY, PregnancyLeaveCase, days
from .deadlines import declared_by
from .scheme import PregnancyLeaveScheme, known_on


def pregnancy_leave(case: PregnancyLeaveCase, scheme: PregnancyLeaveScheme, holidays: Holidays) -> Leave:
    """Every part of the leave and its reasons. Raises ImpossibleFact if it cannot begin on the day that was chosen."""
    born = case.counted_birth
    known_on(scheme, born)
    window = _window(case, scheme)
    assumed = () if case.birthday else (Reason("expected", {"due": case.due_on}),)
    status = "final" if case.birthday else "expected"
    if case.gestation_at_birth < scheme.right.from_gestation_days:
        lasted = {"gestation": notation(case.gestation_at_birth), "lasted": Span(case.gestation_at_birth)}
        refused = Reason("no-right", {**_right(scheme), **lasted})
        return Leave(
            False, status, window, (), (), _deadlines(case, scheme, None, holidays), (refused,), assumed
        )
    start, chosen = _start(case, window, scheme)
    before = _before(case, start, born, chosen)
    sick = _sick(case, window[0], start, born)
    used = sick.days + sum(1 for day in days(start, min(born, case.due_on)))
    after = _after(case, scheme, born, used)
    longer = _hospital(case, scheme, after)
    parts = tuple(each for each in (sick, before, *after, *longer) if each.days or each.why)
    taken = Leave(True, status, window, parts, (), (), ())
    least = of_weeks(scheme.total.weeks_multiple if case.multiple else scheme.total.weeks)
    why = [
        Reason("right", _right(scheme)),
        Reason("total", {"total": Span(taken.days), "least": Span(least)}),
    ]
    if case.outcome == "stillborn" or case.child_died_on:
        why.append(Reason("child-died"))
    return Leave(
        True, status, window, parts, _offers(case, scheme, taken, born),
        _deadlines(case, scheme, start if start <= born else None, holidays), tuple(why), (*assumed, *_assumed(case)),
    )  # fmt: skip


def _right(scheme: PregnancyLeaveScheme) -> dict[str, object]:
    least = scheme.right.from_gestation_days
    return {"least": notation(least), "weeks": Span(least)}


def _window(case: PregnancyLeaveCase, scheme: PregnancyLeaveScheme) -> tuple[date, date]:
    """The first and last day to begin, counted back from the day after the due date."""
    start = scheme.start
    earliest = start.earliest_weeks_multiple if case.multiple else start.earliest_weeks
    latest = start.latest_weeks_multiple if case.multiple else start.latest_weeks
    after_due = case.due_on + DAY
    return after_due - timedelta(weeks=earliest), after_due - timedelta(weeks=latest)


def _start(
    case: PregnancyLeaveCase, window: tuple[date, date], scheme: PregnancyLeaveScheme
) -> tuple[date, Reason]:
    earliest, latest = window
    chosen = case.leave_from
    if case.weeks_before is not None:
        chosen = case.due_on + DAY - timedelta(weeks=case.weeks_before)
    field = "leave_from" if case.leave_from else "weeks_before"
    if chosen is not None and not earliest <= chosen <= latest:
        raise ImpossibleFact(
            field, "leave cannot begin then", "Choose a day from %(first)s to %(last)s",
            first=f"{earliest:%d-%m-%Y}", last=f"{latest:%d-%m-%Y}",
        )  # fmt: skip
    filling = {
        "start": chosen or earliest,
        "earliest": earliest,
        "latest": latest,
        "most": Span((case.due_on + DAY - earliest).days),
        "least": Span((case.due_on + DAY - latest).days),
    }
    return chosen or earliest, Reason("start", filling)


def _before(case: PregnancyLeaveCase, start: date, born: date, chosen: Reason) -> Part:
    if born < start:
        return Part("pregnancy_leave", None, None, 0, (Reason("born-before-leave", {"first": born + DAY}),))
    length = (born - start).days + 1
    why = [chosen, Reason("pregnancy-leave", {"first": start, "last": born, "days": Span(length)})]
    if born > case.due_on:
        why.append(Reason("late", {"late": Span((born - case.due_on).days)}))
    return part("pregnancy_leave", start, length, *why)


def _sick(case: PregnancyLeaveCase, earliest: date, start: date, born: date) -> Part:
    """Days of illness in the window in which leave may begin, before it began: they count as leave taken."""
    counted = sorted(
        day for day in case.sick_days() if earliest <= day < start and day <= min(born, case.due_on)
    )
    if not counted:
        return Part("sick_days", None, None, 0, ())
    return Part(
        "sick_days", counted[0], counted[-1], len(counted), (Reason("sick", {"days": Span(len(counted))}),)
    )


def _after(
    case: PregnancyLeaveCase, scheme: PregnancyLeaveScheme, born: date, used: int
) -> tuple[Part, Part]:
    least = of_weeks(scheme.after_birth.least_weeks)
    most = of_weeks(scheme.unused.most_weeks_multiple if case.multiple else scheme.unused.most_weeks)
    unused = max(0, most - used)
    base = part(
        "birth_leave", born + DAY, least, Reason("birth-leave", {"first": born + DAY, "least": Span(least)})
    )
    filling = {"used": Span(used), "most": Span(most), "unused": Span(unused)}
    reason = (Reason("unused", filling),) if unused else (Reason("all-used", {"most": Span(most)}),)
    return base, part("unused_pregnancy_leave", born + DAY + timedelta(days=least), unused, *reason)


def _hospital(
    case: PregnancyLeaveCase, scheme: PregnancyLeaveScheme, after: tuple[Part, Part]
) -> tuple[Part, ...]:
    """Days in hospital beyond the first ones and inside the birth leave, less what that leave already had more."""
    stayed = case.days_in_hospital()
    if not stayed:
        return ()
    rule, already = scheme.hospital, after[1].days
    last = (after[1].last or after[0].last) or case.counted_birth
    inside = sum(1 for day in stayed[rule.own_days :] if day <= last)
    most = of_weeks(rule.most_weeks)
    extra = min(max(0, inside - already), most)
    filling = {"stay": Days(len(stayed)), "own": Days(rule.own_days), "inside": Span(inside),
               "already": Span(already), "extra": Span(extra), "most": Span(most)}  # fmt: skip
    reason = Reason("hospital" if extra else "hospital-none", filling)
    return (part("hospital_extension", last + DAY, extra, reason),)


def _offers(
    case: PregnancyLeaveCase, scheme: PregnancyLeaveScheme, leave: Leave, born: date
) -> tuple[Offer, ...]:
    found, ends = [], leave.ends_on
    assert ends is not None  # noqa: S101 (there are at least the weeks after birth)
    rule = scheme.flexible
    fixed = born + timedelta(weeks=rule.after_weeks)
    if case.mother_died_on is None and (ends - fixed).days > 0:
        until = fixed + timedelta(weeks=rule.spread_weeks)
        filling = {"fixed": of_weeks(rule.after_weeks), "rest": Span((ends - fixed).days),
                   "spread": of_weeks(rule.spread_weeks), "until": until}  # fmt: skip
        found.append(
            Offer("flexible", fixed + DAY, until, (ends - fixed).days, (Reason("flexible", filling),))
        )
    if case.mother_died_on is not None:
        first = max(case.mother_died_on, born) + DAY
        length = min((ends - first).days + 1, of_weeks(scheme.mother_died.most_weeks))
        most = of_weeks(scheme.mother_died.most_weeks)
        if length > 0:
            last = first + timedelta(days=length - 1)
            filling = {"first": first, "last": last, "days": Span(length), "most": most}
            found.append(Offer("partner", first, last, length, (Reason("mother-died", filling),)))
    return tuple(found)


def _deadlines(
    case: PregnancyLeaveCase, scheme: PregnancyLeaveScheme, start: date | None, holidays: Holidays
) -> tuple[Deadline, ...]:
    found = []
    if start is not None:
        by = start - timedelta(weeks=scheme.notice.weeks_before)
        said = Reason("notice", {"by": by, "weeks": of_weeks(scheme.notice.weeks_before), "start": start})
        found.append(Deadline("employer_notice", by, (said,)))
    if case.birthday is not None:
        rule = scheme.declaration
        by = declared_by(case.birthday, rule.days, rule.working_days, holidays)
        filling = {"by": by, "days": rule.days, "working": rule.working_days}
        found.append(Deadline("birth_declaration", by, (Reason("declaration", filling),)))
    return tuple(found)


def _assumed(case: PregnancyLeaveCase) -> tuple[Reason, ...]:
    return () if case.leave_from or case.weeks_before is not None else (Reason("start-assumed"),)
