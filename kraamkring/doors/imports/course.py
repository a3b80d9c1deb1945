"""What the resources say of the pregnancy itself: its due date, when care began, what was wished, who is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from kraamkring.core.facts import DueDate, Preferences
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.gestation import LONGEST_DAYS, TERM_DAYS, gestation_days

from . import codes
from .answers import Answers
from .family import Family
from .files import Resource
from .moments import begin_of, day_in, number_in
from .references import Given
from .tree import Node, take

TOLD = frozenset({"final", "amended", "corrected", "preliminary"})
BEGINS = ("period.start", "effectiveDateTime", "performedDateTime", "performedPeriod.start", "onsetDateTime")


def observations(given: Given, family: Family, slot: str, wanted: tuple[str, ...]) -> Iterator[Resource]:
    """The observations of these codes about the mother or one child."""
    for each in given.of("Observation"):
        told = each.node.text("status") in TOLD and codes.has_code(each.node, wanted)
        if told and family.slot_of(given.patient_of(each)) == slot:
            yield each


def due_dates(given: Given, family: Family, answers: Answers) -> list[tuple[DueDate, str]]:
    """The due date that was decided on; else what was estimated; else counted from the last period; else as answered.
    The day on which it was set is None where nobody says it."""
    for wanted in ((codes.DUE_DATE_DECIDED,), codes.DUE_DATE):
        if found := list(_dated(observations(given, family, "mother", wanted), timedelta(), "taken_over")):
            return found
    periods = observations(given, family, "mother", codes.LAST_PERIOD)
    if found := list(_dated(periods, timedelta(days=TERM_DAYS), "last_period")):
        return found
    said = answers.to("due_on")
    day = day_in(said)
    if said and day is None:
        raise Refusal("answers due_on", "this is not a date", "Write it as in 2026-10-14")
    return (
        [(DueDate(id="due_dates/answered", due_on=day, set_on=day, method="taken_over"), "")] if day else []
    )


def _dated(found: Iterable[Resource], later: timedelta, method: Any) -> Iterator[tuple[DueDate, str]]:
    for each in found:
        said = each.node.one("valueDateTime") or each.node.one("valueDate")
        day = day_in(said.value or "") if said else None
        if day is not None:
            name = f"due_dates/{each.name}"
            set_on = each.node.one("effectiveDateTime")
            take(name, said, each.node.one("code"), each.node.one("subject"), each.node.one("status"), set_on)
            yield (
                DueDate(
                    id=name,
                    due_on=day + later,
                    set_on=day_in(each.node.text("effectiveDateTime")) or day,
                    method=method,
                ),
                "" if set_on is None else "set",
            )


def booked_on(given: Given, family: Family, due: date, births: Iterable[date], today: date) -> date:
    """The first day on which the source tells of care in this pregnancy; else the day of the birth, or today."""
    last = min([*births, today])
    days = [last] if 0 <= gestation_days(due, last) <= LONGEST_DAYS else []
    for each in given.of("EpisodeOfCare", "Encounter", "Observation", "Procedure"):
        begin = begin_of(each.node, *BEGINS)
        day = day_in(begin.value or "") if begin else None
        if begin is None or day is None or not family.slot_of(given.patient_of(each)):
            continue
        if day <= last and gestation_days(due, day) >= 0:
            days.append(day)
            if each.kind == "EpisodeOfCare":
                take("booked_on", begin)
    if not days:
        raise Refusal("due_on", "no care that it tells of lies within this pregnancy", "Check the due date")
    return min(days)


def preferences(given: Given, family: Family) -> Preferences:
    """What she wished, as far as it was asked: of several answers the last."""
    said: dict[str, Any] = {}
    for name, wanted, known in (
        ("place_of_birth", codes.WISH_OF_PLACE, codes.WISHED_PLACES),
        ("feeding", codes.WISH_OF_FEEDING, codes.FEEDINGS),
    ):
        told = sorted(
            observations(given, family, "mother", wanted), key=lambda r: r.node.text("effectiveDateTime")
        )
        for each in told[-1:]:
            meaning, coding = codes.answer(each.node, known)
            if meaning:
                said[name] = meaning
                take(
                    "preferences",
                    coding,
                    each.node.one("code"),
                    each.node.one("subject"),
                    each.node.one("status"),
                )
    if spoken := language_of(family.mother.node):
        said["language"] = spoken[0]
        take("preferences", spoken[1])
    return Preferences(**said)


def language_of(person: Node) -> tuple[str, Node] | None:
    """Her language as two letters, with the element that says it: the preferred one, else the first."""
    spoken = sorted(person.all("communication"), key=lambda each: each.text("preferred") != "true")
    for each in spoken:
        for coding in each.all("language.coding"):
            code = coding.text("code").partition("-")[0].lower()
            if len(code) == 2 and code.isascii() and code.isalpha():
                return code, coding
    return None


def expected(given: Given, family: Family) -> int | None:
    """How many children were last said to be expected."""
    found = None
    told = observations(given, family, "mother", codes.EXPECTED_CHILDREN)
    for each in sorted(told, key=lambda r: r.node.text("effectiveDateTime")):
        many = number_in(each.node.one("valueInteger"))
        if many is not None and many == int(many) and 1 <= many <= 9:
            found = int(many)
            take(
                "expected_newborns",
                each.node.one("valueInteger"),
                each.node.one("code"),
                each.node.one("subject"),
            )
    return found
