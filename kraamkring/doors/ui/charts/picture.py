"""What is drawn of a warning: panels with limits and points, the words around them, and the table below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil, floor, log10
from typing import Any

from kraamkring.core.pathway.cards import Language
from kraamkring.core.warning import Chart, Level, Warning, Wording
from kraamkring.core.warning.bilirubin import Bilirubin
from kraamkring.core.warning.chart import Curve, Drawn, Said
from kraamkring.core.warning.finding import Finding
from kraamkring.core.warning.growth import Growth
from kraamkring.core.warning.report import filling_of
from kraamkring.core.warning.wording import both, number, within

from .words import word

MOST_TICKS = 6
TICKS_ACROSS = {"age in hours": (6, 12, 24, 48, 96, 168), "age in days": (1, 2, 7, 14, 28, 91, 182, 365)}
TICK_HOURS = (1, 2, 3, 6, 12, 24, 48, 168)
LEAST_ACROSS = {"age in hours": 96.0, "age in days": 10.0}  # so that one early reading has its surroundings
AIR = 0.06  # of the height, above and below what is drawn
CURVE_STEPS = 60


@dataclass(frozen=True)
class Point:
    """A reading: where it stands, and what is written there."""

    across: float
    up: float
    level: Level
    value: str


@dataclass(frozen=True)
class Line:
    """Limits, from left to right."""

    word: str
    level: Level
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Tick:
    at: float
    word: str


@dataclass(frozen=True)
class Panel:
    """One upright axis with what is drawn against it."""

    name: str
    lowest: float
    highest: float
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Picture:
    """Everything a drawing needs, in one language."""

    language: Language
    title: str
    description: str
    level: Level
    level_word: str
    said: tuple[str, ...]
    across: str
    start: float
    end: float
    ticks: tuple[Tick, ...]
    panels: tuple[Panel, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_levels: tuple[Level, ...]
    caption: tuple[str, ...]


def picture(warning: Warning, wording: Wording, language: Language) -> Picture:
    """The picture of a warning whose chart is drawn."""
    chart, drawn = warning.chart, warning.chart.drawn
    assert drawn is not None  # noqa: S101 (whoever asks has looked)
    points = list(zip(warning.found.points, warning.levels, strict=True))
    zone = next((point.at.tzinfo for point, _ in reversed(points) if point.at), None)
    start, end = _span(drawn, [_across(drawn, point) for point, _ in points])
    values = [drawn.value] if drawn.second is None else [drawn.value, drawn.second]
    panels = tuple(_panel(chart, drawn, name, points, start, end, language) for name in values)
    names = list(dict.fromkeys([*values, *(name for name in ("weight_g",) if name in chart.names)]))
    rows = [
        (
            _when(drawn, point, zone, language),
            *(_said(chart, point, name, language) for name in names),
            getattr(wording.levels[level], language),
        )
        for point, level in points
    ]
    last = rows[-1]
    told = word("described", language).format(
        value=", ".join(cell for cell in last[1:-1] if cell) or word("nothing", language),
        when=last[0],
        level=last[-1],
    )
    return Picture(
        language=language,
        title=getattr(chart.title, language),
        description=told,
        level=warning.level,
        level_word=getattr(wording.levels[warning.level], language),
        said=_said_in_words(warning, wording, language),
        across=word(drawn.across, language),
        start=start,
        end=end,
        ticks=_ticks_across(drawn, start, end, zone, language),
        panels=panels,
        head=(
            word("when", language),
            *(_name(chart, name, language) for name in names),
            word("level", language),
        ),
        rows=tuple(rows),
        row_levels=warning.levels,
        caption=_caption(chart, wording, language),
    )


def _said_in_words(warning: Warning, wording: Wording, language: Language) -> tuple[str, ...]:
    """Why, what to do, by when and who, for a professional."""
    chart, first = warning.chart, warning.first
    found = filling_of(warning)
    told: list[tuple[Said, Mapping[str, Any]]] = [
        (reason.rule, reason.finding.filling) for reason in warning.reasons
    ] or [(chart.normal, found)]
    action = wording.actions[first.rule.action if first else chart.normal_action]
    sentences = [
        both(chart, wording, said, filling)["professional"][language]
        for said, filling in [*told, (action, found)]
    ]
    who = ", ".join(getattr(wording.roles[role], language) for role in action.who)
    when = within(wording, first.rule.within_hours)[language] if first else ""
    ending = word("beside", language).format(one=when, other=who) if when else who
    return (*sentences, f"{ending[:1].upper()}{ending[1:]}.")


def _caption(chart: Chart, wording: Wording, language: Language) -> tuple[str, ...]:
    lines = [
        word("source", language).format(said=chart.edition),
        getattr(wording.support_only.professional, language),
    ]
    if chart.certainty == "to be confirmed":
        lines.append(getattr(wording.to_be_confirmed, language))
    if chart.certainty == "proposed":
        lines.append(getattr(wording.proposed, language))
    if chart.sign.checked_by == "not reviewed":
        lines.append(getattr(wording.not_reviewed, language))
    return tuple(lines)


def _panel(
    chart: Chart,
    drawn: Drawn,
    name: str,
    points: Sequence[tuple[Finding, Level]],
    start: float,
    end: float,
    language: Language,
) -> Panel:
    lines = tuple(
        Line(getattr(curve.word, language), curve.level, _corners(chart, drawn, curve, start, end, points))
        for curve in (drawn.curves if name == drawn.value else ())
        if curve.found is None or _value(points[-1][0], curve.found) is not None
    )
    turn = -1 if drawn.downwards else 1
    dots = tuple(
        Point(
            _across(drawn, point), turn * value, level, number(turn * value, language, _decimals(chart, name))
        )
        for point, level in points
        if (value := _value(point, name)) is not None
    )
    ups = [up for line in lines for _, up in line.corners] + [dot.up for dot in dots]
    if drawn.downwards:
        ups.append(0.0)
    lowest, highest = (min(ups), max(ups)) if ups else (0.0, 1.0)
    air = (highest - lowest or 1.0) * AIR
    lowest, highest = lowest - air, highest + 2 * air
    return Panel(
        _name(chart, name, language) if not drawn.downwards else f"{word('change', language)} (%)",
        lowest,
        highest,
        tuple(Tick(at, number(at, language)) for at in _even(lowest, highest)),
        lines,
        dots,
    )


def _corners(
    chart: Chart,
    drawn: Drawn,
    curve: Curve,
    start: float,
    end: float,
    points: Sequence[tuple[Finding, Level]],
) -> tuple[tuple[float, float], ...]:
    """A line of limits as it holds: in steps where the table steps, level where one number holds."""
    if curve.rule is not None:
        limit = chart.limit(curve.rule) * (-1 if drawn.downwards else 1)
        return ((start, limit), (end, limit))
    if curve.found is not None:
        found = _value(points[-1][0], curve.found)
        assert found is not None  # noqa: S101 (asked before)
        return ((start, found), (end, found))
    if curve.column is not None:
        assert isinstance(chart.measure, Bilirubin)  # noqa: S101 (only its table has columns of limits)
        rows = [row for row in chart.measure.row if row.from_hours < end]
        corners: list[tuple[float, float]] = []
        for row in rows:
            up = getattr(row, curve.column)
            if corners:
                corners.append((row.from_hours, corners[-1][1]))
            corners.append((row.from_hours, up))
        return (*corners, (end, corners[-1][1]))
    assert isinstance(chart.measure, Growth)  # noqa: S101 (only its table has z-scores)
    assert curve.z is not None  # noqa: S101 (a curve is one of three)
    boy = any(point.shown.get("sex") == "boy" for point, _ in points)
    table = chart.measure.boy if boy else chart.measure.girl
    days = sorted({min(len(table) - 1, round(end * step / CURVE_STEPS)) for step in range(CURVE_STEPS + 1)})
    return tuple((float(day), table[day].weight_kg(curve.z) * 1000) for day in days)


def _across(drawn: Drawn, point: Finding) -> float:
    if drawn.across == "time":
        assert point.at is not None  # noqa: S101 (a chart against time asks for it)
        return point.at.timestamp() / 3600
    age = point.age_hours or 0.0
    return age if drawn.across == "age in hours" else age / 24


def _span(drawn: Drawn, at: Sequence[float]) -> tuple[float, float]:
    if drawn.across == "time":
        return floor(min(at)), max(ceil(max(at)), floor(min(at)) + 1)
    return 0.0, max(LEAST_ACROSS[drawn.across], max(at) * (1 + AIR))


def _ticks_across(
    drawn: Drawn, start: float, end: float, zone: tzinfo | None, language: Language
) -> tuple[Tick, ...]:
    steps = TICK_HOURS if drawn.across == "time" else TICKS_ACROSS[drawn.across]
    step = next((step for step in steps if (end - start) / step <= MOST_TICKS), steps[-1])
    first = ceil(start / step) * step
    at = [first + step * n for n in range(int((end - first) / step) + 1)]
    if drawn.across != "time":
        return tuple(Tick(each, number(each, language)) for each in at)
    form = "%H:%M" if step < 24 else "%d-%m"
    offset = (datetime.fromtimestamp(start * 3600, zone).utcoffset() or timedelta()) / timedelta(hours=1)
    moments = [each - offset % step for each in at] + [at[-1] + step - offset % step]
    return tuple(
        Tick(each, f"{datetime.fromtimestamp(each * 3600, zone):{form}}")
        for each in moments
        if start <= each <= end
    )


def _even(lowest: float, highest: float) -> list[float]:
    """Round numbers between two, a few of them."""
    rough = (highest - lowest) / (MOST_TICKS - 1)
    scale = 10 ** floor(log10(rough))
    step = next(scale * each for each in (1, 2, 5, 10) if rough <= scale * each)
    return [round(each * step, 6) for each in range(ceil(lowest / step), floor(highest / step) + 1)]


def _when(drawn: Drawn, point: Finding, zone: tzinfo | None, language: Language) -> str:
    written = f"{point.at.astimezone(zone):%d-%m %H:%M}" if point.at is not None else ""
    if drawn.across == "time" or point.age_hours is None:
        return written
    if drawn.across == "age in hours":
        age = f"{number(point.age_hours, language)} h"
    else:
        age = {"en": "day", "nl": "dag", "fr": "jour", "de": "Tag"}[language]
        age = f"{age} {int(point.age_hours // 24)}"
    return f"{age} ({written})" if written else age


def _value(point: Finding, name: str) -> float | None:
    value = point.shown.get(name, point.numbers.get(name, point.filling.get(name)))
    return None if value is None else float(value)


def _said(chart: Chart, point: Finding, name: str, language: Language) -> str:
    value = _value(point, name)
    if value is None:
        return ""
    unit = chart.names[name].unit
    return f"{number(value, language, _decimals(chart, name))}{'' if unit.startswith('/') else ' '}{unit}".rstrip()


def _decimals(chart: Chart, name: str) -> int | None:
    return chart.names[name].places


def _name(chart: Chart, name: str, language: Language) -> str:
    named = chart.names[name]
    unit = f" ({named.unit})" if named.unit else ""
    return f"{getattr(named.word, language)}{unit}"
