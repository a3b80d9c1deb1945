"""Hours that are coming against hours there are: reckoned by hand, by region and day, with what would close a gap."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kraamkring.core.forecasting.capacity.alarms import alarms, capacity_days
from kraamkring.core.forecasting.capacity.document import Capacity, read_capacity
from kraamkring.core.forecasting.capacity.hours import HoursAhead, Scatter, hours_ahead
from kraamkring.core.kernel.errors import ImpossibleFact
from tests.cli.asking import typed

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "figures" / "capacity.json"
MONDAY = date(2026, 3, 2)


def said(**changes: Any) -> dict[str, Any]:
    return {
        "taking_care": 1.0,
        "profiles": [{"name": "all", "share": 1.0, "hours_by_day": [2, 6, 6], "least_by_day": [2, 3, 3]}],
        "regions": [{"name": "Leuven", "contract_hours_a_week": 700, "deployable": 0.5}],
    } | changes


def ahead(
    capacity: Capacity,
    expected: list[float],
    born: list[float],
    at: int = 0,
    runs: int = 400,
    **scatter: float,
) -> HoursAhead:
    return hours_ahead(
        capacity,
        capacity.regions[at],
        start=MONDAY,
        born=born,
        expected=expected,
        scatter=Scatter(scatter.get("of_a_day", 0.0), scatter.get("of_all_days", 0.0)),
        runs=runs,
        seed=1,
    )


def test_families_in_care_are_counted_through_their_care() -> None:
    """Born two days ago 10, yesterday 20, nobody after: 10 x 6 + 20 x 6 today, 20 x 6 tomorrow, then nothing."""
    found = ahead(Capacity.model_validate(said()), [0.0] * 4, [10, 20])
    assert found.needed.tolist() == [[180.0, 120.0, 0.0, 0.0]] * 400
    assert found.least.tolist() == [[90.0, 60.0, 0.0, 0.0]] * 400


def test_births_to_come_bring_their_hours_on_average() -> None:
    found = ahead(Capacity.model_validate(said()), [10.0] * 10, [])
    assert found.needed[:, 5].mean() == pytest.approx(10 * 14, rel=0.03)
    assert found.needed[:, 0].mean() == pytest.approx(10 * 2, rel=0.05)


def test_profiles_and_those_who_take_no_care_have_their_part() -> None:
    profiles = [
        {"name": "little", "share": 0.25, "hours_by_day": [4]},
        {"name": "much", "share": 0.75, "hours_by_day": [8]},
    ]
    capacity = Capacity.model_validate(said(taking_care=0.8, profiles=profiles))
    found = ahead(capacity, [100.0] * 3, [])
    assert found.needed.mean() == pytest.approx(100 * 0.8 * (0.25 * 4 + 0.75 * 8), rel=0.01)


def test_what_days_have_in_common_does_not_even_out() -> None:
    capacity = Capacity.model_validate(said())
    spread = {
        name: ahead(capacity, [100.0] * 20, [], runs=1500, **{name: 0.02}).needed.sum(axis=1).std()
        for name in ("of_a_day", "of_all_days")
    }
    assert spread["of_all_days"] > 2 * spread["of_a_day"]


def test_hours_there_are_contracts_less_what_falls_out() -> None:
    away = [{"first": "2026-03-03", "last": "2026-03-04", "hours_a_day": 40}]
    weights = [2, 1, 1, 1, 1, 0.5, 0.5]
    region = {**said()["regions"][0], "away": away, "weekday_weights": weights}
    found = ahead(Capacity.model_validate(said(regions=[region])), [0.0] * 7, [])
    assert found.there.tolist() == [100.0, 30.0, 30.0, 50.0, 50.0, 25.0, 25.0]


def two_regions() -> Capacity:
    leuven = {**said()["regions"][0], "municipalities": ["24062"]}
    return Capacity.model_validate(
        said(regions=[leuven, {**leuven, "name": "Tienen", "municipalities": ["24107"]}])
    )


def test_an_alarm_says_how_long_before_and_what_would_close_it() -> None:
    capacity = two_regions()
    short = ahead(capacity, [0.0] * 5 + [12.0] * 4 + [0.0] * 5, [])
    idle = ahead(capacity, [0.0] * 14, [], at=1)
    (alarm,) = alarms(short, [idle])
    assert (alarm["region"], alarm["first"], alarm["lead_time_days"]) == ("Leuven", "2026-03-08", 6)
    assert alarm["last"] == "2026-03-12"
    ways = alarm["would_close_it"]
    assert ways["more_hours"]["closes"] >= 0.8
    assert ways["more_hours"]["hours"] > alarm["hours_short"]
    assert ways["least_hours_for_all"]["hours"] > 0
    assert ways["help_from_other_regions"]["hours"] > 200
    assert alarms(short, [])[0]["would_close_it"]["help_from_other_regions"]["hours"] == 0


def test_one_day_alone_and_a_region_with_enough_are_no_alarm() -> None:
    one_day = {"name": "all", "share": 1.0, "hours_by_day": [8]}
    capacity = Capacity.model_validate(said(profiles=[one_day]))
    assert not alarms(ahead(capacity, [1.0, 1.0, 50.0, 1.0], []), [])
    assert not alarms(ahead(capacity, [1.0] * 20, []), [])
    assert alarms(ahead(capacity, [1.0, 50.0, 50.0, 1.0], []), [])


def test_a_day_says_what_is_needed_and_how_likely_it_is_short() -> None:
    found = ahead(Capacity.model_validate(said()), [0.0, 0.0], [10, 20])
    today, tomorrow = capacity_days(found)
    assert (today["date"], today["needed"]["median"], today["there"], today["gap"]) == (
        "2026-03-02",
        180,
        50,
        -130,
    )
    assert today["chance_of_a_shortage"] == 1
    assert tomorrow["needed"]["low_95"] == tomorrow["needed"]["high_95"] == 120


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"profiles": [{"name": "a", "share": 0.5, "hours_by_day": [1]}]}, "their shares are not 1 together"),
        ({"profiles": [{"name": "a", "share": 1, "hours_by_day": [25]}]}, "this is too high"),
        (
            {"profiles": [{"name": "a", "share": 1, "hours_by_day": [1], "least_by_day": [2]}]},
            "more than the hours",
        ),
        ({"profiles": [{"name": "a", "share": 1, "hours_by_day": [1], "least_by_day": []}]}, "other days"),
        ({"regions": said()["regions"] * 2}, "a name stands there twice"),
        ({"regions": [{**said()["regions"][0], "weekday_weights": [0] * 7}]}, "they are all 0"),
        ({"regions": [*said()["regions"], {**said()["regions"][0], "name": "b"}]}, "has no municipalities"),
        (
            {"regions": [{**said()["regions"][0], "name": n, "municipalities": ["1"]} for n in "ab"]},
            "in two regions",
        ),
        ({"beds": 3}, "there is no such field"),
    ],
)
def test_a_document_that_is_wrong_is_one_sentence(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ImpossibleFact, match=re.escape(says)):
        read_capacity(json.dumps(said(**changes)))


@pytest.fixture
def history(tmp_path: Path) -> Path:
    days = [np.datetime64("2026-09-01") + at for at in range(90)]
    file = tmp_path / "births.csv"
    file.write_text(
        "date,births,municipality\n" + "\n".join(f"{day},{at % 3 + 4},24062" for at, day in enumerate(days))
    )
    return file


def test_the_command_says_it(history: Path) -> None:
    words = ["forecast", "hours", str(EXAMPLE), "--history", str(history), "--days", "84"]
    report = json.loads(typed(*words).stdout)
    assert report["format"] == "kraamkring.capacity/1"
    assert len(report["regions"][0]["by_day"]) == 84
    assert typed(*words, "--text").stdout.decode().count("2026-12-24") >= 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere.json", "--history", "{history}"], "cannot be read"),
        (["-", "--due", "-", "--history", "{history}"], "standard input is the capacity already"),
        (["-", "--history", "{history}"], "this is not JSON"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_2(words: list[str], says: str, history: Path) -> None:
    done = typed("forecast", "hours", *(each.format(history=history) for each in words), given=b"x")
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode()


def test_a_place_that_the_history_does_not_know_is_said_so(history: Path) -> None:
    region = {**said()["regions"][0], "municipalities": ["99999"]}
    done = typed(
        "forecast", "hours", "-", "--history", str(history), given=json.dumps(said(regions=[region])).encode()
    )
    assert done.returncode == 2
    assert b"a municipality is not in the history" in done.stderr
