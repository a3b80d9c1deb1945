"""How much hangs on each assumption: one at a time from its lowest to its highest, the rest as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .assumption import Assumptions


class Bar(NamedTuple):
    """The outcome where one assumption is at its lowest and at its highest."""

    name: str
    at_lowest: float
    at_highest: float

    @property
    def width(self) -> float:
        """How far the outcome moves."""
        return abs(self.at_highest - self.at_lowest)


def tornado(
    assumptions: Assumptions, values: Mapping[str, float], outcome: Callable[[Mapping[str, float]], float]
) -> list[Bar]:
    """Widest first; what the outcome does not hang on is left out."""
    bars = [
        Bar(
            name,
            outcome({**values, name: min(each.lowest, values[name])}),
            outcome({**values, name: max(each.highest, values[name])}),
        )
        for name, each in assumptions.items()
    ]
    return sorted((bar for bar in bars if bar.width), key=lambda bar: (-bar.width, bar.name))
