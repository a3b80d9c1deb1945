"""Births of days that have passed, from a table: `date,births` and, if there is one, `municipality`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ...kernel.errors import ImpossibleFact
from .calibrating import LEAST_HISTORY_DAYS
from .numbers import Flags, Real

MOST_BIRTHS = 100_000
MOST_DAYS = 11_000
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_AREAS = 2_000


@dataclass(frozen=True)
class History:
    """births: on each day from first on, all areas together. known: False on a day that is not in the table."""

    first: date
    births: Real
    known: Flags
    areas: Mapping[str, Real]

    @property
    def day_after(self) -> date:
        """The first day of which it knows nothing any more."""
        return self.first + timedelta(days=len(self.births))


def read_history(lines: Iterable[str]) -> History:
    """The history in a CSV. A day that is not in it is not known, it is not without births. Raises ImpossibleFact."""
    try:
        rows = list(_rows(csv.DictReader(lines)))
    except csv.Error:
        raise ImpossibleFact("history", "this is not a table", "Give a CSV with date and births") from None
    if not rows:
        raise ImpossibleFact("history", "there is no day in it", "Give a CSV with date and births")
    first, last = min(day for day, _, _ in rows), max(day for day, _, _ in rows)
    length = (last - first).days + 1
    if length > MOST_DAYS:
        raise ImpossibleFact(
            "history", "it is longer than thirty years", "Check its dates, or leave the oldest years out"
        )
    known, areas = np.zeros(length, dtype=bool), {area: np.zeros(length) for _, _, area in rows}
    if len(areas) > MOST_AREAS:
        raise ImpossibleFact(
            "history", "there are too many municipalities", "At most %(most)s", most=MOST_AREAS
        )
    seen = set()
    for day, births, area in rows:
        if (day, area) in seen:
            raise ImpossibleFact("history", "a day stands there twice", "Keep one row of a day")
        seen.add((day, area))
        areas[area][(day - first).days] = births
        known[(day - first).days] = True
    births_all: Real = np.sum(list(areas.values()), axis=0)
    if known.sum() < LEAST_HISTORY_DAYS:
        raise ImpossibleFact(
            "history", "it is too short", "Give at least %(least)s days", least=LEAST_HISTORY_DAYS
        )
    if not births_all.any():
        raise ImpossibleFact("history", "there is no birth in it", "Check its births")
    return History(first, births_all, known, {} if set(areas) == {""} else areas)


def _rows(table: csv.DictReader[str]) -> Iterable[tuple[date, int, str]]:
    names = set(table.fieldnames or ())
    for wanted in ("date", "births"):
        if wanted not in names:
            raise ImpossibleFact("history", f"there is no column {wanted}", "Name it in the first line")
    for row in table:
        where = f"history, line {table.line_num}"
        try:
            day = date.fromisoformat((row["date"] or "").strip())
        except ValueError:
            raise ImpossibleFact(where, "this is not a date", "Write it as in 2026-10-14") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ImpossibleFact(where, "this date cannot be", "Check its year")
        said = (row["births"] or "").strip()
        if not (said.isascii() and said.isdecimal()) or len(said) > len(str(MOST_BIRTHS)):
            raise ImpossibleFact(where, "this is not a number of births", "Write a whole number")
        if int(said) > MOST_BIRTHS:
            raise ImpossibleFact(where, "there are too many births on a day", "Check the number")
        yield day, int(said), (row.get("municipality") or "").strip()
