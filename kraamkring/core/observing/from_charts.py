"""Limits that a warning chart already knows: what can be true at all, and what it calls normal."""

from __future__ import annotations

from collections.abc import Mapping

from ..kernel.errors import BadCard
from ..warning.chart import Chart
from ..warning.finding import tidy
from ..warning.vital_signs import VitalSigns
from ..warning.weight_loss import WeightLoss
from .checking import SENTENCES
from .newborn import Newborn
from .observable import Ground, Limits, Observable


def possible_by(chart: Chart, name: str) -> Limits:
    """Which values of a quantity can be true at all. Raises BadCard if the chart does not say, or names a mistaken
    unit for which there is no sentence to refuse with."""
    possible = chart.possible.get(name)
    if possible is None:
        raise BadCard(chart.id, f"this chart does not say which {name} is possible", "Give limits")
    if unknown := {each.looks_like for each in possible.mistaken} - set(SENTENCES):
        raise BadCard(chart.id, f"no sentence says that {name} looks like {sorted(unknown)}", "Write it")
    return Limits(
        lowest=possible.lowest,
        highest=possible.highest,
        mistaken=possible.mistaken,
        chart=chart.id,
        source=_ground(chart),
        certainty="reading",
    )


def usual_by(chart: Chart, name: str, step: float) -> Limits:
    """The values of a sign, step by step, that the bands of a chart neither call red nor yellow. Raises BadCard if it
    has no such bands, or if what is normal has a hole in it."""
    bands = chart.measure.band if isinstance(chart.measure, VitalSigns) else ()
    own = [band for band in bands if band.sign == name]
    possible = chart.possible.get(name)
    if not own or possible is None:
        raise BadCard(chart.id, f"this chart has no bands of {name}", "Leave the usual range away")
    first, last = round(possible.lowest / step), round(possible.highest / step)
    values = [tidy(number * step) for number in range(first, last + 1)]
    normal = [value for value in values if not any(band.holds(value) for band in own)]
    if not normal or len(normal) != round((normal[-1] - normal[0]) / step) + 1:
        raise BadCard(chart.id, f"what is normal of {name} is not one range", "Give the usual range")
    return Limits(
        lowest=None if normal[0] == values[0] else normal[0],
        highest=None if normal[-1] == values[-1] else normal[-1],
        chart=chart.id,
        source=_ground(chart),
        certainty=chart.certainty if chart.certainty != "proposed" else "reading",
    )


def beside_birth(observable: Observable, newborn: Newborn | None, charts: Mapping[str, Chart]) -> Observable:
    """The same observable, with the limits that follow from the birth of the child: a weight that has lost more than
    can be is impossible, one that has lost what the chart warns of is asked why."""
    soft = observable.soft
    if soft is None or soft.rule is None or soft.chart is None:
        return observable
    chart = charts[soft.chart]
    if newborn is None or newborn.weight_g is None or not isinstance(chart.measure, WeightLoss):
        return observable.model_copy(update={"soft": None})

    def left(loss_percent: float) -> float:
        return tidy(newborn.weight_g * (100 - loss_percent) / 100)  # type: ignore[operator]

    hard = observable.hard
    least = left(chart.measure.most_percent)
    if hard is not None and (hard.lowest is None or hard.lowest < least):
        hard = hard.model_copy(update={"lowest": least})
    above = left(chart.limit(soft.rule))
    lowest = tidy((above // observable.step + 1) * observable.step)  # the first step above what is warned of
    return observable.model_copy(update={"hard": hard, "soft": soft.model_copy(update={"lowest": lowest})})


def _ground(chart: Chart) -> Ground:
    return Ground(id=chart.sources[0].id, where=f"the chart {chart.id}", says="")
