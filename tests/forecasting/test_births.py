"""Forecasts of births: what is put into a history comes out, intervals hold as often as they say, due dates count."""

import re
from datetime import date, timedelta

import numpy as np
import pytest

from kraamkring.core.forecasting.births.calendar_pattern import pattern_of
from kraamkring.core.forecasting.births.calibrating import calibrated
from kraamkring.core.forecasting.births.counts import least, most, pinball, rank
from kraamkring.core.forecasting.births.due_dates import DueDates, SaidDue, expected_of, read_due
from kraamkring.core.forecasting.births.fitting import expected, fitted
from kraamkring.core.forecasting.births.forecast import Forecast, forecast_births
from kraamkring.core.forecasting.births.history import History, read_history
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.packs.forecasting import births_card
from kraamkring.packs.loading import public_holidays
from kraamkring.packs.planning import gestation_of_births

FIRST = date(2019, 1, 1)
HOLIDAYS = public_holidays("be")
TABLES = gestation_of_births().tables()


def usual(day: date) -> float:
    """Births in a made-up country: a weekend and a holiday have three of five."""
    quiet = day.weekday() >= 5 or HOLIDAYS.holds(day)
    return (60.0 if quiet else 100.0) * (1 + 0.05 * np.cos(2 * np.pi * day.timetuple().tm_yday / 365.25))


def made_up(days: int, seed: int, dispersion: float = 0.003, areas: tuple[str, ...] = ("",)) -> History:
    random = np.random.default_rng(seed)
    means = np.array([usual(FIRST + timedelta(days=at)) for at in range(days)])
    parts = {area: np.zeros(days) for area in areas}
    for at, mean in enumerate(means * random.gamma(1 / dispersion, dispersion, days)):
        for each, area in enumerate(areas):
            parts[area][at] = random.poisson(mean * (each + 1) / sum(range(1, len(areas) + 1)))
    births = np.sum(list(parts.values()), axis=0)
    return History(FIRST, births, np.ones(days, dtype=bool), {} if areas == ("",) else parts)


def ahead(history: History, due: DueDates | None = None, days: int = 84) -> Forecast:
    return forecast_births(
        history,
        due or DueDates(),
        start=history.day_after,
        days=days,
        holidays=HOLIDAYS,
        card=births_card("be"),
        tables=TABLES,
    )


def test_what_a_country_is_like_is_found_again() -> None:
    history = made_up(1400, seed=1)
    found = ahead(history).areas[""]
    truth = np.array([usual(each.day) for each in found])
    means = np.array([each.expected for each in found])
    assert np.abs(means / truth - 1).mean() < 0.03
    holidays = [each.expected for each in found if HOLIDAYS.holds(each.day) and each.day.weekday() < 5]
    assert holidays
    assert max(holidays) < 75


def test_intervals_hold_as_often_as_they_say() -> None:
    inner, outer = [], []
    for seed in (2, 3, 4):
        history = made_up(1184, seed)
        before = History(FIRST, history.births[:1100], history.known[:1100], {})
        for each, born in zip(ahead(before).areas[""], history.births[1100:], strict=True):
            inner.append(each.intervals["low_80"] <= born <= each.intervals["high_80"])
            outer.append(each.intervals["low_95"] <= born <= each.intervals["high_95"])
    assert np.mean(inner) == pytest.approx(0.80, abs=0.06)
    assert np.mean(outer) == pytest.approx(0.95, abs=0.035)


def test_scatter_beyond_chance_is_seen() -> None:
    pattern = pattern_of([FIRST + timedelta(days=at) for at in range(1100)], HOLIDAYS, births_card("be"))
    known = np.ones(1100, dtype=bool)
    wild = calibrated(pattern, made_up(1100, 5, dispersion=0.02).births, known, 84)
    calm = calibrated(pattern, made_up(1100, 5, dispersion=1e-6).births, known, 84)
    assert wild.dispersion > 0.012 > 0.004 > calm.dispersion


def test_a_level_that_sank_is_followed() -> None:
    history = made_up(1100, seed=6)
    history.births[-240:] *= 0.8
    pattern = pattern_of([FIRST + timedelta(days=at) for at in range(1128)], HOLIDAYS, births_card("be"))
    effects = fitted(pattern, history.births, history.known)
    means = expected(pattern, effects, history.births, history.known, 1128)
    truth = np.array([usual(FIRST + timedelta(days=at)) for at in range(1100, 1128)])
    assert 0.8 < (means / truth).mean() < 0.9  # more than half of it within eight months


def test_days_that_are_missing_are_not_days_without_births() -> None:
    whole = made_up(800, seed=7)
    holes = History(FIRST, whole.births.copy(), whole.known.copy(), {})
    holes.known[100:160] = False
    holes.births[100:160] = 0
    a, b = (sum(each.expected for each in ahead(each).areas[""]) for each in (whole, holes))
    assert a == pytest.approx(b, rel=0.03)


def test_municipalities_add_up_to_the_whole() -> None:
    found = ahead(made_up(500, seed=8, areas=("11001", "24062", "62063")), days=30)
    parts = [sum(each.expected for each in found.areas[area]) for area in ("11001", "24062", "62063")]
    assert sum(parts) == pytest.approx(sum(each.expected for each in found.areas[""]))
    assert parts[0] * 3 == pytest.approx(parts[2], rel=0.1)


def test_a_woman_who_is_due_comes_when_births_come() -> None:
    start = date(2026, 3, 2)
    due = DueDates(due=(SaidDue(due_date=start + timedelta(days=28)),) * 10)
    women = expected_of(due, TABLES, start, 84)[""]
    assert women.unplanned.sum() == pytest.approx(10, abs=0.05)
    assert 21 <= int(np.argmax(women.unplanned)) <= 30
    assert women.unplanned[55:].sum() < 0.2


def test_a_planned_caesarean_stands_on_its_day() -> None:
    start = date(2026, 3, 2)
    planned = SaidDue(due_date=start + timedelta(days=10), planned=start + timedelta(days=3))
    women = expected_of(DueDates(due=(planned,)), TABLES, start, 28)[""]
    assert women.sure[3] > 0.8
    assert women.sure.sum() + women.unplanned.sum() == pytest.approx(1)
    assert women.unplanned[3:].sum() == 0  # nobody is pregnant after it


def registered(start: date, a_day: int) -> tuple[SaidDue, ...]:
    """Women of whom so many were due on each day, but for those who have given birth by now."""
    found = []
    for at in range(-28, 140):
        due = start + timedelta(days=at)
        before = expected_of(DueDates(due=(SaidDue(due_date=due),)), TABLES, start - timedelta(days=90), 90)
        found += [SaidDue(due_date=due)] * round(a_day * (1 - before[""].unplanned.sum()))
    return tuple(found)


def test_who_is_registered_is_not_counted_twice() -> None:
    history = made_up(1100, seed=9)
    alone = sum(each.expected for each in ahead(history).areas[""])
    due = registered(history.day_after, 44)  # about half of all births
    half = ahead(history, DueDates(due=due, share_registered=0.5))
    assert sum(each.expected for each in half.areas[""]) == pytest.approx(alone, rel=0.06)
    guessed = ahead(history, DueDates(due=due))
    assert guessed.share_registered == pytest.approx(0.5, abs=0.06)


def test_plans_that_are_known_take_the_weekday_out_of_the_rest() -> None:
    history = made_up(1100, seed=10)
    due = registered(history.day_after, 80)

    def weekends(plans_known: bool) -> float:
        found = ahead(history, DueDates(due=due, share_registered=1, plans_known=plans_known)).areas[""][
            28:77
        ]
        free = [each.expected for each in found if each.day.weekday() >= 5]
        return sum(free) / sum(each.expected for each in found) * 7 / 2

    assert weekends(True) == pytest.approx(1, abs=0.02)
    assert weekends(False) < 0.8


def test_a_woman_due_long_ago_has_given_birth() -> None:
    with pytest.raises(ImpossibleFact, match="Leave out who has given birth"):
        expected_of(DueDates(due=(SaidDue(due_date=FIRST),)), TABLES, date(2026, 3, 2), 7)


def test_a_weekday_never_seen_is_a_day_like_others() -> None:
    seen = made_up(400, seed=12)
    days = np.array([(FIRST + timedelta(days=at)).weekday() < 5 for at in range(400)])
    found = ahead(History(FIRST, np.where(days, seen.births, 0), days, {}), days=14).areas[""]
    assert min(each.expected for each in found) > 50


def test_a_history_without_rhyme_has_wide_intervals_and_an_end() -> None:
    births = np.random.default_rng(13).choice([0.0, 0.0, 90_000.0], 300)
    found = ahead(History(FIRST, births, np.ones(300, dtype=bool), {}), days=7).areas[""]
    assert all(each.intervals["low_95"] < 0.2 * each.expected < each.intervals["high_95"] for each in found)


@pytest.mark.parametrize(
    ("mean", "dispersion"), [(2500.0, 0.003), (0.2, 0.0), (3.0, 0.01), (345.0, 0.0007), (5000.0, 0.002)]
)
def test_counts_lie_where_chance_puts_them(mean: float, dispersion: float) -> None:
    random = np.random.default_rng(11)
    rates = random.gamma(1 / dispersion, mean * dispersion, 20_000) if dispersion else np.full(20_000, mean)
    drawn = random.poisson(rates)
    low, high = least(mean, dispersion, 0.1), most(mean, dispersion, 0.9)
    assert low <= high
    held = ((drawn >= low) & (drawn <= high)).mean()
    assert held >= 0.78
    assert mean < 10 or held <= 0.82
    assert np.mean([rank(each, mean, dispersion) for each in drawn[:500]]) == pytest.approx(0.5, abs=0.05)


def test_a_quantile_costs_what_it_misses() -> None:
    assert pinball(10, 8, 0.9) == pytest.approx(1.8)
    assert pinball(8, 10, 0.9) == pytest.approx(0.2)


def table(rows: int = 60, *more: str, head: str = "date,births") -> list[str]:
    return [head, *(f"{FIRST + timedelta(days=at)},{at % 5}" for at in range(rows)), *more]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "there is no column date"),
        (["date,births"], "there is no day in it"),
        (["day,births", "2019-01-01,3"], "there is no column date"),
        (table(60, "soon,3"), "history, line 62: this is not a date"),
        (table(60, "2020-01-01,-3"), "history, line 62: this is not a number of births"),
        (table(60, "2020-01-01,3.5"), "this is not a number of births"),
        (table(60, "2020-01-01"), "this is not a number of births"),
        (table(60, "2020-01-01,100001"), "there are too many births on a day"),
        (table(60, "1979-01-01,3"), "longer than thirty years"),
        (table(60, "9999-01-01,3"), "this date cannot be"),
        (table(60, "2019-01-01,3"), "a day stands there twice"),
        (table(55), "it is too short. Give at least 56 days"),
        (
            ["date,births", *(f"{FIRST + timedelta(days=at)},0" for at in range(60))],
            "there is no birth in it",
        ),
    ],
)
def test_a_table_that_is_wrong_is_refused(lines: list[str], says: str) -> None:
    with pytest.raises(ImpossibleFact, match=re.escape(says)):
        read_history(lines)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ('{"women": []}', "there is no such field"),
        ('{"due": [{"due": "2026-01-01"}]}', "due[0].due: there is no such field"),
        ('{"share_registered": 2}', "this is too high"),
        ("[]", "this must be an object"),
    ],
)
def test_due_dates_that_are_wrong_are_refused(said: str, says: str) -> None:
    with pytest.raises(ImpossibleFact, match=re.escape(says)):
        read_due(said)
