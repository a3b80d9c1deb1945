"""What of a table may be shown, so that no small number can be seen, or worked out from the others.

A table here is rows (groups) by columns (categories; yes and no), with the total of each row and column. A hidden
number can be worked out exactly when, in the graph whose nodes are the rows and columns (the totals too) and whose
edges are the hidden numbers, its edge is a bridge: then it is the only unknown of a sum of lines (Gusfield 1988). So
numbers are hidden until no hidden edge is a bridge. What is shown is rounded besides, so that tables laid side by side
do not give it away by their difference. The thresholds are ours, not verified.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

SMALLEST_SHOWN = 5  # a number from 1 to 4 may be known persons
SMALLEST_GROUP = 10  # of fewer, nothing is shown
ROUNDED_TO = 5  # as in many offices of statistics; a difference of two tables is then uncertain by as much
TOTAL = ""  # the name of the line of totals

Row = TypeVar("Row", bound=Hashable)
Cell = tuple[Hashable, str]


def rounded(number: int) -> int:
    """To the nearest multiple; halves cannot be, as the multiple is odd."""
    return ROUNDED_TO * ((number + ROUNDED_TO // 2) // ROUNDED_TO)


def with_totals(table: Mapping[tuple[Row, str], int]) -> dict[Cell, int]:
    """The table with the total of each row, each column and the whole, under TOTAL."""
    found: dict[Cell, int] = {}
    for (row, column), number in table.items():
        for cell in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            found[cell] = found.get(cell, 0) + number
    return found


def hidden(table: Mapping[Cell, int]) -> set[Cell]:
    """The cells of a whole table with totals that must not be shown: small ones, those of small groups, and as many
    others as it takes that none can be worked out."""
    gone = {cell for cell, number in table.items() if 0 < number < SMALLEST_SHOWN}
    columns = {column for _row, column in table}
    small = {
        row for (row, column), number in table.items() if column == TOTAL and 0 < number < SMALLEST_GROUP
    }
    gone |= {(row, column) for row in small for column in columns if (row, column) in table}
    lines = _lines(table)
    while bridges := _bridges(gone):
        alone = Counter(row for row, _column in gone)
        more = set()
        for bridge in bridges:
            near = _beside(bridge, lines, gone, alone[bridge[0]] == 1)
            if near is not None:
                more.add(near)
        if not more:
            return set(table)  # nothing else is left that could protect it
        gone |= more
    return gone


def shown(table: Mapping[tuple[Row, str], int]) -> dict[Cell, int | None]:
    """The whole table as it may be shown: rounded, None for what is hidden."""
    whole = with_totals(table)
    gone = hidden(whole)
    return {cell: None if cell in gone else rounded(number) for cell, number in whole.items()}


def _lines(table: Mapping[Cell, int]) -> dict[tuple[int, Hashable], list[Cell]]:
    """The cells of each row and column, last the one that is best hidden: the smallest that is large enough to hide
    behind."""
    lines: dict[tuple[int, Hashable], list[Cell]] = {}
    names = {row: repr(row) for row, _column in table}
    best = sorted(
        table,
        key=lambda cell: (table[cell] < SMALLEST_SHOWN, table[cell], names[cell[0]], cell[1]),
        reverse=True,
    )
    for cell in best:
        lines.setdefault((0, cell[0]), []).append(cell)
        lines.setdefault((1, cell[1]), []).append(cell)
    return lines


def _beside(
    bridge: Cell, lines: Mapping[tuple[int, Hashable], list[Cell]], gone: set[Cell], alone: bool
) -> Cell | None:
    """The cell that is hidden too: of the same row where this one is alone in it, else of the same column. Lines are
    shortened as their cells go, so that a long table is walked through once."""
    row, column = (0, bridge[0]), (1, bridge[1])
    for line in (row, column) if alone else (column, row):
        while lines[line] and lines[line][-1] in gone:
            lines[line].pop()
        if lines[line]:
            return lines[line][-1]
    return None


def _bridges(edges: set[Cell]) -> list[Cell]:
    """The edges that lie on no circle, of the graph between rows and columns (Tarjan 1974): no way back from beyond the
    edge reaches its near end. Without recursion, for long tables; nodes are numbers, as names are slow to look up."""
    rows: dict[Hashable, int] = {}
    columns: dict[Hashable, int] = {}
    near: list[list[tuple[int, Cell]]] = []
    for edge in edges:
        ends = []
        for known, name in ((rows, edge[0]), (columns, edge[1])):
            if name not in known:
                known[name] = len(near)
                near.append([])
            ends.append(known[name])
        near[ends[0]].append((ends[1], edge))
        near[ends[1]].append((ends[0], edge))
    found: list[Cell] = []
    seen, low, many = [-1] * len(near), [-1] * len(near), 0
    for start in range(len(near)):
        if seen[start] >= 0:
            continue
        seen[start] = low[start] = many
        way: list[tuple[int, Cell | None, Iterator[tuple[int, Cell]]]] = [(start, None, iter(near[start]))]
        while way:
            node, came, rest = way[-1]
            for beyond, edge in rest:
                if seen[beyond] < 0:
                    many += 1
                    seen[beyond] = low[beyond] = many
                    way.append((beyond, edge, iter(near[beyond])))
                    break
                if edge is not came:
                    low[node] = min(low[node], seen[beyond])
            else:
                way.pop()
                if came is not None:
                    above = way[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > seen[above]:
                        found.append(came)
        many += 1
    return found
