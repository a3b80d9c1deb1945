"""Forecasts of births beside peers, in one run, on years that were not used to fit.

`uv sync --group peers`, then `python -m benchmarks.births BIRTHS.csv [first day]`: every four weeks from the first day
on (default: three years after the table begins) each model sees what was known then, and forecasts 84 days. What is
counted: pinball loss over seven quantiles, and how often 80 % and 95 % intervals hold. One thread.
"""

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from kraamkring.core.forecasting.births.calendar_pattern import pattern_of
from kraamkring.core.forecasting.births.calibrating import calibrated
from kraamkring.core.forecasting.births.counts import least, most, pinball
from kraamkring.core.forecasting.births.fitting import expected, fitted
from kraamkring.core.forecasting.births.history import History, read_history
from kraamkring.packs.forecasting import births_card
from kraamkring.packs.loading import public_holidays

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
AHEAD, EVERY = 84, 28
Quantiles = Any  # days x levels
Model = Callable[[History, int, int], Quantiles]


def ours(history: History, seen: int, until: int) -> Quantiles:
    """The model of the product."""
    days = [history.first + timedelta(days=at) for at in range(until)]
    pattern = pattern_of(days, public_holidays("be"), births_card("be"))
    births, known = history.births[:seen], history.known[:seen]
    calibration = calibrated(pattern, births, known, AHEAD)
    means = expected(pattern, fitted(pattern, births, known), births, known, until)
    levels = [calibration.level(level) for level in LEVELS]
    return np.array(
        [
            [
                (most if level > 1 / 2 else least)(float(mean), calibration.dispersion, level)
                for level in levels
            ]
            for mean in means
        ]
    )


def seasonal_naive(history: History, seen: int, until: int) -> Quantiles:
    """The same weekday of a year ago (52 weeks), with the errors that this made before."""
    return _naive(history, seen, until, 364)


def weekly_naive(history: History, seen: int, until: int) -> Quantiles:
    """The last week again and again, with the errors that this made before."""
    return _naive(history, seen, until, 7)


def _naive(history: History, seen: int, until: int, lag: int) -> Quantiles:
    births = history.births[:seen]
    errors = np.quantile(births[lag:] - births[:-lag], LEVELS)
    before = np.array([births[seen - lag + at % lag] for at in range(until - seen)])
    return before[:, None] + errors


def poisson(history: History, seen: int, until: int) -> Quantiles:
    """Poisson regression on weekday, month and trend."""
    return _regression(history, seen, until, holidays=False)


def poisson_with_holidays(history: History, seen: int, until: int) -> Quantiles:
    """The same, told which days are public holidays."""
    return _regression(history, seen, until, holidays=True)


def _regression(history: History, seen: int, until: int, *, holidays: bool) -> Quantiles:
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    days = [history.first + timedelta(days=at) for at in range(until)]
    rows = [[float(day.weekday() == at) for at in range(7)] for day in days]
    rows = [
        row + [float(day.month == at) for at in range(2, 13)] for row, day in zip(rows, days, strict=True)
    ]
    rows = [[*row, at / 3650] for at, row in enumerate(rows)]
    if holidays:
        known = public_holidays("be")
        rows = [[*row, float(known.holds(day))] for row, day in zip(rows, days, strict=True)]
    table = np.array(rows)
    means = GLM(history.births[:seen], table[:seen], family=Poisson()).fit().predict(table[seen:])
    return np.array([[least(float(mean), 0.0, level) for level in LEVELS] for mean in means])


def by_statsforecast(make: Callable[[], Any]) -> Model:
    """A model of statsforecast, its intervals by itself."""

    def model(history: History, seen: int, until: int) -> Quantiles:
        fitted_model = make().fit(history.births[:seen].astype(float))
        found = fitted_model.predict(h=until - seen, level=[50, 80, 95])
        return np.column_stack(
            [
                found["lo-95"], found["lo-80"], found["lo-50"], found["mean"],
                found["hi-50"], found["hi-80"], found["hi-95"],
            ]
        )  # fmt: skip

    return model


def peers() -> dict[str, Model]:
    """Everybody, by name."""
    from statsforecast.models import MSTL, AutoARIMA, AutoETS

    return {
        "ours": ours,
        "seasonal naive, 7 days": weekly_naive,
        "seasonal naive, 364 days": seasonal_naive,
        "ETS (weekly)": by_statsforecast(lambda: AutoETS(season_length=7)),
        "ARIMA (weekly)": by_statsforecast(lambda: AutoARIMA(season_length=7)),
        "MSTL 7 + 365, trend by ETS": by_statsforecast(
            lambda: MSTL([7, 365], trend_forecaster=AutoETS(model="ZZN"))
        ),
        "Poisson regression": poisson,
        "Poisson regression with holidays": poisson_with_holidays,
    }


def origins(history: History, first: date) -> Iterator[tuple[int, int]]:
    """From when on nothing is known, and until when is forecast."""
    at, end = (first - history.first).days, len(history.births)
    while at < end:
        yield at, min(at + AHEAD, end)
        at += EVERY


def main(table: str, *said: str) -> None:
    """Prints one line a model."""
    warnings.simplefilter("ignore")
    with Path(table).open(encoding="utf-8") as file:
        history = read_history(file)
    first = date.fromisoformat(said[0]) if said else history.first + timedelta(days=1096)
    print(f"{'':34}{'pinball':>9}{'80 %':>8}{'95 %':>8}{'seconds':>9}", flush=True)
    losses: dict[str, float] = {}
    for name, model in peers().items():
        began, loss, inner, outer = time.process_time(), [], [], []
        for seen, until in origins(history, first):
            found = model(history, seen, until)
            for born, guesses in zip(history.births[seen:until], found, strict=True):
                loss += [pinball(born, guess, level) for guess, level in zip(guesses, LEVELS, strict=True)]
                inner.append(guesses[1] <= born <= guesses[5])
                outer.append(guesses[0] <= born <= guesses[6])
        losses[name] = float(np.mean(loss))
        took = time.process_time() - began
        print(
            f"{name:34}{losses[name]:9.3f}{100 * np.mean(inner):8.1f}{100 * np.mean(outer):8.1f}{took:9.1f}",
            flush=True,
        )
    mine = losses.pop("ours")
    for name, each in sorted(losses.items(), key=lambda item: item[1]):
        print(f"ours is {100 * (1 - mine / each):.1f} % below {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
