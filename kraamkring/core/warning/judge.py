"""A reading held against its chart: the level, every rule that called for it, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from .chart import LEVELS, Chart, Level, Rule
from .finding import Document, Finding, Found


@dataclass(frozen=True)
class Reason:
    """A rule that holds, and the finding on which it does."""

    rule: Rule
    finding: Finding


@dataclass(frozen=True)
class Warning:
    """What is said about readings. reasons: the most serious first, none if all is normal."""

    chart: Chart
    level: Level
    reasons: tuple[Reason, ...]
    found: Found
    levels: tuple[Level, ...]

    @property
    def first(self) -> Reason | None:
        """The reason that says what to do: of the most serious ones the one that leaves the least time."""
        return self.reasons[0] if self.reasons else None

    @property
    def within_hours(self) -> float | None:
        return self.reasons[0].rule.within_hours if self.reasons else None


def judge(chart: Chart, document: Document) -> Warning:
    """The warning that readings call for. Raises ImpossibleFact for what the chart cannot take."""
    found = chart.measure.found(document)  # type: ignore[arg-type]
    held = {reason.rule.id: reason for finding in found.decisive for reason in _reasons(chart, finding)}
    reasons = sorted(held.values(), key=_urgency)
    return Warning(
        chart=chart,
        level=_level(reasons),
        reasons=tuple(reasons),
        found=found,
        levels=tuple(_level(_reasons(chart, point)) for point in found.points),
    )


def _urgency(reason: Reason) -> tuple[int, float]:
    return -LEVELS.index(reason.rule.level), reason.rule.within_hours


def _reasons(chart: Chart, finding: Finding) -> list[Reason]:
    return [Reason(rule, finding) for rule in chart.rules if rule.holds(finding.numbers)]


def _level(reasons: list[Reason]) -> Level:
    return max((reason.rule.level for reason in reasons), key=LEVELS.index, default="normal")
