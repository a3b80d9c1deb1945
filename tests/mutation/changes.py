"""Every value that decides something in the TOML files of the packs, and the same file with that value one unit off."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from kraamkring import packs

PACKS = Path(packs.__file__).parent

# What is read by people and decides nothing: words, sources, signatures. A change there is for a reader to notice.
WORDS = {
    "title",
    "why",
    "says",
    "say",
    "words",
    "note",
    "notes",
    "label",
    "parent",
    "professional",
    "nl",
    "fr",
    "de",
    "en",
    "tr",
    "ar",
}
GROUNDS = {"where", "source", "sources", "sign", "changes", "publisher", "licence"}
NAMES = {"name", "id", "activity"}
PROSE = frozenset(WORDS | GROUNDS | NAMES)
REGISTERS = frozenset({"sources.toml"})  # which document, of which year
WEEKS_AND_DAYS = re.compile(r"(\d+)\+([0-6])")
DAY_OF_THE_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")  # and not `20-24`, an age
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
WORD = re.compile(r"[a-z][a-z0-9_ -]{0,40}")
LEAP_YEAR = 2024

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Change:
    """One value of one file, one unit off. kind: number, date, yes or no, or word."""

    file: Path
    steps: Steps
    kind: str
    was: Any
    becomes: Any

    def __str__(self) -> str:
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps).lstrip(
            "."
        )
        return f"{self.file.relative_to(PACKS)} {where}: {self.was} -> {self.becomes}"

    def applied(self, said: dict[str, Any]) -> dict[str, Any]:
        """The content of the file with this one value changed."""
        changed = copy.deepcopy(said)
        place: Any = changed
        for step in self.steps[:-1]:
            place = place[step]
        place[self.steps[-1]] = self.becomes
        return changed


def files() -> list[Path]:
    """Every file of every pack that holds rules."""
    return [path for path in sorted(PACKS.rglob("*.toml")) if path.name not in REGISTERS]


@lru_cache(maxsize=1)
def changes() -> list[Change]:
    """Every change there is, in the order of the files."""
    contents = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in files()}
    words = _vocabulary(contents)
    return [change for path, said in contents.items() for change in _of_file(path, said, words)]


def _of_file(path: Path, said: dict[str, Any], words: dict[Steps, list[str]]) -> Iterator[Change]:
    for steps, value in _leaves(said):
        for kind, other in _neighbours(value):
            yield Change(path, steps, kind, value, other)
        if _is_word(value):
            others = [word for word in words[_place(path, steps)] if word != value]
            if others:
                after = [word for word in others if word > value] or others
                yield Change(path, steps, "word", value, after[0])


def _leaves(said: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    if isinstance(said, dict):
        for key, inner in said.items():
            if key not in PROSE:
                yield from _leaves(inner, (*steps, key))
    elif isinstance(said, list):
        for number, inner in enumerate(said):
            yield from _leaves(inner, (*steps, number))
    else:
        yield steps, said


def _neighbours(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield "yes or no", not value
    elif isinstance(value, int):
        yield from (("number", value + step) for step in (-1, 1))
    elif isinstance(value, float):
        unit = Decimal(1).scaleb(int(Decimal(repr(value)).as_tuple().exponent))
        yield from (("number", float(Decimal(repr(value)) + step * unit)) for step in (-1, 1))
    elif isinstance(value, date):
        yield from (("date", value + timedelta(days=step)) for step in (-1, 1))
    elif isinstance(value, str):
        yield from _neighbours_of_text(value)


def _neighbours_of_text(value: str) -> Iterator[tuple[str, Any]]:
    if match := WEEKS_AND_DAYS.fullmatch(value):
        days = int(match[1]) * 7 + int(match[2])
        yield from (("number", f"{(days + step) // 7}+{(days + step) % 7}") for step in (-1, 1))
    elif ISO_DATE.fullmatch(value):
        day = date.fromisoformat(value)
        yield from (("date", (day + timedelta(days=step)).isoformat()) for step in (-1, 1))
    elif match := DAY_OF_THE_YEAR.fullmatch(value):
        day = date(LEAP_YEAR, int(match[1]), int(match[2]))
        yield from (("date", f"{day + timedelta(days=step):%m-%d}") for step in (-1, 1))


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(WORD.fullmatch(value))


def _vocabulary(contents: dict[Path, dict[str, Any]]) -> dict[Steps, list[str]]:
    """The words that stand in the same place of files of the same kind."""
    found: dict[Steps, set[str]] = {}
    for path, said in contents.items():
        for steps, value in _leaves(said):
            if _is_word(value):
                found.setdefault(_place(path, steps), set()).add(value)
    return {place: sorted(words) for place, words in found.items()}


def _place(path: Path, steps: Steps) -> Steps:
    return (path.parent.name, *(step for step in steps if isinstance(step, str)))
