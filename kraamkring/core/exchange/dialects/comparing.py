"""Two trees, element by element: which leaves of one stand in the other, with the same value at the same place."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from .moments import instant_in
from .tree import Node

A_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")  # a code may begin with a nought: `0800` is not 800


def reproduced(source: Node, again: Node) -> list[Node]:
    """The leaves of the source that are in the other tree as well. Elements that may come several times are paired so
    that most are found; their order says nothing."""
    found = [source] if source.value is not None and same_value(source.value, again.value) else []
    others: dict[str, list[Node]] = defaultdict(list)
    for each in again.children:
        others[each.name].append(each)
    mine: dict[str, list[Node]] = defaultdict(list)
    for each in source.children:
        mine[each.name].append(each)
    for name, listed in mine.items():
        pairs = sorted(
            (
                (reproduced(one, other), i, j)
                for i, one in enumerate(listed)
                for j, other in enumerate(others[name])
            ),
            key=lambda pair: -len(pair[0]),
        )
        used_mine: set[int] = set()
        used_other: set[int] = set()
        for leaves, i, j in pairs:
            if leaves and i not in used_mine and j not in used_other:
                used_mine.add(i)
                used_other.add(j)
                found += leaves
    return found


def same_value(one: str, other: str | None) -> bool:
    """Whether two primitives say the same: the same text, the same instant, or the same number."""
    if other is None:
        return False
    if one == other:
        return True
    at, also = instant_in(one), instant_in(other)
    if at is not None or also is not None:
        return at == also
    if A_NUMBER.fullmatch(one) and A_NUMBER.fullmatch(other):
        return Decimal(one) == Decimal(other)
    return False
