"""Temperature and pulse through the day, as a wearable sends them: a rise is seen before fever is there.

Robust on purpose: the median of the last hours against the median of the hours before, so that one slipped sensor
neither raises nor hides an alarm. Fever is judged on single readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from ..kernel.errors import ImpossibleFact
from ..kernel.moments import HOUR
from ..pathway.cards import Strict
from .finding import Document, Finding, Found, Sign, hours_between, tidy

SIGNS = ("temperature_c", "pulse_per_min")


class Worn(Document):
    """One moment of a wearable."""

    at: AwareDatetime
    temperature_c: float | None = None
    pulse_per_min: float | None = None

    @model_validator(mode="after")
    def something(self) -> Self:
        if self.temperature_c is None and self.pulse_per_min is None:
            raise ImpossibleFact("", "nothing was measured", "Give temperature_c, pulse_per_min, or both")
        return self


class Day(Document):
    """The readings of a wearable, in any order."""

    readings: tuple[Worn, ...]


class Trend(Strict):
    """How a rise is found.

    window_hours: how far back is looked from the latest reading. recent_hours: the last part of it; what lies before
    is the baseline. least_recent, least_baseline: how many readings each part needs; least_baseline_hours: how
    long the baseline must run. With less there is no trend, and that is said.
    """

    kind: Literal["trend"]
    window_hours: float = Field(gt=0)
    recent_hours: float = Field(gt=0)
    least_recent: int = Field(ge=1)
    least_baseline: int = Field(ge=1)
    least_baseline_hours: float = Field(gt=0)

    findings_named: ClassVar[frozenset[str]] = frozenset(
        {"highest_temperature_c", "temperature_rise_c", "pulse_rise_per_min"}
    )
    document: ClassVar[type[Document]] = Day

    def found(self, document: Day) -> Found:
        """The rise over the window that ends with the latest reading."""
        end = max(reading.at for reading in document.readings)
        within = [each for each in document.readings if hours_between(each.at, end) <= self.window_hours]
        numbers: dict[str, float | None] = {}
        filling: dict[str, float | tuple[Sign, ...]] = {}
        unknown = []
        for sign, rise in zip(SIGNS, ("temperature_rise_c", "pulse_rise_per_min"), strict=True):
            series = [(each.at, value) for each in within if (value := getattr(each, sign)) is not None]
            before, now = self._parts(series, end)
            if before is None or now is None:
                unknown.append(rise)
                numbers[rise] = None
                continue
            numbers[rise] = tidy(now - before)
            filling |= {rise: tidy(now - before), f"{sign}_before": before, f"{sign}_now": now}
        temperatures = [each.temperature_c for each in within if each.temperature_c is not None]
        numbers["highest_temperature_c"] = max(temperatures, default=None)
        if temperatures:
            filling["highest_temperature_c"] = max(temperatures)
        points = [_point(each) for each in sorted(document.readings, key=_order)]
        last = points[-1]
        decisive = Finding(numbers, {**filling, "signs": last.filling["signs"]}, last.shown, end)
        return Found((decisive,), (*points[:-1], decisive), tuple(unknown))

    def _parts(
        self, series: Sequence[tuple[datetime, float]], end: datetime
    ) -> tuple[float | None, float | None]:
        """The medians of baseline and last hours, None where there is too little to say."""
        recent = [value for at, value in series if end - at < HOUR * self.recent_hours]
        earlier = [(at, value) for at, value in series if end - at >= HOUR * self.recent_hours]
        if len(recent) < self.least_recent or len(earlier) < self.least_baseline:
            return None, None
        moments = [at for at, _ in earlier]
        if hours_between(min(moments), max(moments)) < self.least_baseline_hours:
            return None, None
        return tidy(median(value for _, value in earlier)), tidy(median(recent))


def _point(reading: Worn) -> Finding:
    shown = {sign: getattr(reading, sign) for sign in SIGNS if getattr(reading, sign) is not None}
    numbers = {"highest_temperature_c": reading.temperature_c}
    return Finding(
        numbers,
        {
            "highest_temperature_c": reading.temperature_c,
            "signs": tuple(Sign(*each) for each in shown.items()),
        },
        shown,
        reading.at,
    )


def _order(reading: Worn) -> tuple[datetime, float, float]:
    return reading.at, reading.temperature_c or 0, reading.pulse_per_min or 0
