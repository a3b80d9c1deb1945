"""A small curve of what was measured: no limits, no judgement, only how it went. The list beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, EDGE = 320, 120, 14
MOST = 40  # points; of more the latest


@dataclass(frozen=True)
class Series:
    """What is drawn as one line: its word, and when it was how much, the oldest first."""

    word: str
    points: tuple[tuple[datetime, float], ...]


def curve(series: Sequence[Series], title: str) -> SafeString:
    """The picture, or nothing where there are not two points of anything."""
    drawn = [Series(each.word, each.points[-MOST:]) for each in series if len(each.points) > 1]
    if not drawn:
        return SafeString("")
    moments = [at.timestamp() for each in drawn for at, _ in each.points]
    values = [value for each in drawn for _, value in each.points]
    lines = "".join(_line(each, (min(moments), max(moments)), (min(values), max(values))) for each in drawn)
    return mark_safe(  # noqa: S308 (numbers, and words that are escaped)
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{lines}</svg>'
    )


def _line(series: Series, across: tuple[float, float], up: tuple[float, float]) -> str:
    dots = [
        (
            EDGE + (WIDTH - 2 * EDGE) * _share(at.timestamp(), *across),
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * _share(value, *up),
        )
        for at, value in series.points
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    rings = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in dots)
    return f'<g><polyline points="{path}"/>{rings}</g>'


def _share(value: float, lowest: float, highest: float) -> float:
    return 0.5 if highest == lowest else (value - lowest) / (highest - lowest)
