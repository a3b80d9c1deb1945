"""The notation of HL7 v2 (chapter 2): segments, fields, repetitions, components. It knows no meaning.

Five separators and a few escapes; they have not changed since 1987. ADR 0804 says why no library reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

MOST_SEGMENTS = 500  # our choice, as the two below: more is no message about one person
MOST_REPETITIONS = 200
LONGEST_VALUE = 2000
NULL = '""'  # HL7's word for "delete this"; here it says nothing


class Faulty(ValueError):
    """Something cannot be read. at: where (`PID-7`, `MSH-9.2`); code: of HL7 table 0357. Never a value."""

    def __init__(self, at: str, problem: str, code: int) -> None:
        self.at, self.problem, self.code = at, problem, code
        super().__init__(f"{at}: {problem}")


REQUIRED, WRONG_TYPE, UNKNOWN_VALUE, ORDER = 101, 102, 103, 100
OTHER_KIND, OTHER_EVENT, OTHER_PROCESSING, OTHER_VERSION, USED_TWICE, INSIDE = 200, 201, 202, 203, 205, 207


class Separators(NamedTuple):
    """field, then MSH-2: component, repetition, escape, subcomponent."""

    field: str
    component: str
    repetition: str
    escape: str
    sub: str


@dataclass(frozen=True)
class Segment:
    """One line. fields: from 1 on, as they stand."""

    name: str
    fields: tuple[str, ...]
    separators: Separators

    def repetitions(self, field: int) -> list[list[str]]:
        """Every repetition of a field as its components (from 0 on), unescaped; none where it is empty or null."""
        raw = self.fields[field - 1] if field <= len(self.fields) else ""
        if not raw or raw == NULL:
            return []
        parts = raw.split(self.separators.repetition)
        if len(parts) > MOST_REPETITIONS:
            raise Faulty(f"{self.name}-{field}", "it is repeated too often", WRONG_TYPE)
        return [
            [self._plain(each, field) for each in part.split(self.separators.component)] for part in parts
        ]

    def value(self, field: int, component: int = 1) -> str:
        """One component of the first repetition; empty if it is not there."""
        first = next(iter(self.repetitions(field)), [])
        return first[component - 1] if component <= len(first) else ""

    def _plain(self, raw: str, field: int) -> str:
        first = raw.split(self.separators.sub)[0]
        said = "" if first == NULL else _unescaped(first, self.separators).strip()
        if len(said) > LONGEST_VALUE:
            raise Faulty(f"{self.name}-{field}", "it is too long", WRONG_TYPE)
        if any(not each.isprintable() for each in said):
            raise Faulty(f"{self.name}-{field}", "it holds characters that nobody can read", WRONG_TYPE)
        return said


@dataclass(frozen=True)
class Message:
    """A message as its segments, MSH first."""

    segments: tuple[Segment, ...]

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Segment]:
        return (each for each in self.segments if each.name == name)

    def value(self, segment: str, field: int, component: int = 1) -> str:
        """One value of the first segment of that name; empty if it is not there."""
        found = self.first(segment)
        return found.value(field, component) if found else ""


def parsed(text: str) -> Message:
    """The message. Raises Faulty for what is no HL7 v2."""
    lines = [line for line in re.split(r"\r\n?|\n", text) if line.strip()]
    if not lines or not lines[0].startswith("MSH"):
        raise Faulty("MSH", "the message does not begin with MSH", ORDER)
    if len(lines) > MOST_SEGMENTS:
        raise Faulty("MSH", "there are too many segments", ORDER)
    separators = _separators(lines[0])
    return Message(tuple(_segment(line, number, separators) for number, line in enumerate(lines)))


def _separators(line: str) -> Separators:
    chosen = line[3:8]
    rest = line[8:9]
    if len(chosen) < 5 or (rest and rest not in (chosen[0], "#")):
        raise Faulty("MSH-2", "the separators are not given", REQUIRED)
    if len(set(chosen)) < 5 or any(each.isalnum() or not each.isprintable() for each in chosen):
        raise Faulty("MSH-2", "the separators cannot be told apart", WRONG_TYPE)
    return Separators(*chosen)


def _segment(line: str, number: int, separators: Separators) -> Segment:
    name, *fields = line.split(separators.field)
    if not re.fullmatch(r"[A-Z][A-Z0-9]{2}", name):
        raise Faulty(f"segment {number + 1}", "this is not the name of a segment", ORDER)
    if name == "MSH":
        if number:
            raise Faulty("MSH", "there is more than one message between start and end", ORDER)
        fields = [separators.field, *fields]
    return Segment(name, tuple(fields), separators)


def _unescaped(raw: str, separators: Separators) -> str:
    if separators.escape not in raw:
        return raw
    stands: Mapping[str, str] = {
        "F": separators.field, "S": separators.component, "R": separators.repetition, "E": separators.escape,
        "T": separators.sub, ".br": " ", "H": "", "N": "",
    }  # fmt: skip
    escape = re.escape(separators.escape)
    return re.sub(f"{escape}([^{escape}]*){escape}", lambda found: stands.get(found[1], ""), raw)


def escaped(said: str, separators: Separators) -> str:
    """A value as it may stand in a field."""
    letters = dict(zip(separators, "FSRET", strict=True))
    return "".join(
        f"{separators.escape}{letters[each]}{separators.escape}" if each in letters else each
        for each in said
        if each.isprintable()
    )
