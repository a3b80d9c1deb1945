"""A chart as SVG: limits as lines, readings as shapes, source and edition below.

Widths are percentages, heights and letters are not, as in `line.py`: one picture fits a phone and a wall. Curves
lie in an inner picture that is stretched, their strokes are not. Colours come from classes (static/ui/charts.css);
a level has its shape and its word as well: a dot is normal, a triangle is watch, a square is act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from importlib.resources import files
from textwrap import wrap

from .picture import Line, Panel, Picture
from .words import word

LEFT, RIGHT = 14.0, 95.0  # percent: room for the words of the upright axis
LEFT_EDGE, RIGHT_EDGE = 2.0, 98.0
HEIGHT, SECOND_HEIGHT = 260, 120  # px of a panel
INNER = 1000  # width of the stretched picture, in its own units
ROW = 22
LETTERS = 44  # what a phone of 320 px holds in one line of small print, in the widest letters of a machine
TITLE_LETTERS = 28
MOST_ROWS = 10
MOST_LABELS = 7
SHAPES = {
    "normal": '<circle class="shape" r="5"/>',
    "watch": '<path class="shape" d="M0 -7L7 5.5H-7Z"/>',
    "act": '<rect class="shape" x="-5.5" y="-5.5" width="11" height="11"/>',
}
GAP, MARK = 2, 3  # letters between columns of the table, and those that a shape takes


def draw(picture: Picture, name: str = "chart") -> str:
    """The picture alone, for a page that gives the table itself. name: unique on the page, for ids."""
    body, height = _body(picture, 0, name)
    return (
        f'<svg class="chart" width="100%" height="{height}" role="img" aria-labelledby="{name}-t {name}-d" '
        f'lang="{picture.language}">{_told(picture, name)}{body}</svg>'
    )


def standalone(picture: Picture, name: str = "chart") -> str:
    """A file that stands by itself: title, picture, table, source and edition, and its colours, light and dark."""
    top = 8
    heading = "".join(
        f'<text class="heading" x="2%" y="{top + 20 + 22 * at}">{escape(line)}</text>'
        for at, line in enumerate(wrap(picture.title, TITLE_LETTERS))
    )
    top += 22 * len(wrap(picture.title, TITLE_LETTERS)) + 6
    level = (
        f'<g class="is-{picture.level}"><svg x="4%" y="{top + 14}" overflow="visible">{SHAPES[picture.level]}</svg>'
        f'<text class="verdict" x="7.5%" y="{top + 19}">{escape(picture.level_word)}</text></g>'
    )
    body, height = _body(picture, top + 30, name)
    table, bottom = _table(picture, height + 14)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart file" width="100%" height="{bottom + 8}" '
        f'lang="{picture.language}" aria-labelledby="{name}-t {name}-d">{_told(picture, name)}<style>{style()}</style>'
        f'<rect class="ground" width="100%" height="100%"/>{heading}{level}<g aria-hidden="true">{body}</g>{table}'
        "</svg>\n"
    )


@lru_cache(maxsize=1)
def style() -> str:
    """The colours of the pages, light and dark, and those of charts: what a file by itself needs."""
    static = files("kraamkring.doors.ui") / "static" / "ui"
    tokens = (static / "tokens.css").read_text(encoding="utf-8")
    light = re.search(r"^:root \{.*?^\}", tokens, re.DOTALL | re.MULTILINE)
    dark = re.search(
        r"^@media \(prefers-color-scheme: dark\) \{\s*:root \{.*?^\}", tokens, re.DOTALL | re.MULTILINE
    )
    assert light, "tokens.css begins with the light colours"  # noqa: S101
    assert dark, "and goes on with the dark ones"  # noqa: S101
    return f"{light[0]}\n{dark[0]}\n{(static / 'charts.css').read_text(encoding='utf-8')}"


def _told(picture: Picture, name: str) -> str:
    titled = word("beside", picture.language).format(one=picture.title, other=picture.level_word)
    return (
        f'<title id="{name}-t">{escape(titled)}</title>'
        f'<desc id="{name}-d">{escape(picture.description)}</desc>'
    )


def _body(picture: Picture, top: float, name: str) -> tuple[str, int]:
    """The panels one below the other, the axis across, and the small print."""
    drawn, y = [], top
    for index, panel in enumerate(picture.panels):
        height = SECOND_HEIGHT if index else HEIGHT
        drawn.append(f'<text class="axis-name" x="1%" y="{y + 14:.0f}">{escape(panel.name)}</text>')
        y += 24
        drawn.append(_panel(picture, panel, y, height))
        y += height + 8
    y += 10
    drawn += [
        f'<text class="tick-word" x="{_x(picture, tick.at)}" y="{y:.0f}" '
        f'text-anchor="{_side(picture, tick.at)}">{escape(tick.word)}</text>'
        for tick in picture.ticks
    ]
    y += 18
    drawn.append(
        f'<text class="axis-name" x="{RIGHT}%" y="{y:.0f}" text-anchor="end">{escape(picture.across)}</text>'
    )
    y += 10
    for sentence in picture.caption:
        for line in wrap(sentence, LETTERS, break_on_hyphens=False):
            y += 16
            drawn.append(f'<text class="small" x="1%" y="{y:.0f}">{escape(line)}</text>')
    return "".join(drawn), round(y + 8)


def _panel(picture: Picture, panel: Panel, top: float, height: int) -> str:
    def up(value: float) -> float:
        return height * (panel.highest - value) / (panel.highest - panel.lowest)

    def along(value: float) -> float:
        return INNER * (value - picture.start) / (picture.end - picture.start)

    def path(corners: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{along(x):.1f},{up(y):.1f}" for x, y in corners)

    grid = "".join(
        f'<line class="grid" x1="{LEFT}%" x2="{RIGHT}%" y1="{top + up(tick.at):.1f}" y2="{top + up(tick.at):.1f}"/>'
        f'<text class="tick-word" x="{LEFT - 1.5}%" y="{top + up(tick.at) + 4:.1f}" text-anchor="end">'
        f"{escape(tick.word)}</text>"
        for tick in panel.ticks
    )
    marks = "".join(
        f'<line class="grid" x1="{_x(picture, tick.at)}" x2="{_x(picture, tick.at)}" y1="{top}" y2="{top + height}"/>'
        for tick in picture.ticks
    )
    curves = "".join(
        f'<polyline class="limit is-{line.level}" points="{path(line.corners)}"/>' for line in panel.lines
    )
    through = [(point.across, point.up) for point in panel.points]
    inner = (
        f'<svg x="{LEFT}%" y="{top:.0f}" width="{RIGHT - LEFT}%" height="{height}" viewBox="0 0 {INNER} {height}" '
        f'preserveAspectRatio="none" overflow="hidden">{curves}'
        f'<polyline class="through" points="{path(through)}"/></svg>'
    )
    names = "".join(_limit_name(line, top + up(line.corners[-1][1])) for line in panel.lines)
    labelled = len(panel.points) <= MOST_LABELS
    dots = "".join(
        f'<g class="point is-{point.level}"><svg x="{_x(picture, point.across)}" y="{top + up(point.up):.1f}" '
        f'overflow="visible">{SHAPES[point.level]}'
        + (
            f'<text class="value" y="{18 if up(point.up) < 24 else -10}" text-anchor="{_side(picture, point.across)}">'
            f"{escape(point.value)}</text>"
            if labelled or index == len(panel.points) - 1
            else ""
        )
        + "</svg></g>"
        for index, point in enumerate(panel.points)
    )
    return grid + marks + inner + names + dots


def _limit_name(line: Line, y: float) -> str:
    return (
        f'<text class="limit-name is-{line.level}" x="{RIGHT}%" y="{y - 5:.1f}" text-anchor="end">'
        f"{escape(line.word)}</text>"
    )


def _table(picture: Picture, top: float) -> tuple[str, int]:
    """The last readings in words, each with its shape."""
    starts = _columns(picture)
    rows = list(zip(picture.rows, picture.row_levels, strict=True))
    shown = rows[-MOST_ROWS:]

    def cells(row: Sequence[str], y: float, kind: str) -> str:
        return "".join(
            f'<text class="cell {kind}" role="{"columnheader" if kind == "head" else "cell"}" '
            f'x="{start:.1f}%" dx="{18 if kind == "body" and at == len(row) - 1 else 0}" y="{y:.0f}">'
            f"{escape(text)}</text>"
            for at, (start, text) in enumerate(zip(starts, row, strict=True))
        )

    y = top + 16
    drawn = [f'<g role="row">{cells(_short(picture.head), y, "head")}</g>']
    for row, level in shown:
        y += ROW
        drawn.append(
            f'<g role="row" class="is-{level}">'
            f'<line class="grid" x1="2%" x2="98%" y1="{y - 16:.0f}" y2="{y - 16:.0f}"/>'
            f"{cells(row, y, 'body')}"
            f'<svg x="{starts[-1]:.1f}%" y="{y - 4:.0f}" overflow="visible"><g transform="translate(6 0)">'
            f"{SHAPES[level]}</g></svg></g>"
        )
    if len(rows) > len(shown):
        y += ROW
        said = word("earlier", picture.language).format(count=len(rows) - len(shown))
        drawn.append(f'<text class="small" x="2%" y="{y:.0f}">{escape(said)}</text>')
    return f'<g role="table" aria-label="{escape(picture.title)}">{"".join(drawn)}</g>', round(y + 12)


def _columns(picture: Picture) -> list[float]:
    """Where the columns of the table begin, in percent: as wide as their longest words."""
    texts = zip(_short(picture.head), *picture.rows, strict=True)
    letters = [max(map(len, column)) + GAP for column in texts]
    letters[-1] += MARK
    return [
        LEFT_EDGE + (RIGHT_EDGE - LEFT_EDGE) * sum(letters[:at]) / sum(letters) for at in range(len(letters))
    ]


def _short(head: Sequence[str]) -> list[str]:
    """Heads without their units: those stand in every cell."""
    return [text.split(" (")[0] for text in head]


def _x(picture: Picture, at: float) -> str:
    return f"{LEFT + (RIGHT - LEFT) * (at - picture.start) / (picture.end - picture.start):.2f}%"


def _side(picture: Picture, at: float) -> str:
    share = (at - picture.start) / (picture.end - picture.start)
    return "start" if share < 0.05 else "end" if share > 0.95 else "middle"
