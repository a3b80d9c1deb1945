"""Which places are told apart on a board of many families, and which together, so that no family is in sight."""

from __future__ import annotations

from collections.abc import Mapping

from ...indicators.disclosure import SMALLEST_GROUP

ELSEWHERE = ""  # the name of what is told together


def told_apart(families: Mapping[str, int]) -> dict[str, str]:
    """Each place by the name under which it is told: its own, or ELSEWHERE. What is told together takes the smallest of
    the others with it until there are enough; one place alone is not hidden for it, and then the rest is not told."""
    small = {place for place, number in families.items() if number < SMALLEST_GROUP}
    large = sorted(
        (place for place in families if place not in small), key=lambda place: (families[place], place)
    )
    together = sum(families[place] for place in small)
    while len(large) > 1 and 0 < together < SMALLEST_GROUP:
        least = large.pop(0)
        small.add(least)
        together += families[least]
    return {place: ELSEWHERE if place in small else place for place in families}


def untold(families: Mapping[str, int]) -> bool:
    """Whether what would be told together has too few families to be told at all."""
    told = told_apart(families)
    return sum(families[place] for place in families if told[place] == ELSEWHERE) < SMALLEST_GROUP


def enough(families: Mapping[str, int]) -> bool:
    """Whether there are enough families for anything to be told of them."""
    return sum(families.values()) >= SMALLEST_GROUP
