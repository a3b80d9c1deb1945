"""Observations held against the warning charts: level, why, what to do, by whom, within what time.

Which observable goes into which chart stands here; what a chart makes of it stands in the chart. What no chart knows is
not judged, and what a chart cannot take (a child born early, one on formula) is said as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from ..kernel.errors import ImpossibleFact
from ..kernel.moments import HOUR
from ..warning import Chart, Charts, Level, Warning, judge
from ..warning.bilirubin import Bilirubin, Measured
from ..warning.bilirubin import Newborn as Jaundiced
from ..warning.finding import Document
from ..warning.nappies import Counted, Nappies, Output
from ..warning.report import warning_report
from ..warning.trend import Day, Trend, Worn
from ..warning.vital_signs import Observation as Signs
from ..warning.vital_signs import Observations as SetsOfSigns
from ..warning.vital_signs import VitalSigns
from ..warning.weight_loss import Weighed, WeightLoss, Weights
from .newborn import Newborn
from .observable import Block, Value

# Which observable is which quantity of a chart.
VITAL = {
    "temperature_c": "temperature_c",
    "pulse_per_min": "pulse_per_min",
    "respirations_per_min": "respirations_per_min",
    "systolic_mmhg": "systolic_mmhg",
    "diastolic_mmhg": "diastolic_mmhg",
    "oxygen_saturation_percent": "oxygen_saturation_percent",
    "consciousness": "consciousness",
}
OUTPUT = {"wet_nappies_24h": "wet_nappies", "stools_24h": "stools"}
SERUM, METER, JAUNDICE, WEIGHT = "bilirubin_umol_l", "bilirubin_meter_umol_l", "jaundice_visible", "weight_g"
TREND = ("temperature_c", "pulse_per_min")


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing seen of one person: who is `mother` or `newborn-n`, what an observable."""

    id: UUID
    who: str
    what: str
    value: Value
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Judged:
    """What a chart says of somebody. rests_on: the latest observations that went into it, the newest first."""

    who: str
    chart: str
    level: Level
    warning: Warning
    rests_on: tuple[Observation, ...]
    charts: Charts

    @property
    def what(self) -> tuple[str, ...]:
        """The observables that it rests on."""
        return tuple(dict.fromkeys(each.what for each in self.rests_on))

    @property
    def at(self) -> datetime:
        """When the newest of them was seen."""
        return self.rests_on[0].at

    @property
    def within_hours(self) -> float | None:
        return self.warning.within_hours

    @property
    def report(self) -> dict[str, Any]:
        """The whole answer in words, as `core.warning` gives it."""
        return warning_report(self.warning, self.charts.wording, self.charts.sources)


class Unjudged(NamedTuple):
    """Readings that a chart cannot take, and the sentence why not."""

    who: str
    chart: str
    refusal: ImpossibleFact


class _Held(NamedTuple):
    """A document for one chart. latest: the observations that decide."""

    who: str
    chart: Chart
    document: Document
    latest: tuple[Observation, ...]


def judge_all(
    observations: Iterable[Observation],
    newborns: Mapping[str, Newborn],
    charts: Charts,
    blocks: Iterable[Block],
) -> list[Judged]:
    """What the charts say of one family, person by person, the most serious first. observations: those that stand."""
    found = []
    for held in _documents(list(observations), newborns, charts, list(blocks)):
        try:
            warning = judge(held.chart, held.document)
        except ImpossibleFact:
            continue  # said by unjudged_all
        found.append(Judged(held.who, held.chart.id, warning.level, warning, held.latest, charts))
    return sorted(found, key=_most_serious_first)


def unjudged_all(
    observations: Iterable[Observation],
    newborns: Mapping[str, Newborn],
    charts: Charts,
    blocks: Iterable[Block],
) -> list[Unjudged]:
    """The readings for which there is a chart that cannot take them, each with the reason."""
    found = []
    for held in _documents(list(observations), newborns, charts, list(blocks)):
        try:
            judge(held.chart, held.document)
        except ImpossibleFact as refusal:
            found.append(Unjudged(held.who, held.chart.id, refusal))
    return found


def level_of(
    seen: Observation,
    judged: Iterable[Judged],
    newborns: Mapping[str, Newborn],
    charts: Charts,
    blocks: Iterable[Block],
) -> Level | None:
    """The level of one observation: what a chart says that rests on this alone, with its history (a weight that still
    falls), else what the charts say of it by itself; None for what no chart knows. judged: what they say of all."""
    own = [each.level for each in judged if [one.id for one in each.rests_on] == [seen.id]]
    own += [each.level for each in judge_all([seen], newborns, charts, blocks)]
    return min(own, key=LEVELS_FIRST.index, default=None)


LEVELS_FIRST = ("act", "watch", "normal")


def _most_serious_first(judged: Judged) -> tuple[int, float, str, str]:
    hours = judged.within_hours
    return (
        LEVELS_FIRST.index(judged.level),
        float("inf") if hours is None else hours,
        judged.who,
        judged.chart,
    )


def _documents(
    observations: Sequence[Observation],
    newborns: Mapping[str, Newborn],
    charts: Charts,
    blocks: Sequence[Block],
) -> Iterator[_Held]:
    """Every chart that has something to say, with its readings."""
    of: dict[str, list[Observation]] = {}
    for each in sorted(observations, key=lambda each: (each.at, each.id)):
        of.setdefault(each.who, []).append(each)
    together = {each.id: block.together_hours or 0.0 for block in blocks for each in block.observables}
    for who, seen in sorted(of.items()):
        child = newborns.get(who)
        for chart in charts.charts.values():
            if (chart.about == "mother") == (who == "mother"):
                yield from _held(who, chart, seen, child, together)


def _held(
    who: str,
    chart: Chart,
    seen: Sequence[Observation],
    child: Newborn | None,
    together: Mapping[str, float],
) -> Iterator[_Held]:
    measure = chart.measure
    if isinstance(measure, VitalSigns):
        for together_seen in _sets(_last_of_each(seen, VITAL), together):
            signs = {VITAL[each.what]: each.value for each in together_seen}
            try:
                one = Signs(at=together_seen[-1].at, **signs)  # type: ignore[arg-type]
            except ValueError:  # upper and lower pressure exchanged: refused where it is written
                continue
            yield _Held(who, chart, SetsOfSigns(readings=(one,)), tuple(reversed(together_seen)))
    elif isinstance(measure, Trend):
        own = [each for each in seen if each.what in TREND]
        if own:
            readings = tuple(Worn(at=at, **values) for at, values in _by_moment(own, {}).items())
            yield _Held(who, chart, Day(readings=readings), tuple(reversed(_last_of_each(own, TREND))))
    elif child is not None:
        yield from _of_child(who, chart, seen, child, together)


def _of_child(
    who: str,
    chart: Chart,
    seen: Sequence[Observation],
    child: Newborn,
    together: Mapping[str, float],
) -> Iterator[_Held]:
    measure, since = chart.measure, child.born_at
    seen = [each for each in seen if each.at >= since]
    if isinstance(measure, WeightLoss):
        own = [each for each in seen if each.what == WEIGHT and _age(each, since) <= measure.covers_hours]
        if own and child.weight_g is not None:
            weighed = tuple(Weighed(at=each.at, weight_g=float(each.value)) for each in own)
            document = Weights(birth_weight_g=child.weight_g, born_at=since, readings=weighed)
            yield _Held(who, chart, document, tuple(reversed(own[-1:])))
    elif isinstance(measure, Nappies):
        for counted in _sets(_last_of_each(seen, OUTPUT), together):
            count = Counted(at=counted[-1].at, **{OUTPUT[each.what]: int(each.value) for each in counted})
            document_ = Output(born_at=since, feeding=child.feeding, readings=(count,))
            yield _Held(who, chart, document_, tuple(reversed(counted)))
    elif isinstance(measure, Bilirubin):
        own = [each for each in seen if each.what in (SERUM, METER, JAUNDICE)]
        own = [each for each in own if _age(each, since) < measure.covers_hours]
        if own:
            looked = Jaundiced(
                gestation=child.gestation or "",
                born_at=since,
                readings=tuple(_measured(each) for each in own),
                exclusively_breastfed=None if child.feeding is None else child.feeding == "breast",
            )
            yield _Held(who, chart, looked, tuple(reversed(_last_of_each(own, (SERUM, METER, JAUNDICE)))))


def _measured(seen: Observation) -> Measured:
    if seen.what == JAUNDICE:
        return Measured(at=seen.at, jaundice_visible=bool(seen.value))
    return Measured(
        at=seen.at,
        bilirubin_umol_l=float(seen.value),
        method="serum" if seen.what == SERUM else "transcutaneous",
        unit_checked=True,  # it was asked when it was written
    )


def _age(seen: Observation, born_at: datetime) -> float:
    return (seen.at - born_at) / HOUR


def _last_of_each(seen: Sequence[Observation], names: Iterable[str]) -> list[Observation]:
    """Of each of these what was seen last, the oldest first."""
    last = {each.what: each for each in seen if each.what in names}
    return sorted(last.values(), key=lambda each: (each.at, each.id))


def _sets(seen: Sequence[Observation], together: Mapping[str, float]) -> Iterator[list[Observation]]:
    """What was seen within the same hours is one set, so that a value of yesterday does not make a pair with one of
    today; each value counts until it is measured again."""
    current: list[Observation] = []
    for each in seen:
        if current and (each.at - current[0].at) / HOUR > together.get(each.what, 0.0):
            yield current
            current = []
        current.append(each)
    if current:
        yield current


def _by_moment(seen: Sequence[Observation], found: dict[datetime, Any]) -> dict[datetime, Any]:
    for each in seen:
        found.setdefault(each.at, {})[each.what] = float(each.value)
    return found
