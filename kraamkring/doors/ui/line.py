"""The line, drawn on the server as SVG: windows as bars, what was done as dots, gaps as openings, and now.

Widths are percentages, heights and letters are not: the picture fits a phone and a wall without scaling its words.
Nothing here carries a style attribute; colours come from classes (static/ui/line.css).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from .marks import MARKS

LEFT, RIGHT = 1.5, 98.5  # percent: round ends of bars stay inside
LABEL_LETTERS = 44  # what a phone of 320 px holds in one line
LABEL_LINES = 2
LANE, AXIS, TEXT, BAR, AIR = 17, 22, 16, 10, 12  # heights in px


@dataclass(frozen=True)
class Span:
    """The time that is drawn. bend: 1 is even; below 1 the beginning gets more room (years beside days)."""

    start: datetime
    end: datetime
    bend: float = 1.0

    def at(self, moment: datetime) -> float:
        """Where a moment stands, in percent of the width; what lies outside stands at the edge."""
        share = (moment - self.start) / (self.end - self.start)
        return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)) ** self.bend

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end


@dataclass(frozen=True)
class Row:
    """One promise: its name, its state, its window, and the moment it was done or is arranged for."""

    label: str
    state: str
    earliest: datetime
    latest: datetime
    point: datetime | None = None
    firm: bool = True  # False: the window rests on a plan or an expectation


@dataclass(frozen=True)
class Event:
    """Something that happened (or is expected): the birth, going home. kind: event or now."""

    label: str
    at: datetime
    kind: str = "event"


@dataclass(frozen=True)
class Tick:
    """A division of the axis with a short word."""

    label: str
    at: datetime


def draw(
    rows: Sequence[Row],
    span: Span,
    ticks: Sequence[Tick],
    events: Sequence[Event],
    title: str,
    description: str,
    name: str,
) -> str:
    """The picture as SVG text. title, description: what a screen reader says. name: unique on the page, for ids."""
    shown = [event for event in events if span.holds(event.at)]
    thread_y = LANE * len(shown) + 12
    body_y = thread_y + AXIS + 10
    drawn, y = [], float(body_y)
    for row in rows:
        block, height = _row(row, span, y)
        drawn.append(block)
        y += height
    total = round(y + 2)
    return (
        f'<svg class="line" width="100%" height="{total}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        + _axis(ticks, span, thread_y, total)
        + "".join(_event(event, span, lane, thread_y, total) for lane, event in enumerate(shown))
        + "".join(drawn)
        + _thread(rows, span, thread_y)
        + "</svg>"
    )


def _x(percent: float) -> str:
    return f"{percent:.2f}%"


def _axis(ticks: Sequence[Tick], span: Span, thread_y: int, total: int) -> str:
    drawn = []
    for tick in ticks:
        x = span.at(tick.at)
        drawn.append(
            f'<line class="tick" x1="{_x(x)}" x2="{_x(x)}" y1="{thread_y}" y2="{total}"/>'
            f'<text class="tick-word" x="{_x(x)}" y="{thread_y + AXIS}" text-anchor="{_anchor(x)}">'
            f"{escape(tick.label)}</text>"
        )
    return "".join(drawn)


def _thread(rows: Sequence[Row], span: Span, y: int) -> str:
    """The one line itself: dots where care was given, openings where it was not."""
    drawn = [f'<line class="thread" x1="{LEFT}%" x2="{RIGHT}%" y1="{y}" y2="{y}"/>']
    for row in rows:
        if row.state == "gap" and span.holds(row.latest):
            x = _x(span.at(row.latest))
            drawn.append(
                f'<circle class="opening" cx="{x}" cy="{y}" r="7"/><circle class="edge" cx="{x}" cy="{y}" r="7"/>'
            )
    for row in rows:
        if row.point is not None and span.holds(row.point):
            drawn.append(
                f'<circle class="bead is-{_css(row.state)}" cx="{_x(span.at(row.point))}" cy="{y}" r="5.5"/>'
            )
    return "".join(drawn)


def _event(event: Event, span: Span, lane: int, thread_y: int, total: int) -> str:
    x, y = span.at(event.at), LANE * lane + 12
    bottom = total if event.kind == "now" else thread_y + 8
    side = {"start": 6, "end": -6, "middle": 0}[_side(x)]
    return (
        f'<g class="{event.kind}"><line x1="{_x(x)}" x2="{_x(x)}" y1="{y - 9}" y2="{bottom}"/>'
        f'<text x="{_x(x)}" dx="{side}" y="{y}" text-anchor="{_side(x)}">{escape(event.label)}</text></g>'
    )


def _row(row: Row, span: Span, y: float) -> tuple[str, float]:
    lines = wrapped(row.label)
    css = _css(row.state)
    words = "".join(
        f'<text class="name" x="22" y="{y + 12 + TEXT * at:.0f}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    bar_y = y + TEXT * len(lines) + 8
    x1, x2 = span.at(row.earliest), span.at(row.latest)
    firm = "" if row.firm else " soft"
    ends = f'x1="{_x(x1)}" x2="{_x(x2)}" y1="{bar_y:.0f}" y2="{bar_y:.0f}"'
    drawn = (
        f'<g class="row is-{css}{firm}"><svg class="mark is-{css}" x="0" y="{y:.0f}" width="15" height="15" '
        f'viewBox="0 0 16 16">{MARKS[row.state]}</svg>{words}'
        f'<line class="window" {ends}/>'
    )
    if row.state == "gap":
        drawn += f'<line class="hollow" {ends}/>'
    if row.point is not None and span.holds(row.point):
        drawn += f'<circle class="dot" cx="{_x(span.at(row.point))}" cy="{bar_y:.0f}" r="4.5"/>'
    return drawn + "</g>", TEXT * len(lines) + BAR + AIR


def wrapped(label: str, letters: int = LABEL_LETTERS) -> list[str]:
    """A name in at most two lines that fit a phone; the last ends in … where it does not fit."""
    lines, words = [""], label.split(" ")
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > LABEL_LINES:
        lines = lines[:LABEL_LINES]
        lines[-1] = lines[-1][: letters - 1].rstrip() + "…"
    return [each.strip(" ·") for each in lines]


def _css(state: str) -> str:
    return state.replace("_", "-")


def _anchor(x: float) -> str:
    return "start" if x < 4 else "end" if x > 96 else "middle"


def _side(x: float) -> str:
    return "start" if x < 60 else "end"
