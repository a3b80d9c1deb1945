"""What the resources say of the pregnancy itself: its due date, when care began, what was wished, who is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from kraamkring.core.exchange.dialects.moments import begin_of, day_in
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.core.facts import DueDate, Preferences
from kraamkring.core.facts.coherence import MOST_EARLIER_BIRTHS
from kraamkring.core.facts.model import MOST_NEWBORNS
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.gestation import LONGEST_DAYS, TERM_DAYS, gestation_days

from . import codes
from .answers import Answers
from .family import Family
from .files import Resource
from .references import Given
from .tables import Telling, became

TOLD = frozenset({"final", "amended", "corrected", "preliminary"})
BEGINS = ("period.start", "effectiveDateTime", "performedDateTime", "performedPeriod.start", "onsetDateTime")


def observations(given: Given, family: Family, slot: str, wanted: tuple[str, ...]) -> Iterator[Resource]:
    """The observations of these codes about the mother or one child."""
    for each in given.of("Observation"):
        told = each.node.text("status") in TOLD and codes.has_code(each.node, wanted)
        if told and family.slot_of(given.patient_of(each)) == slot:
            yield each


def due_dates(telling: Telling, answers: Answers) -> list[tuple[DueDate, str]]:
    """The due date that was decided on; else what was estimated; else counted from the last period; else as answered.
    The day on which it was set is None where nobody says it."""
    for field, later, method in (
        ("due_on", timedelta(), "taken_over"),
        ("estimated_on", timedelta(), "taken_over"),
        ("last_period_on", timedelta(days=TERM_DAYS), "last_period"),
    ):
        if found := list(_dated(telling, field, later, method)):
            return found
    said = answers.to("due_on")
    day = day_in(said)
    if said and day is None:
        raise Refusal("answers due_on", "this is not a date", "Write it as in 2026-10-14")
    return (
        [(DueDate(id="due_dates/answered", due_on=day, set_on=day, method="taken_over"), "")] if day else []
    )


def _dated(telling: Telling, field: str, later: timedelta, method: Any) -> Iterator[tuple[DueDate, str]]:
    for resource, told in telling.things("due_date"):
        day = told.fields.get(field)
        if day is not None and told.fields.get("who") == "mother":
            name = f"due_dates/{resource.name}"
            set_on = told.fields.get("set_on")
            how = told.fields.get("method", method)
            became(told, name, method=how)
            yield (
                DueDate(id=name, due_on=day + later, set_on=set_on or day, method=how),
                "set" if set_on else "",
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
    if not days:
        raise Refusal("due_on", "no care that it tells of lies within this pregnancy", "Check the due date")
    return min(days)


def preferences(telling: Telling) -> Preferences:
    """What she wished, as far as it was asked: of several answers the last."""
    said: dict[str, Any] = {}
    for field in ("place_of_birth", "feeding"):
        told = [pair for pair in telling.things("preferences") if field in pair[1].fields]
        for _resource, last in sorted(told, key=lambda pair: pair[0].node.text("effectiveDateTime"))[-1:]:
            said[field] = last.fields[field]
            became(last, "preferences")
    if spoken := language_of(telling.family.mother.node):
        said["language"] = spoken[0]
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


def expected(telling: Telling) -> int | None:
    """How many children were last said to be expected."""
    found = None
    told = [pair for pair in telling.things("pregnancy") if "expected" in pair[1].fields]
    for _resource, each in sorted(told, key=lambda pair: pair[0].node.text("effectiveDateTime")):
        many = each.fields["expected"]
        if many == int(many) and 1 <= many <= MOST_NEWBORNS:
            found = int(many)
            became(each, "expected_newborns")
    return found


def earlier_births(telling: Telling) -> int | None:
    """How often she gave birth before; None if nobody says so, or if two say different things."""
    told = [pair[1] for pair in telling.of("parity", about="mother")]
    said = {each.fields["earlier_births"] for each in told}
    many = next(iter(said)) if len(said) == 1 else None
    if many is None or many != int(many) or not 0 <= many <= MOST_EARLIER_BIRTHS:
        return None
    for each in told:
        became(each, "earlier_births")
    return int(many)
