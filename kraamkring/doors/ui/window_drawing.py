"""The window of a promise as a drawing: where it opens and closes, what is aimed at, when it becomes a risk.

The words are those of units only (h, d, weeks), so that one drawing serves every language; the window in words stands
beside it, and in its title.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from kraamkring.core.pathway import cards

WIDTH, ROW, LEFT, RIGHT = 640, 84, 30, 610
HOURS_A_DAY, DAYS_A_WEEK = 24, 7
LEAP_YEAR = 2024
INK, QUIET, FILL, RISK = "#17404a", "#5b6b70", "#bfe3df", "#a34a00"
IN_A_FILE = {
    "ground": 'fill="#ffffff"',
    "head": f'fill="{QUIET}"',
    "axis": f'stroke="{QUIET}"',
    "bar": f'fill="{FILL}" stroke="{INK}"',
    "risk": f'stroke="{RISK}"',
    "risk-word": f'fill="{RISK}"',
    "point": f'fill="{INK}"',
    "word": f'fill="{INK}"',
}
NEAR = 46  # closer than this, two labels are put on either side


Painted = Callable[[str], str]  # the part of a drawing -> its attributes


class Axis(NamedTuple):
    """One window on its axis. ticks: (place, label). event: where what it counts from lies. risk: None if the time to
    arrange it begins before the window is drawn, or has no place on it."""

    first: float
    last: float
    opens: float
    closes: float
    target: float | None
    event: float | None
    until: float | None
    risk: float | None
    labels: tuple[str, str, str]


def of_a_page(part: str) -> str:
    """The style sheet of the page gives the colours, those of the dark too."""
    return f'class="{part}"'


def drawn(
    rules: Sequence[cards.PromiseRule],
    titles: Sequence[str],
    heads: Sequence[str] = (),
    painted: Painted = IN_A_FILE.__getitem__,
) -> str:
    """An SVG with a row for each promise. titles: the windows in words, read aloud instead of the drawing. painted:
    with the colours of a file that is looked at by itself, or `of_a_page`."""
    height = ROW * len(rules)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape('; '.join(titles))}</title>",
        f'<rect width="{WIDTH}" height="{height}" rx="6" {painted("ground")}/>',
    ]
    for number, rule in enumerate(rules):
        head = heads[number] if heads else ""
        parts.append(
            f'<g transform="translate(0 {number * ROW})">{_row(axis_of(rule), rule, head, painted)}</g>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def axis_of(rule: cards.PromiseRule) -> Axis:
    """Where everything lies, in hours or days."""
    window = rule.window
    lead_days = rule.lead_hours / HOURS_A_DAY
    if isinstance(window, cards.ElapsedHours):
        labels = (f"{window.earliest:g} h", f"{window.target:g} h", f"{window.latest:g} h")
        return _axis(window.earliest, window.target, window.latest, rule.lead_hours, labels, event=0)
    if isinstance(window, cards.LocalDays):
        labels = (f"d {window.earliest}", f"d {window.target}", f"d {window.latest}")
        return _axis(window.earliest, window.target, window.latest + 1, lead_days, labels, event=0)
    if isinstance(window, cards.GestationalAge):
        first, target, last = window.days
        return _axis(
            first, target, last, lead_days, (window.earliest, window.target, window.latest), event=None
        )
    if isinstance(window, cards.Season):
        first, target, last = (_of_year(day) for day in (window.earliest, window.target, window.latest))
        shown = tuple(
            "-".join(reversed(each.split("-"))) for each in (window.earliest, window.target, window.latest)
        )
        return _axis(first, target, last + 1, lead_days, shown, event=None)  # type: ignore[arg-type]
    return _between(rule)


def _between(rule: cards.PromiseRule) -> Axis:
    """From one event to another: nobody knows how long; the lead time is drawn against two days."""
    long = max(2 * HOURS_A_DAY, 2 * rule.lead_hours)
    return Axis(0, long * 1.1, 0.0, long, None, 0.0, long, long - rule.lead_hours, ("", "", ""))


def _axis(
    first: float, target: float, last: float, lead: float, labels: tuple[str, str, str], event: float | None
) -> Axis:
    if last < first:  # a season round the turn of the year
        year = float(_of_year("12-31"))
        last += year
        target += year if target < first else 0
    ends = (first, last, event) if event is not None else (first, last)
    low, high = min(ends), max(ends)
    margin = (high - low) / 10 or 1
    risk = last - lead
    low = min(low, max(risk, low - (high - low) / 2)) if lead else low
    return Axis(
        low - margin, high + margin, first, last, target, event, None, risk if risk >= low else None, labels
    )


def _of_year(day: str) -> int:
    month, of_month = map(int, day.split("-"))
    return date(LEAP_YEAR, month, of_month).timetuple().tm_yday


def _row(axis: Axis, rule: cards.PromiseRule, head: str, painted: Painted) -> str:
    def x(value: float) -> float:
        return round(LEFT + (value - axis.first) / (axis.last - axis.first) * (RIGHT - LEFT), 1)

    opens, closes = x(axis.opens), x(axis.closes)
    dash = ' stroke-dasharray="5 4"' if rule.obligation == "proposed" else ""
    parts = [
        f'<text x="{LEFT - 20}" y="16" {painted("head")}>{escape(head)}</text>' if head else "",
        f'<line x1="{LEFT - 20}" y1="48" x2="{RIGHT + 20}" y2="48" {painted("axis")}/>',
        f'<rect x="{opens}" y="36" width="{max(round(closes - opens, 1), 3)}" height="24" rx="3" '
        f"{painted('bar')}{dash}/>",
    ]
    if axis.risk is not None and rule.lead_hours and rule.obligation != "proposed":
        at = x(axis.risk)
        parts.append(
            f'<line x1="{at}" y1="30" x2="{at}" y2="66" {painted("risk")} stroke-width="2" stroke-dasharray="3 3"/>'
            f'<text x="{at}" y="26" {painted("risk-word")} text-anchor="middle">! -{_lead(rule.lead_hours)}</text>'
        )
    if axis.target is not None:
        at = x(axis.target)
        parts.append(f'<path d="M{at} 60 l-6 11 h12 z" {painted("point")}/>')
    for event in (axis.event, axis.until):
        if event is not None:
            parts.append(f'<path d="M{x(event)} 39 l9 9 l-9 9 l-9 -9 z" {painted("point")}/>')
    parts.append(_labels(axis, opens, closes, painted))
    return "".join(parts)


def _labels(axis: Axis, opens: float, closes: float, painted: Painted) -> str:
    """Where it opens and closes below the bar, unless both are too near; what is aimed at is marked by a triangle."""
    first, _, last = axis.labels
    if not first:
        return ""
    before, after = ("end", "start") if closes - opens < NEAR else ("middle", "middle")
    return (
        f'<text x="{opens}" y="82" {painted("word")} text-anchor="{before}">{escape(first)}</text>'
        f'<text x="{closes}" y="82" {painted("word")} text-anchor="{after}">{escape(last)}</text>'
    )


def _lead(hours: float) -> str:
    days = hours / HOURS_A_DAY
    return f"{days:g} d" if hours >= 2 * HOURS_A_DAY and days == int(days) else f"{hours:g} h"
