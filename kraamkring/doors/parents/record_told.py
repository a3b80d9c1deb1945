"""What stands in her record, in plain sentences: one for each kind of entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import notation
from kraamkring.doors.ui import words as ui_words
from kraamkring.flows.see_record import SeenEntry, SeenPart
from kraamkring.rooms.record.models import Entry, TakenOver

from . import record_words as said
from . import words

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One entry: what it is about, what it says, when that was, and who wrote it when. note: what became of it.
    before: what it said earlier, newest first."""

    title: str
    text: str
    when: str
    by: str
    note: str
    before: tuple[str, ...]


@dataclass(frozen=True)
class PartTold:
    """One part of the record. more: how many older entries stand on its own page."""

    name: str
    title: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True)
class Elsewhere:
    """What others recorded elsewhere, in their own words: about whom, when, and what it says."""

    title: str
    text: str
    whom: str
    when: str


class Teller:
    """Tells entries in one language. children: how many there are, so that one is simply `child`."""

    def __init__(self, zone: tzinfo, language: str, children: int) -> None:
        self.zone, self.language, self.children = zone, language, children

    def part(self, part: SeenPart, name: str) -> PartTold:
        title = str(said.PARTS[part.module])
        if part.module == "child" and part.slot and self.children > 1:
            child = self.whom(part.slot)
            title = child[:1].upper() + child[1:]
        lines = tuple(self.line(each) for each in part.entries)
        return PartTold(name, title, lines, part.many - len(lines))

    def line(self, seen: SeenEntry) -> Line:
        entry = seen.shown
        who = entry.attributed_to or entry.author.name
        role = words.role_word(entry.role)
        source = f", {said.SOURCES[entry.source]}" if entry.source in said.SOURCES else ""
        return Line(
            title=str(said.KINDS[entry.kind]),
            text=self.sentence(entry),
            when=self._when(entry),
            by=(f"{who}, {role}" if who else role) + f" · {self.moment(entry.recorded_at)}{source}",
            note=_note(seen),
            before=tuple(self.sentence(v.entry) for v in reversed(seen.versions) if v.entry != entry),
        )

    def elsewhere(self, row: TakenOver) -> Elsewhere:
        try:
            when = self.day(row.at[:10])
        except ValueError:
            when = row.at
        return Elsewhere(row.title, row.said, self.whom(row.slot) if row.slot else "", when)

    def sentence(self, entry: Entry) -> str:
        """What an entry says."""
        return "; ".join(part for part in TOLD[entry.kind](self, entry.payload) if part)

    def whom(self, slot: str) -> str:
        return _("you") if slot == "mother" else ui_words.subject(slot, self.children)

    def who(self, content: Content) -> str:
        """For whom it was, where that is said."""
        named = content.get("who") or content.get("newborn") or ()
        slots = [named] if isinstance(named, str) else list(named)
        return ", ".join(self.whom(slot) for slot in slots)

    def day(self, text: str) -> str:
        return notation.weekday(date.fromisoformat(text), self.language)

    def moment(self, at: datetime | str) -> str:
        instant = datetime.fromisoformat(at) if isinstance(at, str) else at
        return notation.moment(instant, self.zone, self.language)

    def _when(self, entry: Entry) -> str:
        if any(name in entry.payload for name in ("at", "born_at", "start")):
            return self.moment(entry.effective_at)
        day = notation.weekday(local_day(entry.effective_at, self.zone), self.language)
        return _("set on %(day)s") % {"day": day} if entry.kind == "due_dates" else day


def _note(seen: SeenEntry) -> str:
    if seen.stands is None:
        return _("This was taken back. It does not count any more.")
    if seen.rivals:
        return _("This was written down in two different ways. Somebody still has to say which is right.")
    if seen.overruled:
        return _("It was decided that something else is right.")
    return _("This was corrected.") if len(seen.versions) > 1 else ""


# --- one sentence for each kind of entry


def _due_date(tell: Teller, it: Content) -> Iterator[str]:
    yield tell.day(it["due_on"])
    yield str(said.METHODS.get(it.get("method", ""), ""))


def _birth(tell: Teller, it: Content) -> Iterator[str]:
    yield tell.who(it) if tell.children > 1 else ""
    yield str(said.OUTCOMES[it["outcome"]])
    yield str(said.PLACES[it["place"]])
    yield str(said.MODES[it["mode"]])
    yield notation.apart(notation.weight(it["weight_g"]), tell.language) if it.get("weight_g") else ""
    yield str(said.CONDITIONS.get(it.get("condition", ""), ""))


def _death(tell: Teller, it: Content) -> Iterator[str]:
    yield tell.who(it)


def _loss(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.LOSSES[it["kind"]])


def _whose(tell: Teller, it: Content) -> Iterator[str]:
    yield tell.who(it)


def _discharge(tell: Teller, it: Content) -> Iterator[str]:
    yield tell.who(it)
    yield _("this is the plan") if it.get("planned") else ""


def _move(tell: Teller, it: Content) -> Iterator[str]:
    yield tell.day(it["on"])


def _member(tell: Teller, it: Content) -> Iterator[str]:
    yield words.role_word(it["role"])


def _contact(tell: Teller, it: Content) -> Iterator[str]:
    yield words.care_word(it["kind"])
    yield words.role_word(it["by"])
    yield _("it did not take place") if it.get("outcome") == "missed" else ""


def _screening(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.SCREENINGS[it["screening"]])
    yield str(said.SCREENED[it["outcome"]])
    yield str(it.get("reason") or "")


def _result(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.SCREENINGS[it["screening"]])
    yield str(said.RESULTS[it["result"]])


def _step(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.STEPS[it["step"]])
    yield words.role_word(it["by"])


def _appointment(tell: Teller, it: Content) -> Iterator[str]:
    yield words.care_word(it["care"])
    yield words.role_word(it["role"])
    yield str(words.CAME.get(it.get("outcome", ""), ""))


def _waiver(tell: Teller, it: Content) -> Iterator[str]:
    yield str(words.PROMISES.get(it["activity"], it["activity"]))
    yield it["why"]


def _decision(tell: Teller, it: Content) -> Iterator[str]:
    yield words.role_word(it["by"])


def _retraction(tell: Teller, it: Content) -> Iterator[str]:
    yield it["why"]


def _preferences(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.STAYS.get(it.get("stay", ""), ""))
    if it.get("maternity_care") is not None:
        yield _("help at home: yes") if it["maternity_care"] else _("help at home: no")
    yield str(said.FEEDING.get(it.get("feeding", ""), ""))
    if it.get("place_of_birth"):
        yield _("birth %(place)s") % {"place": said.PLACES[it["place_of_birth"]]}


def _many(tell: Teller, it: Content) -> Iterator[str]:
    many = int(it["value"])
    yield ngettext("%(many)s child", "%(many)s children", many) % {"many": many}


def _number(tell: Teller, it: Content) -> Iterator[str]:
    yield str(it["value"])


def _course(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.COURSES[it["value"]])


def _condition(tell: Teller, it: Content) -> Iterator[str]:
    yield str(said.CONDITIONS[it["value"]])


TOLD: Mapping[str, Callable[[Teller, Content], Iterator[str]]] = {
    "due_dates": _due_date,
    "expected_newborns": _many,
    "earlier_births": _number,
    "course": _course,
    "mother_condition": _condition,
    "preferences": _preferences,
    "births": _birth,
    "deaths": _death,
    "losses": _loss,
    "admissions": _whose,
    "discharges": _discharge,
    "readmissions": _whose,
    "moves": _move,
    "network": _member,
    "contacts": _contact,
    "screenings": _screening,
    "results": _result,
    "steps": _step,
    "appointments": _appointment,
    "waivers": _waiver,
    "decisions": _decision,
    "retractions": _retraction,
}
