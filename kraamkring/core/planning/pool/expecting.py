"""How many births are expected on each day, from the due dates of women who have not given birth yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from ...kernel.gestation import TERM_DAYS
from .model import DAYS_A_WEEK


@dataclass(frozen=True)
class GestationTable:
    """When births come. share: of all births, by completed week; beyond: the chance of a day after the last week."""

    first_week: int
    share: tuple[float, ...]
    beyond: float

    def hazard(self, gestation_days: int) -> float:
        """The chance that she gives birth on this day of gestation, if she has not done so before."""
        week, day = divmod(gestation_days, DAYS_A_WEEK)
        at = week - self.first_week
        if at < 0:
            return 0.0
        if at >= len(self.share):
            return self.beyond
        left = sum(self.share[at:]) - self.share[at] * day / DAYS_A_WEEK
        return min(1.0, self.share[at] / DAYS_A_WEEK / left) if left > 0 else self.beyond


@dataclass(frozen=True)
class Registered:
    """A woman who has not given birth yet. assisted: the chance that the pool is called; first: her first birth.

    planned: the day of a planned caesarean or induction; pool_at_planned: whether the pool comes to that one.
    """

    place: str
    due: date
    first: bool | None = None
    assisted: float = 1.0
    planned: date | None = None
    pool_at_planned: bool = False


def births_of(one: Registered, table: GestationTable, start: date, days: int) -> tuple[float, ...]:
    """Her chance of giving birth with the pool on each day from start on."""
    gestation = TERM_DAYS - (one.due - start).days
    pregnant, chances = 1.0, []
    for at in range(days):
        today = start + timedelta(days=at)
        if one.planned is not None and today >= one.planned:
            chances.append(pregnant if today == one.planned and one.pool_at_planned else 0.0)
            pregnant = 0.0
        else:
            chance = pregnant * table.hazard(gestation + at)
            chances.append(chance)
            pregnant -= chance
    return tuple(chance * one.assisted for chance in chances)


def expected_births(
    registered: Iterable[Registered],
    tables: Mapping[bool | None, GestationTable],
    start: date,
    days: int,
) -> dict[str, tuple[float, ...]]:
    """Births with the pool by place and day. tables: for a first birth, for a later one, and where it is not known."""
    found: dict[str, tuple[float, ...]] = {}
    for one in registered:
        hers = births_of(one, tables[one.first], start, days)
        before = found.get(one.place, (0.0,) * days)
        found[one.place] = tuple(a + b for a, b in zip(before, hers, strict=True))
    return found


def within(chances: tuple[float, ...]) -> tuple[float, ...]:
    """The chance of having given birth by the end of each day."""
    return tuple(accumulate(chances))
