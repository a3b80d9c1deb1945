"""The Flemish table of 2012 to 2016 (parliament, question 578): kept as published, differences shown."""

import json
from typing import Any

import pytest

from kraamkring.core.forecasting.activity import activity_report, read_own
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.packs.forecasting import activity_card
from tests.cli.asking import typed


def published(year: int) -> dict[str, Any]:
    return next(each for each in activity_report(activity_card(), [])["years"] if each["year"] == year)


HEAD = "province,year,service,hours,families"


@pytest.mark.parametrize(
    ("year", "hours", "mean", "difference", "provisional"),
    [
        (2012, 313_282.2, 33.91, -0.01, False),
        (2013, 335_368.28, 34.53, 0.01, False),
        (2014, 361_742.27, 34.61, 0.0, False),
        (2015, 374_723.25, 32.88, 0.01, False),
        (2016, 409_417.33, 30.17, 0.0, True),
    ],
)
def test_a_year_is_as_published_and_says_what_does_not_add_up(
    year: int, hours: float, mean: float, difference: float, provisional: bool
) -> None:
    found = published(year)
    assert (found["total_hours"], found["total_mean_hours"]) == (hours, mean)
    assert found["difference_hours"] == difference
    assert found["provisional"] is provisional
    assert len(found["provinces"]) == 6


def test_single_numbers_of_the_table() -> None:
    by_name = {each["province"]: each for each in published(2016)["provinces"]}
    assert (by_name["West-Vlaanderen"]["hours"], by_name["West-Vlaanderen"]["mean_hours"]) == (
        100_819.00,
        31.73,
    )
    assert by_name["Brussels Hoofdstedelijk Gewest"]["hours"] == 6_509.83
    by_name = {each["province"]: each for each in published(2013)["provinces"]}
    assert (by_name["Oost-Vlaanderen"]["hours"], by_name["Oost-Vlaanderen"]["mean_hours"]) == (
        78_132.92,
        29.41,
    )


def test_families_are_those_published_and_one_fewer_by_division() -> None:
    files = activity_report(activity_card(), [])["files"]
    assert (files["newborn_families"], files["all_families"]) == (13_571, 112_970)
    assert files["by_public_services"] + files["by_private_services"] == files["newborn_families"]
    assert published(2016)["families_implied"] == 13_570


def test_own_figures_go_on_after_it_and_change_nothing_before() -> None:
    own = read_own(
        [
            HEAD,
            "Limburg,2016,private,100.50,3",
            "Limburg,2017,private,900.50,30",
            "Limburg,2017,public,99.5,2",
        ]
    )
    years = activity_report(activity_card(), own)["years"]
    assert [(each["year"], each["from"]) for each in years[-3:]] == [
        (2016, "published"), (2016, "own figures"), (2017, "own figures"),
    ]  # fmt: skip
    assert years[4] == published(2016)
    last = years[-1]
    assert (last["total_hours"], last["families"], last["total_mean_hours"]) == (1000.0, 32, 31.25)
    assert (last["families_by_public_services"], last["families_by_private_services"]) == (2, 30)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "there is no column province"),
        (["province,year"], "there is no column service"),
        ([HEAD, "Limburg,2017,other,1,1"], "line 2: the service is neither public nor private"),
        ([HEAD, "Limburg,soon,public,1,1"], "year or families is not a whole number"),
        ([HEAD, "Limburg,2017,public,-1,1"], "hours is not a number"),
        ([HEAD, "Limburg,2017,public,1e5,1"], "hours is not a number"),
        ([HEAD, "Limburg,2017,public,5,0"], "there are hours without a family"),
        ([HEAD, ",2017,public,5,1"], "cannot be"),
        ([HEAD, "Limburg,2017,public"], "is not a whole number"),
        ([HEAD, "Limburg,2017,public,1,1", "Limburg,2017,public,1,1"], "stand there twice"),
    ],
)
def test_own_figures_that_are_wrong_are_refused(rows: list[str], says: str) -> None:
    with pytest.raises(ImpossibleFact, match=says):
        read_own(rows)


def test_the_command_prints_it() -> None:
    done = typed("activity")
    assert json.loads(done.stdout)["format"] == "kraamkring.activity/1"
    text = typed("activity", "--text").stdout.decode()
    assert "the provinces add up to -0.01 h against the published total" in text
    assert "2016 (published, provisional)" in text
    assert typed("activity", "--own", "nowhere.csv").returncode == 2
    assert b"not text" in typed("activity", "--own", "-", given=b"\xff\xfe").stderr
