"""Towns into regions of a size that one search can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..week.model import Place


@dataclass(frozen=True)
class Town:
    """Where people live. births: a year; radius_km: how far homes lie from its middle."""

    name: str
    region: str
    place: Place
    births: float
    radius_km: float


def cut(towns: Sequence[Town], most_births: float) -> list[tuple[str, tuple[Town, ...]]]:
    """Regions by name; one with too many births is halved across its longer side, and its parts again. A part is named
    after its largest town."""
    found: list[tuple[str, tuple[Town, ...]]] = []
    for name in sorted({town.region for town in towns}):
        parts = _halved(tuple(town for town in towns if town.region == name), most_births)
        if len(parts) == 1:
            found.append((name, parts[0]))
        else:
            found += [
                (f"{name}: {max(part, key=lambda town: (town.births, town.name)).name}", part)
                for part in parts
            ]
    return found


def _halved(towns: tuple[Town, ...], most: float) -> list[tuple[Town, ...]]:
    births = sum(town.births for town in towns)
    if births <= most or len(towns) == 1:
        return [towns]
    sides = [[town.place[side] for town in towns] for side in (0, 1)]
    wide = max((0, 1), key=lambda side: max(sides[side]) - min(sides[side]))
    ordered = sorted(towns, key=lambda town: (town.place[wide], town.place[1 - wide], town.name))
    so_far, at = 0.0, 0
    while at < len(ordered) - 1 and (at == 0 or so_far + ordered[at].births / 2 < births / 2):
        so_far += ordered[at].births
        at += 1
    return _halved(tuple(ordered[:at]), most) + _halved(tuple(ordered[at:]), most)
