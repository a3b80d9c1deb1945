"""Pictures of figures, drawn here as SVG: a tornado, a fan, lines by year. Colours come from classes; lines and bars
differ by dash and place too. Each says in its title what it shows; a table with every number stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import ceil, floor, log10, sqrt
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from kraamkring.packs.postcodes import Point

from ..planning.map import HEIGHT as MAP_HEIGHT
from ..planning.map import WIDTH as MAP_WIDTH
from ..planning.map import place

WIDTH = 360  # in the picture's own units, so that words can be read on a phone
ROW, BAR = 40, 14
EDGE_START, EDGE_END, EDGE_TOP, EDGE_FOOT = 44, 18, 10, 24
HIGH = 190
WEEK = 7
WEEKS_BETWEEN = 3  # words under a strip
LEAST_RADIUS, LARGEST_RADIUS = 3.0, 16.0
MOST_TICKS = 5
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "10 4")

Say = Callable[[float], str]


class Bar(NamedTuple):
    """One assumption: what comes out at its lowest and at its highest, and what those are."""

    word: str
    at_lowest: float
    at_highest: float


class Line(NamedTuple):
    """One value for each year; low and high: the band around it, empty without."""

    word: str
    values: Sequence[float]
    low_80: Sequence[float] = ()
    high_80: Sequence[float] = ()
    low_95: Sequence[float] = ()
    high_95: Sequence[float] = ()


def tornado(title: str, bars: Sequence[Bar], middle: float, say: Say) -> SafeString:
    """Bars around what comes out now, widest first, each under its name."""
    ends = [end for bar in bars for end in (bar.at_lowest, bar.at_highest)] + [middle]
    least, most = min(ends), max(ends)
    unit = (WIDTH - 2 * EDGE_END) / ((most - least) or 1.0)

    def across(value: float) -> float:
        return EDGE_END + (value - least) * unit

    height = ROW * len(bars) + EDGE_FOOT
    parts = []
    for at, bar in enumerate(bars):
        up = at * ROW
        first, last = sorted((bar.at_lowest, bar.at_highest))
        parts.append(
            f'<text class="word" x="{EDGE_END}" y="{up + 14}">{escape(bar.word)}: '
            f"{escape(say(bar.at_lowest))} – {escape(say(bar.at_highest))}</text>"
            f'<rect class="bar" x="{across(first):.1f}" y="{up + 20}" '
            f'width="{max(across(last) - across(first), 1):.1f}" height="{BAR}"/>'
        )
    here = across(middle)
    parts += (
        f'<path class="middle" d="M{here:.1f} {at * ROW + 18}v{BAR + 4}"/>' for at, _bar in enumerate(bars)
    )
    anchor = "start" if here < WIDTH / 2 else "end"
    parts.append(
        f'<text class="word" x="{here:.1f}" y="{height - 8}" text-anchor="{anchor}">{escape(say(middle))}</text>'
    )
    return _picture(title, height, "".join(parts))


def fan(title: str, years: Sequence[int | str], lines: Sequence[Line], say: Say) -> SafeString:
    """Lines by year, the first with its bands of 80 and 95 %."""
    values = [each for line in lines for row in line[1:] for each in row]
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    air = ((most - least) or 1.0) * 0.06
    least, most = least - air, most + air
    span = max(len(years) - 1, 1)

    def across(at: int) -> float:
        return EDGE_START + at * (WIDTH - EDGE_START - EDGE_END) / span

    def up(value: float) -> float:
        return EDGE_TOP + (most - value) * (HIGH - EDGE_TOP - EDGE_FOOT) / (most - least)

    parts = [_grid(least, most, up, say), _years(years, across)]
    for line in lines:
        for name, low, high in (("wide", line.low_95, line.high_95), ("narrow", line.low_80, line.high_80)):
            if low:
                there = [f"{across(at):.1f} {up(each):.1f}" for at, each in enumerate(low)]
                back = [f"{across(at):.1f} {up(each):.1f}" for at, each in reversed(list(enumerate(high)))]
                parts.append(f'<path class="band {name}" d="M{"L".join([*there, *back])}Z"/>')
    for number, line in enumerate(lines):
        points = "L".join(f"{across(at):.1f} {up(each):.1f}" for at, each in enumerate(line.values))
        dash = f' stroke-dasharray="{DASHES[number % len(DASHES)]}"' if DASHES[number % len(DASHES)] else ""
        parts.append(f'<path class="line is-{number % len(DASHES)}"{dash} d="M{points}"/>')
    return _picture(title, HIGH, "".join(parts))


class Dot(NamedTuple):
    """One group in a funnel: how many there are, and the value. hers: drawn as a cross."""

    size: float
    value: float
    hers: bool


def funnel(
    title: str, dots: Sequence[Dot], lines: Sequence[Sequence[tuple[float, float]]], say: Say
) -> SafeString:
    """Groups by size against limits that narrow with it: lines of (size, value), the first one the mean, the
    others in pairs."""
    every = [*((dot.size, dot.value) for dot in dots), *(point for line in lines for point in line)]
    least, most = min(value for _size, value in every), max(value for _size, value in every)
    widest = max(size for size, _value in every) or 1.0
    air = ((most - least) or 1.0) * 0.06
    least, most = least - air, most + air

    def across(size: float) -> float:
        return EDGE_START + size * (WIDTH - EDGE_START - EDGE_END) / widest

    def up(value: float) -> float:
        return EDGE_TOP + (most - value) * (HIGH - EDGE_TOP - EDGE_FOOT) / (most - least)

    parts = [_grid(least, most, up, say)]
    parts += (
        f'<text class="word" x="{across(size):.1f}" y="{HIGH - 6}" text-anchor="middle">{escape(say(size))}</text>'
        for size in _even(0.0, widest)
    )
    for number, line in enumerate(lines):
        pair = (number + 1) // 2  # the mean, then the limits two by two
        dash = f' stroke-dasharray="{DASHES[pair]}"' if pair else ""
        points = "L".join(f"{across(size):.1f} {up(value):.1f}" for size, value in line)
        parts.append(f'<path class="line is-{2 if pair else 0}"{dash} d="M{points}"/>')
    parts += (
        f'<path class="home" d="M{across(dot.size) - 6:.1f} {up(dot.value):.1f}h12m-6 -6v12"/>'
        if dot.hers
        else f'<circle class="place" cx="{across(dot.size):.1f}" cy="{up(dot.value):.1f}" r="{LEAST_RADIUS + 1}"/>'
        for dot in sorted(dots, key=lambda dot: dot.hers)
    )
    return _picture(title, HIGH, "".join(parts))


def key(lines: Sequence[Line]) -> SafeString:
    """Which line is which: the dash beside the word."""
    rows = "".join(
        f'<li><svg class="figure-key" width="36" height="10" viewBox="0 0 36 10" aria-hidden="true"><path '
        f'class="line is-{number % len(DASHES)}" stroke-dasharray="{DASHES[number % len(DASHES)] or "none"}" '
        f'd="M2 5H34"/></svg> {escape(line.word)}</li>'
        for number, line in enumerate(lines)
    )
    return mark_safe(f'<ul class="heat-key">{rows}</ul>')  # noqa: S308 (escaped)


def _grid(least: float, most: float, up: Callable[[float], float], say: Say) -> str:
    return "".join(
        f'<path class="grid" d="M{EDGE_START} {up(each):.1f}H{WIDTH - EDGE_END}"/>'
        f'<text class="word" x="{EDGE_START - 4}" y="{up(each) + 4:.1f}" text-anchor="end">{escape(say(each))}</text>'
        for each in _even(least, most)
    )


def _years(years: Sequence[int | str], across: Callable[[int], float]) -> str:
    step = max(1, ceil(len(years) / MOST_TICKS))
    return "".join(
        f'<text class="word" x="{across(at):.1f}" y="{HIGH - 6}" text-anchor="middle">{year}</text>'
        for at, year in enumerate(years)
        if at % step == 0
    )


def _even(least: float, most: float) -> list[float]:
    """Round numbers between two, a few of them."""
    rough = (most - least) / (MOST_TICKS - 1)
    scale = 10 ** floor(log10(rough))
    step = next(scale * each for each in (1, 2, 5, 10) if rough <= scale * each)
    return [round(each * step, 6) for each in range(ceil(least / step), floor(most / step) + 1)]


def _picture(title: str, height: float, inner: str) -> SafeString:
    return mark_safe(  # noqa: S308 (numbers, and words that are escaped)
        f'<svg class="figure" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f"{inner}</svg>"
    )


class Strip(NamedTuple):
    """A region: for each day how likely it runs short, from 0 to 1, and what is said of it."""

    word: str
    chances: Sequence[float]


def strip(title: str, rows: Sequence[Strip], weeks: Sequence[str]) -> SafeString:
    """A row of cells for each region, a cell for each day; the darker, the likelier it runs short."""
    days = max((len(row.chances) for row in rows), default=1)
    wide = (WIDTH - 2 * EDGE_END) / days
    parts = []
    for at, row in enumerate(rows):
        up = at * ROW
        parts.append(f'<text class="word" x="{EDGE_END}" y="{up + 13}">{escape(row.word)}</text>')
        parts += (
            f'<rect class="cell is-{step_of(chance)}" x="{EDGE_END + day * wide:.2f}" y="{up + 18}" '
            f'width="{wide:.2f}" height="{BAR + 2}"/>'
            for day, chance in enumerate(row.chances)
        )
    foot = ROW * len(rows) + 10
    parts += (
        f'<text class="word" x="{EDGE_END + week * WEEK * wide:.1f}" y="{foot}">{escape(word)}</text>'
        for week, word in list(enumerate(weeks))[::WEEKS_BETWEEN]
    )
    return _picture(title, foot + 8, "".join(parts))


STEPS = (0.1, 0.25, 0.5, 0.75)  # chances of a shortage from which a cell is darker


def step_of(chance: float) -> int:
    """How dark a cell is, from 0 to 4."""
    return sum(chance >= each for each in STEPS)


def places(title: str, births: Mapping[Point, float], carers: Mapping[Point, float]) -> SafeString:
    """A circle for each place, the larger, the more births; a cross where carers set out. Empty where nothing is."""
    if not births and not carers:
        return SafeString("")
    placed = place({*births, *carers})
    largest = max(births.values(), default=1.0) or 1.0
    circles = "".join(
        f'<circle class="place" cx="{placed[point][0]:.1f}" cy="{placed[point][1]:.1f}" '
        f'r="{max(LEAST_RADIUS, LARGEST_RADIUS * sqrt(number / largest)):.1f}"/>'
        for point, number in sorted(births.items(), key=lambda each: -each[1])
    )
    crosses = "".join(
        f'<path class="home" d="M{placed[point][0] - 4:.1f} {placed[point][1]:.1f}h8'
        f'M{placed[point][0]:.1f} {placed[point][1] - 4:.1f}v8"/>'
        for point in sorted(carers)
    )
    return mark_safe(  # noqa: S308 (numbers, and words that are escaped)
        f'<svg class="figure" viewBox="0 0 {MAP_WIDTH} {MAP_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{circles}{crosses}</svg>'
    )
