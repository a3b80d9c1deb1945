"""What somebody typed to find a family: fragments of names, whole birth dates, whole numbers. All of them must hold."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ..kernel.errors import Refusal
from .names import LONGEST_FRAGMENT, words

MOST_FRAGMENTS = 6  # of each sort; our choice: it bounds the query

_DAY = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})"
    r"|(?P<y2>\d{4})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})"
    r"|(?P<d3>\d{2})(?P<m3>\d{2})(?P<y3>\d{4}))(?!\d)"
)
_NUMBER = re.compile(r"\d(?:[\s./-]*\d)*")
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2200


class Sought(NamedTuple):
    """Fragments of names, folded; birth dates; numbers, digits only. A part of a date or of a number finds nobody:
    numbers are sensitive, and are not to be tried digit by digit."""

    names: tuple[str, ...]
    days: tuple[date, ...]
    numbers: tuple[str, ...]


def sought(typed: str) -> Sought:
    """The fragments in `ami`, `jans ami`, `Amina 12-03-1994`, `12031994`, `1994-03-12`, `93.05.18-223.61`. Of more
    than MOST_FRAGMENTS names the longest count. Raises Refusal if there is nothing to search by."""
    days: list[date] = []

    def take(match: re.Match[str]) -> str:
        day = _day(match)
        if day is None:
            return match[0]
        days.append(day)
        return " "

    rest = _DAY.sub(take, typed)
    numbers = [re.sub(r"\D", "", match[0]) for match in _NUMBER.finditer(rest)]
    names = {word[:LONGEST_FRAGMENT] for word in words(_NUMBER.sub(" ", rest))}
    longest = sorted(names, key=lambda name: (-len(name), name))
    if not (names or days or numbers):
        raise Refusal("fragment", "there is nothing to search by", "Type a part of a name")
    return Sought(
        tuple(longest[:MOST_FRAGMENTS]),
        tuple(dict.fromkeys(days))[:MOST_FRAGMENTS],
        tuple(dict.fromkeys(numbers))[:MOST_FRAGMENTS],
    )


def _day(match: re.Match[str]) -> date | None:
    """The date, None if there is no such day."""
    named = match.groupdict()
    day, month, year = next(
        (int(named[f"d{form}"]), int(named[f"m{form}"]), int(named[f"y{form}"]))
        for form in ("", "2", "3")
        if named[f"d{form}"]
    )
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _EARLIEST_YEAR <= year <= _LATEST_YEAR else None
