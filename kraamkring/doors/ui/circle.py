"""The circle, drawn on the server as SVG: mother and child in the middle, the people around them on a ring.

Filled: somebody is there. Hollow: asked, or still to come. An opening: care that is due has nobody; filled beside
an opening: somebody accepted, and still nobody comes for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

WIDTH, HEIGHT = 380, 264
CENTRE_X, CENTRE_Y, RADIUS = WIDTH / 2, HEIGHT / 2, 92
LABEL_LETTERS = 13
OPENINGS = ("missing", "uncovered")  # presences beside which the ring is open
LINE_HEIGHT = 15


@dataclass(frozen=True)
class Place:
    """A discipline on the ring. presence: here, asked, missing, or uncovered."""

    label: str
    presence: str


def draw(places: Sequence[Place], children: int, title: str, description: str, name: str) -> str:
    """The circle as SVG text. title, description: what a screen reader says. name: unique on the page, for ids."""
    return (
        f'<svg class="circle" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        + _family(children)
        + _ring(places)
        + "".join(_place(place, _angle(at, len(places))) for at, place in enumerate(places))
        + "</svg>"
    )


def _family(children: int) -> str:
    """One mother, and each child in her arms."""
    drawn = [f'<circle class="mother" cx="{CENTRE_X - 12}" cy="{CENTRE_Y - 6}" r="26"/>']
    for child in range(children):
        turn = pi / 5 + (child - (children - 1) / 2) * pi / 3.2
        x, y = CENTRE_X - 12 + 34 * cos(turn), CENTRE_Y - 6 + 34 * sin(turn)
        drawn.append(f'<circle class="child" cx="{x:.1f}" cy="{y:.1f}" r="13"/>')
    return "".join(drawn)


def _angle(at: int, count: int) -> float:
    return -pi / 2 + 2 * pi * at / count


def _ring(places: Sequence[Place]) -> str:
    """One arc from each place to the next; before and after an opening it stops short."""
    count = len(places)
    if not count:
        return f'<circle class="arc" cx="{CENTRE_X}" cy="{CENTRE_Y}" r="{RADIUS}"/>'
    drawn = []
    for at in range(count):
        here, following = places[at], places[(at + 1) % count]
        start, end = _angle(at, count), _angle(at + 1, count)
        wide = (end - start) * 0.38
        start += wide if here.presence in OPENINGS else 0.2
        end -= wide if following.presence in OPENINGS else 0.2
        if end > start:
            drawn.append(_arc(start, end))
    return "".join(drawn)


def _arc(start: float, end: float) -> str:
    x1, y1 = _on_ring(start)
    x2, y2 = _on_ring(end)
    large = 1 if end - start > pi else 0
    return f'<path class="arc" d="M{x1:.1f} {y1:.1f}A{RADIUS} {RADIUS} 0 {large} 1 {x2:.1f} {y2:.1f}"/>'


def _on_ring(angle: float, radius: float = RADIUS) -> tuple[float, float]:
    return CENTRE_X + radius * cos(angle), CENTRE_Y + radius * sin(angle)


def _place(place: Place, angle: float) -> str:
    x, y = _on_ring(angle)
    lx, ly = _on_ring(angle, RADIUS + 20)
    lean = cos(angle)
    anchor = "start" if lean > 0.3 else "end" if lean < -0.3 else "middle"
    lines = _lines(place.label) if anchor != "middle" else [place.label]
    below = sin(angle)
    top = ly + 4 - (len(lines) - 1) * LINE_HEIGHT / 2 + (4 if below > 0.9 else -2 if below < -0.9 else 0)
    words = "".join(
        f'<text x="{lx:.1f}" y="{top + LINE_HEIGHT * at:.1f}" text-anchor="{anchor}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return f'<g class="place is-{place.presence}"><circle cx="{x:.1f}" cy="{y:.1f}" r="10"/>{words}</g>'


def _lines(label: str) -> list[str]:
    lines = [""]
    for word in label.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL_LETTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
