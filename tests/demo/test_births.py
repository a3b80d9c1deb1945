"""The births of the demo against the numbers they are drawn from: a whole country's year, without a database."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import fmean, pstdev

import pytest

from kraamkring.demo.births import AT_HOME, CAESAREAN, MEAN_STAY_DAYS, Delivery, births_of, counted, rhythm
from kraamkring.demo.places import area, hospitals, municipalities, nearest_hospital, region_of
from kraamkring.demo.region import Region
from kraamkring.packs import protocols
from kraamkring.packs.loading import public_holidays

pytestmark = pytest.mark.xdist_group("births")  # one test process counts the year, not each
HOLIDAYS = public_holidays("be")
EVERYBODY = sum(place.infants for place in municipalities())
YEAR = [date(2012, 1, 1) + timedelta(days=number) for number in range(366)]


def grown(days: list[date], seed: int = 1, where: str = "country", share: float = 1.0) -> list[Delivery]:
    places = area(where)
    return [
        each
        for day in days
        for each in births_of(day, area=places, everybody=EVERYBODY, share=share, seed=seed)
    ]


@pytest.fixture(scope="module")
def year() -> list[Delivery]:
    return grown(YEAR)


def test_a_year_has_as_many_births_as_the_country_counted(year: list[Delivery]) -> None:
    of_2012 = sum(births for day, births in counted().items() if day.year == 2012)
    assert of_2012 == 126_993  # Statbel
    assert sum(len(each.born_at) for each in year) == pytest.approx(of_2012, rel=0.02)


def test_every_weekday_has_its_share(year: list[Delivery]) -> None:
    mine = Counter(each.born_at[0].weekday() for each in year)
    theirs = Counter[int]()
    for day, births in counted().items():
        theirs[day.weekday()] += births
    for weekday in range(7):
        assert mine[weekday] / len(year) == pytest.approx(theirs[weekday] / sum(theirs.values()), rel=0.03)


def test_every_month_has_its_season(year: list[Delivery]) -> None:
    mine = Counter(each.born_at[0].month for each in year)
    for month in range(1, 13):
        theirs = fmean(births for day, births in counted().items() if day.month == month)
        days = sum(day.month == month for day in YEAR)
        assert mine[month] / days == pytest.approx(theirs, rel=0.05)


def test_single_days_follow_the_counted_ones(year: list[Delivery]) -> None:
    """Given the days of 2012 as they were, the grown ones miss them by little: nine tenths of the variance is held."""
    mine = Counter(each.born_at[0].date() for each in year)
    mean = fmean(counted()[day] for day in YEAR)
    missed = sum((mine[day] - counted()[day]) ** 2 for day in YEAR)
    assert missed / sum((counted()[day] - mean) ** 2 for day in YEAR) < 0.15


def test_on_a_holiday_fewer_are_born(year: list[Delivery]) -> None:
    assert rhythm().holiday == pytest.approx(0.66, abs=0.05)  # like a weekend: nothing is planned
    mine = Counter(each.born_at[0].date() for each in year)
    holidays = [mine[day] for day in YEAR if HOLIDAYS.holds(day) and day.weekday() < 5]
    ordinary = [mine[day] for day in YEAR if not HOLIDAYS.holds(day) and day.weekday() < 5]
    assert fmean(holidays) / fmean(ordinary) == pytest.approx(rhythm().holiday / 1.13, rel=0.08)


def test_mothers_stay_as_long_as_the_source_says(year: list[Delivery]) -> None:
    in_hospital = [each for each in year if not each.at_home]
    assert fmean(each.nights for each in in_hospital) == pytest.approx(MEAN_STAY_DAYS, abs=0.05)
    assert sum(each.nights <= 2 for each in in_hospital) / len(in_hospital) == pytest.approx(0.12, abs=0.01)
    assert 1 - len(in_hospital) / len(year) == pytest.approx(AT_HOME, abs=0.002)
    assert fmean(each.mode == "caesarean" for each in year) == pytest.approx(CAESAREAN, abs=0.005)
    assert all(each.went_home_at and each.went_home_at > each.born_at[-1] for each in in_hospital)


def test_by_day_more_are_born_on_weekdays_and_not_on_sundays(year: list[Delivery]) -> None:
    weekdays = [each.born_at[0].hour for each in year if each.born_at[0].weekday() < 5]
    sundays = [each.born_at[0].hour for each in year if each.born_at[0].weekday() == 6]
    assert fmean(8 <= hour < 17 for hour in weekdays) > 0.55
    assert fmean(8 <= hour < 17 for hour in sundays) == pytest.approx(9 / 24, abs=0.02)


def test_children_are_born_where_infants_live(year: list[Delivery]) -> None:
    mine = Counter(each.municipality.name for each in year)
    for name in ("Leuven", "Antwerpen", "Tienen", "Liège"):
        place = next(each for each in municipalities() if each.name == name)
        expected = place.infants / EVERYBODY * len(year)
        assert mine[name] == pytest.approx(expected, abs=4 * expected**0.5)


def test_the_same_seed_gives_the_same_births_whatever_was_asked_before() -> None:
    days = YEAR[100:110]
    backwards = [grown([day], where="district") for day in reversed(days)]
    assert grown(days, where="district") == [each for day in reversed(backwards) for each in day]
    assert grown(days[:1], seed=1) == grown(days[:1], seed=1) != grown(days[:1], seed=2)


def test_a_share_of_the_district_is_a_share_of_its_births() -> None:
    whole, part = grown(YEAR, where="district"), grown(YEAR, where="district", share=0.1)
    assert 4500 < len(whole) < 5500  # the district of Leuven
    assert len(part) == pytest.approx(len(whole) / 10, rel=0.15)
    assert len(area("district")) == 30
    assert len(area("province")) == 63
    assert len(area("country")) == 565


@pytest.mark.parametrize("where", ["district", "province"])
def test_a_small_region_agrees_as_far_as_chance_allows(where: str) -> None:
    """Four standard errors of what so many deliveries can say: for the district's 5,000 a tenth of a night, and three
    in a hundred of a weekday's seventh."""
    mine = grown(YEAR, where=where)
    infants = sum(place.infants for place in area(where))
    of_2012 = sum(births for day, births in counted().items() if day.year == 2012)
    children = of_2012 * infants / EVERYBODY
    assert sum(len(each.born_at) for each in mine) == pytest.approx(children, abs=4.2 * children**0.5)

    of_the_country = [birth for day, birth in sorted(counted().items()) if day.year == 2012]
    for weekday in range(7):
        expected = sum(of_the_country[weekday::7]) / of_2012  # 2012 began on a Sunday
        number = (weekday + 6) % 7
        share = sum(each.born_at[0].weekday() == number for each in mine) / len(mine)
        assert share == pytest.approx(
            expected, abs=4 * (expected * (1 - expected) / len(mine)) ** 0.5 + 0.003
        )

    nights = [each.nights for each in mine if not each.at_home]
    error = pstdev(nights) / len(nights) ** 0.5
    assert error < 0.02
    assert fmean(nights) == pytest.approx(MEAN_STAY_DAYS, abs=4 * error + 0.05)
    for days, share in (
        (2, 0.12),
        (4, 0.58),
    ):  # home by then: births.SHORT; and with the classic and caesarean stays
        found = sum(each <= days for each in nights) / len(nights)
        assert found == pytest.approx(share, abs=4 * (share * (1 - share) / len(nights)) ** 0.5 + 0.03)


def test_what_is_written_down_of_a_family_is_its_delivery() -> None:
    """The acts that go through the flows say when and where the child was born, and when they went home."""
    region = Region("district", 1, 200, datetime(2026, 11, 22, 8, tzinfo=UTC))
    families = [
        family for day in range(0, 120) for family in region.born_on(date(2026, 8, 1) + timedelta(days=day))
    ]
    assert len(families) > 40
    for family in families:
        acts = {act.name: act for act in region.acts_of(family)}
        births = acts["birth"].what["births"]
        assert tuple(each.born_at for each in births) == family.delivery.born_at
        assert ("home" in acts) is not family.delivery.at_home
        if not family.delivery.at_home:
            assert acts["home"].at == family.delivery.went_home_at


def test_every_municipality_lies_in_a_region_with_a_protocol() -> None:
    found = Counter(region_of(place) for place in area("country"))
    assert found == {"be-vlg": 285, "be-wal": 252, "be-bru": 19, "be-dg": 9}
    assert set(found) <= set(protocols())
    assert {region_of(place) for place in area("province")} == {"be-vlg"}


def test_in_a_country_families_live_in_every_community_in_proportion() -> None:
    region = Region("country", 1, 400, datetime(2026, 11, 22, 8, tzinfo=UTC))
    days = [date(2026, 4, 1) + timedelta(days=number) for number in range(300)]
    families = [family for day in days for family in region.born_on(day)]
    lives = Counter(region_of(family.delivery.municipality) for family in families)
    infants = Counter[str]()
    for place in area("country"):
        infants[region_of(place)] += place.infants
    for name, number in infants.items():
        expected = number / EVERYBODY * len(families)
        assert lives[name] == pytest.approx(expected, abs=4 * expected**0.5 + 1)
    assert len({family.delivery.municipality for family in families}) > 100
    for family in families:
        assert region_of(family.helps["midwife"].at) == region_of(family.delivery.municipality)


def test_holidays_and_hospitals_are_where_they_are() -> None:
    for monday in (date(2008, 3, 24), date(2013, 4, 1), date(2026, 4, 6)):  # after Easter
        assert HOLIDAYS.holds(monday)
    assert HOLIDAYS.holds(date(2026, 5, 14))
    assert not HOLIDAYS.holds(date(2026, 5, 15))
    diest = next(each for each in municipalities() if each.name == "Diest")
    assert nearest_hospital(diest).city == "Diest"
    assert len(hospitals()) > 90
