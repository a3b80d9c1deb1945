"""Whether two records may be of one person, and what speaks against it. Our rules, checked by nobody yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .names import folded

Likeness = Literal["number", "name_and_birth_date", "birth_date", "name"]
Contradiction = Literal["number", "birth_date"]
Number = tuple[str, str]  # naming system, value

SHORTEST_CALLED = 2  # letters of a short form: An for Anneleen
LETTERS_FOR_ONE_SLIP, LETTERS_FOR_TWO_SLIPS = 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a person; empty is not known. numbers: her national numbers, by naming system."""

    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    numbers: frozenset[Number] = frozenset()


def likeness(one: Known, other: Known) -> Likeness | None:
    """Why these may be one person, the strongest reason first; None if nothing says so, or a number speaks against
    it: sisters who are twins share a name and a birth date."""
    if one.numbers & other.numbers:
        return "number"
    if _numbers_differ(one, other):
        return None
    born_alike = one.birth_date is not None and one.birth_date == other.birth_date
    if born_alike and (_same(one.family_name, other.family_name) or _swapped(one, other)):
        return "name_and_birth_date"
    if born_alike and _similar(one.given_name, other.given_name):
        return "birth_date"
    if one.birth_date and other.birth_date:
        return None
    named_alike = _same(one.given_name, other.given_name) and _same(one.family_name, other.family_name)
    return "name" if named_alike or _swapped(one, other) else None


def contradiction(one: Known, other: Known) -> Contradiction | None:
    """What makes these two persons: another number of the same sort, or another birth date. What is not known
    contradicts nothing."""
    if _numbers_differ(one, other):
        return "number"
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return "birth_date"
    return None


def _numbers_differ(one: Known, other: Known) -> bool:
    """True if both have a number of one naming system, and none of it in common."""
    mine, hers = _by_system(one), _by_system(other)
    return any(mine[system].isdisjoint(hers[system]) for system in mine.keys() & hers.keys())


def _by_system(known: Known) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for system, value in known.numbers:
        found[system].add(value)
    return found


def _same(one: str, other: str) -> bool:
    return bool(folded(one)) and folded(one) == folded(other)


def _swapped(one: Known, other: Known) -> bool:
    """True if the given name of one stands in the place of the family name of the other, both ways."""
    return _same(one.given_name, other.family_name) and _same(one.family_name, other.given_name)


def _similar(one: str, other: str) -> bool:
    """True for the same name, a short form of it, or a slip of one letter (two in a long name)."""
    shorter, longer = sorted((folded(one), folded(other)), key=len)
    if len(shorter) < SHORTEST_CALLED:
        return bool(shorter) and shorter == longer
    if longer.startswith(shorter):
        return True
    allowed = (len(shorter) >= LETTERS_FOR_ONE_SLIP) + (len(shorter) >= LETTERS_FOR_TWO_SLIPS)
    return _slips(shorter, longer) <= allowed


def _slips(one: str, other: str) -> int:
    """Letters to add, drop, change, or exchange with their neighbour (optimal string alignment)."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, opposite in enumerate(other, 1):
            least = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != opposite))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                least = min(least, before_last[column - 2] + 1)
            current.append(least)
        before_last, last = last, current
    return last[-1]
