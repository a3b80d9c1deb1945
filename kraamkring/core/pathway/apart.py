"""Whether two conditions of cards can never hold together: then both may date the same promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conditions import PREDICATES

Asked = Mapping[str, Mapping[str, Any]]


def told_apart(one: Asked, one_unless: Asked, other: Asked, other_unless: Asked) -> bool:
    """True if some fact cannot be as both ask. one, other: what must hold; with unless, what may not."""
    if any(_never_both(one[name], other[name]) for name in one.keys() & other.keys()):
        return True
    return _ruled_out(one_unless, other) or _ruled_out(other_unless, one)


def _ruled_out(unless: Asked, when: Asked) -> bool:
    """True if exactly what one excludes is what the other asks for."""
    return any(dict(when[name]) == dict(unless[name]) for name in unless.keys() & when.keys())


def _never_both(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return any(
        _excludes(word, asked, other, wanted) or _excludes(other, wanted, word, asked)
        for word, asked in mine.items()
        for other, wanted in theirs.items()
    )


def _excludes(word: str, asked: Any, other: str, wanted: Any) -> bool:
    """True if a value that is as the first asks can never be as the second does."""
    if word == "is":
        return not PREDICATES[other](asked, wanted)
    if word == other == "within":
        return not any(PREDICATES["within"](end, wanted) for end in asked) and not any(
            PREDICATES["within"](end, asked) for end in wanted
        )
    return (word, other) == ("below", "at_least") and asked <= wanted
