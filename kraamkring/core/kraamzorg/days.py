"""Hours over days: even, the first days first, days of rest left out, never more than a day can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ..kernel.errors import Refusal
from .answer import DayOfCare, Spreading, Why
from .family import Family
from .hours import days_off
from .rules import Count
from .scheme import Edition
from .voice import Voice


def spread(
    hours: float, family: Family, edition: Edition, voice: Voice, wanted: int | None = None
) -> Spreading:
    """The hours over so many days after the birth (default: those of the package). Raises Refusal for days outside
    the span, or a day of rest outside the days."""
    days = wanted or family.days or edition.package_days.days or edition.spread.least_days
    _check(days, family, edition)
    off = family.days_in_hospital if family.days_in_hospital is not None else days_off(family, edition)
    care = [day for day in range(1, days + 1) if day > off and day not in family.pause_days]
    step, most = _hours(edition.step), _hours(edition.most_a_day)
    shares = even(hours, len(care), step, most)
    placed = round(sum(shares), 2)
    by_day = dict(zip(care, shares, strict=True))
    plan = tuple(_day(day, by_day, off, family.born_on, edition) for day in range(1, days + 1))
    unplaced = round(hours - placed, 2)
    why = _reasons(days, shares, unplaced, care, family, edition, voice)
    return Spreading(days=days, hours=hours, most_a_day=most, plan=plan, unplaced=unplaced, why=tuple(why))


def even(hours: float, days: int, step: float, most: float) -> Sequence[float]:
    """Hours over days in steps, as even as can be; what is left over goes to the first days. At most `most` a day."""
    if not days:
        return []
    room = min(hours, most * days)
    steps = int(room / step + 1e-9)
    shares = [step * (steps // days + (at < steps % days)) for at in range(days)]
    rest = round(room - sum(shares), 2)
    last = next((at for at in range(days - 1, -1, -1) if shares[at] + rest <= most), days - 1)
    shares[last] += rest
    return [round(share, 2) for share in shares]


def day_of(number: int, born_on: date | None, edition: Edition) -> date | None:
    """The date of a day of the maternity week; the scheme says which number the date of birth has."""
    first = edition.day_of_birth.days
    return born_on + timedelta(days=number - first) if born_on and first is not None else None


def _check(days: int, family: Family, edition: Edition) -> None:
    span = edition.spread
    if not span.least_days <= days <= span.most_days:
        raise Refusal(
            "days",
            "hours are spread over %(least)s to %(most)s days",
            "Ask for a number in between",
            least=span.least_days,
            most=span.most_days,
        )
    outside = [day for day in family.pause_days if day > days]
    if outside:
        raise Refusal(
            "pause_days", "a day of rest is not one of the days of care", "Name days that are, by number"
        )


def _day(
    number: int, by_day: dict[int, float], off: int, born_on: date | None, edition: Edition
) -> DayOfCare:
    on = day_of(number, born_on, edition)
    if number in by_day:
        return DayOfCare(day=number, on=on, hours=by_day[number], what="care")
    return DayOfCare(day=number, on=on, hours=0, what="hospital" if number <= off else "pause")


def _reasons(
    days: int,
    shares: Sequence[float],
    unplaced: float,
    care: Sequence[int],
    family: Family,
    edition: Edition,
    voice: Voice,
) -> list[Why]:
    why = [voice.why(edition.spread, days=days, count=len(care))]
    usual, indicated = edition.package_days.days or days, edition.indicated_days
    if days > usual and indicated is not None and indicated.days is not None:
        why.append(voice.why(indicated, count=indicated.days))
        if days > indicated.days:
            why.append(voice.remark("beyond-the-indicated-days", count=indicated.days, days=days))
    if family.pause_days:
        why.append(voice.remark("pause-days", days=", ".join(str(day) for day in sorted(family.pause_days))))
    least = edition.least_a_day
    if least is not None and shares and min(shares) < _hours(least):
        why.append(voice.why(least, hours=_hours(least)))
    if unplaced:
        why.append(voice.why(edition.most_a_day, hours=_hours(edition.most_a_day), unplaced=unplaced))
    return why


def _hours(count: Count) -> float:
    assert count.hours is not None  # noqa: S101 (a scheme says it; checked as it is read)
    return count.hours
