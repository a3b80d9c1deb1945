"""What is given to every child in its first days and what is written down about it, after which nobody asks any more:
vitamin K, the oxygen in its blood, protection against RSV, the two letters to the municipality, the consultations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kraamkring.core.facts import Contact

from .acts import DAY, HOUR, MINUTE, local

if TYPE_CHECKING:
    from .course import Course

CONSULTATION_WEEKS = (4, 8, 12, 16)  # of the basic programme of Kind en Gezin, as the card has them
SEASON = ((10, 1), (2, 18))  # RSV: from the first day to the last, as the card has them


def small_care(course: Course) -> None:
    """Given and written down by whoever is there; the child is well."""
    family, born_at = course.family, course.born_at
    by = course.midwife.email if family.delivery.at_home else course.ward
    role = "midwife" if family.delivery.at_home else "ward_midwife"
    last_born = family.delivery.born_at[-1]
    course.step(last_born + 2 * HOUR, "vitamin_k_given", by=by, role=role, who=family.newborns)
    course.step(last_born + 6 * HOUR, "birth_notified", by=by, role=role, who=family.newborns)
    declared = course.hour(family.born_on + 6 * DAY)
    course.step(declared, "birth_declared", by=course.midwife.email, role="partner", who=family.newborns)
    if not family.delivery.at_home:
        given = min(born_at + 24 * HOUR, course.home_at - 4 * HOUR)
        course.step(given, "oxygen_measured", by=by, role=role, who=family.newborns)
    _rsv(course, by, role)
    _consultations(course)


def _rsv(course: Course, by: str, role: str) -> None:
    family, born = course.family, course.family.born_on
    talk = course.hour(family.weeks(30))
    if talk < course.born_at:
        course.step(talk, "rsv_talked_over")
    if (born.month, born.day) >= SEASON[0] or (born.month, born.day) <= SEASON[1]:
        at = min(course.born_at + 28 * HOUR, max(course.home_at - 2 * HOUR, course.born_at + HOUR))
        course.step(at, "rsv_immunised", by=by, role=role, who=family.newborns)
    else:
        before = local(date(born.year, 10, 5), 15)
        course.step(before, "rsv_immunised", by=course.midwife.email, role="gp", who=family.newborns)


def _consultations(course: Course) -> None:
    nurse = course.family.helps["youth_health"].email
    for week in CONSULTATION_WEEKS:
        day = course.family.born_on + 7 * week * DAY
        at = local(day - max(0, day.weekday() - 4) * DAY, 16)
        seen = Contact(kind="youth_visit", at=at, by="youth_health", who=course.family.newborns)
        course.add(at + 30 * MINUTE, "record", f"consultation-{week}", nurse, value=seen)
