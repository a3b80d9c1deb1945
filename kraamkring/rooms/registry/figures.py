"""A card counted: numerator and denominator of every group, and the units that each is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.figure import Tally

from .engines import Ask

Dimension = Literal["organisation", "municipality", "province", "country", "month"]
DIMENSIONS: tuple[Dimension, ...] = ("organisation", "municipality", "province", "country", "month")
UNKNOWN = "unknown"


class Unit(NamedTuple):
    """One child, woman or family, and why it counts or does not. pregnancy: its pseudonym."""

    pregnancy: int
    subject: str
    counts: bool
    numerator: float
    category: str
    why: str


def counted(
    card: IndicatorCard, ask: Ask, by: Sequence[Dimension] = (), since: str = "", until: str = ""
) -> list[Tally]:
    """The figures of a card by these dimensions, from one month to another (both included, `2026-10`)."""
    names = [f"coalesce(p.{each}, '{UNKNOWN}')" for each in by]
    statement = f"""
        SELECT {"".join(f"{name} AS {each}, " for name, each in zip(names, by, strict=True))} u.category,
               sum(u.numerator), sum(u.denominator),
               sum(CASE WHEN u.denominator > 0 THEN 1 ELSE 0 END),
               sum(CASE WHEN u.denominator > 0 THEN 0 ELSE 1 END)
        FROM ({card.units}) u JOIN pregnancies p ON p.pregnancy = u.pregnancy
        {_period(since, until)}
        GROUP BY {"".join(f"{name}, " for name in names)} u.category
        ORDER BY {", ".join(str(place) for place in range(1, len(by) + 2))}
    """  # noqa: S608 (the words are ours: dimensions of a closed list, months that were checked, a card of a pack)
    many = len(by)
    return [
        Tally(
            tuple(str(each) for each in row[:many]),
            str(row[many]),
            float(row[many + 1]),
            float(row[many + 2]),
            int(row[many + 3]),
            int(row[many + 4]),
        )
        for row in ask(statement)
    ]


def units(card: IndicatorCard, ask: Ask, since: str = "", until: str = "") -> Iterator[Unit]:
    """Every unit of a card, counted or left out, and why."""
    statement = f"""
        SELECT u.pregnancy, u.subject, u.denominator > 0, u.numerator, u.category, u.why
        FROM ({card.units}) u JOIN pregnancies p ON p.pregnancy = u.pregnancy
        {_period(since, until)}
        ORDER BY 1, 2
    """  # noqa: S608 (as above)
    for pregnancy, subject, counts, numerator, category, why in ask(statement):
        yield Unit(int(pregnancy), subject, bool(counts), float(numerator), category, why)


def _period(since: str, until: str) -> str:
    conditions = [
        *([f"p.month >= '{since}'"] if since else []),
        *([f"p.month <= '{until}'"] if until else []),
    ]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""
