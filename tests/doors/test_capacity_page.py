"""The capacity board: who is let in, what it says of hours and births, and that no family is in sight."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from kraamkring.flows import see_capacity as flow
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import Cast, account, cast
from tests.clock import this_morning
from tests.forecasting.test_board import DAY, known
from tests.planner import house

from .test_governance_pages import page, read
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db
NOW = this_morning()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def greet(people: Cast) -> User:
    return account("greet", "governor")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with a birth a day in Leuven, four families in Namur, and 200 hours a week of carers."""
    by = NOW.date() - known().today
    usual = known()
    moved = usual._replace(
        today=NOW.date(),
        due=tuple((day + by, postcode) for day, postcode in usual.due),
        born=tuple((day + by, postcode) for day, postcode in usual.born),
    )
    monkeypatch.setattr(flow, "_known", lambda country, today, now: (moved, 3, 244))


def test_only_who_governs_sees_it_and_each_look_is_kept_without_a_family(people: Cast, greet: User) -> None:
    assert Client().get("/capacity/")["Location"].startswith("/account/login/")
    for other in (people.an, account("petra", "planner", people.practice)):
        assert signed_in(other).get("/capacity/").status_code == 403
    page(greet, "/capacity/")
    seen = AuditEvent.objects.get(actor=greet, what="capacity")
    assert (seen.purpose, seen.ground, seen.episode_id) == ("quality", "quality", None)


def test_of_a_few_families_nothing_is_told(people: Cast, greet: User) -> None:
    house(people.an, NOW)
    text = read(page(greet, "/capacity/"))
    assert "The record has too few families to tell anything of them." in text
    assert "Births expected" not in text
    assert "<svg" not in page(greet, "/capacity/").split("<main")[1].split("<form")[0]


@pytest.mark.usefixtures("full")
def test_hours_births_and_alarms_of_a_province(greet: User) -> None:
    html = page(greet, "/capacity/")
    text = read(html)
    assert "Vlaams-Brabant, by week" in text
    assert html.count('class="cell is-') == 84
    assert "Namur" not in text  # four families
    assert "200" in text
    assert "set by you" not in text
    assert "50 % asked an organisation" in text
    short = read(page(greet, "/capacity/?taking_care=1"))
    assert "No stretch of two days" not in short
    assert "more hours of carers" in short
    assert "set by you" in short


@pytest.mark.usefixtures("full")
def test_every_day_of_every_region_is_in_the_table(greet: User) -> None:
    answer = signed_in(greet).get("/capacity/?as=csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Day"] for row in rows] == [str(NOW.date() + at * DAY) for at in range(84)]
    assert {row["Region"] for row in rows} == {"Vlaams-Brabant"}


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("level", "there"), [("municipality", "Leuven"), ("postcode", "3000"), ("street", "Vlaams-Brabant")]
)
def test_births_by_place_are_rounded(greet: User, level: str, there: str) -> None:
    html = page(greet, f"/capacity/?by={level}")
    table = html[html.index("Births, about") : html.index("Rounded to five")]
    assert there in table
    numbers = [int(each) for each in read(table).split() if each.isdecimal() and len(each) < 4]
    assert numbers
    assert all(number % 5 == 0 for number in numbers)


@pytest.mark.usefixtures("full")
def test_an_assumption_that_cannot_be_is_refused_at_its_field(greet: User) -> None:
    assert "Give a number from 0 to 1." in read(page(greet, "/capacity/?deployable=2", status=422))
    assert "more than 1 together" in read(
        page(greet, "/capacity/?minimum_share=0.9&tailored_share=0.9", status=422)
    )


def test_a_mother_who_closed_a_part_is_not_counted_and_a_birth_moves_her_family(people: Cast) -> None:
    at = house(people.an, NOW)
    found, left_out, families = flow._known("be", NOW.date(), NOW)
    assert (left_out, families) == (0, len(at.families))
    assert len(found.due) + len(found.born) == families
    assert sum(each.hours_a_week for each in found.hours) > 0
    abroad, _, elsewhere = flow._known("nl", NOW.date(), NOW)
    assert (elsewhere, abroad.due, abroad.born) == (0, (), ())
    long_ago = NOW.date() + timedelta(days=400)
    assert flow._known("be", long_ago, NOW)[0].due == ()  # nobody is pregnant four weeks after her due date
