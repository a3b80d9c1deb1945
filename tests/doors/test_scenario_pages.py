"""The scenario lab: who is let in, what a lever does, what stands beside each number, and what is refused."""

import csv
from io import StringIO

import pytest
from django.test import Client

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import Cast, account, cast

from .test_governance_pages import page, read
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db
PAGES = ["/capacity/stay/", "/capacity/payment/", "/capacity/workforce/", "/capacity/activity/"]


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def greet(people: Cast) -> User:
    return account("greet", "governor")


@pytest.mark.parametrize("address", PAGES)
def test_only_who_governs_sees_figures_and_each_look_is_kept(people: Cast, greet: User, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/account/login/")
    for other in (people.an, account("petra", "planner", people.practice), people.stranger):
        assert signed_in(other).get(address).status_code == 403
    before = AuditEvent.objects.filter(actor=greet).count()
    page(greet, address)
    seen = AuditEvent.objects.filter(actor=greet)[before:]
    assert {(each.purpose, each.ground, each.episode_id) for each in seen} == {("quality", "quality", None)}


@pytest.mark.parametrize(
    "asked", ["stay/", "stay/?stay_days=3", "stay/?stay_days=-99", "payment/?minimum_hours=20", ""]
)
def test_a_look_is_one_row_whatever_lever_moves(greet: User, asked: str) -> None:
    """Also one that cannot be moved so far."""
    signed_in(greet).get(f"/capacity/{asked}")
    assert AuditEvent.objects.filter(actor=greet, purpose="quality").count() == 1


def test_the_published_scenarios_come_out_and_prices_are_said_to_be_ours(greet: User) -> None:
    text = read(page(greet, "/capacity/stay/"))
    for published in ("Three days 3.0 2 431 431 264 264", "Two days 2.0 3 716 716 445 445"):
        assert published in text
    assert "These prices are derived by us from the savings" in text
    assert "347.50 €; 341.25 to 353.75 €" in text
    assert "proposed by us" in text
    assert "set by you" not in text


@pytest.mark.parametrize(
    ("asked", "saved"),
    [
        ("stay_days=3", "3.0 days in hospital, 2.0 home visits"),  # the visits that go with it
        ("stay_days=3", "Saved on one stay, home visits paid 431 €"),
        ("stay_days=3&visits=4", "Saved on one stay, home visits paid 306 €"),  # 431 less two visits at 62.50
        ("stay_days=2&take_up=0,5", "set by you"),
    ],
)
def test_a_lever_moves_what_comes_out(greet: User, asked: str, saved: str) -> None:
    assert saved in read(page(greet, f"/capacity/stay/?{asked}"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/capacity/stay/?take_up=2", "Give a number from 0 to 1."),
        ("/capacity/stay/?take_up=half", "This is not a number."),
        ("/capacity/stay/?stay_days=1e9", "This is not a number."),
        ("/capacity/payment/?minimum_share=0.9&tailored_share=0.9", "The shares are more than 1 together."),
        ("/capacity/workforce/?drop_out=1.5", "Give a number from 0 to 1."),
        ("/capacity/workforce/?births_change=-0.9", "Give a number from -0.2 to 0.2."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(greet: User, address: str, said: str) -> None:
    text = page(greet, address, status=422)
    assert said in read(text)
    assert 'class="field wrong"' in text


def test_an_hour_more_is_worth_while_under_one_way_to_pay_only(greet: User) -> None:
    text = read(page(greet, "/capacity/payment/"))
    row = text[text.index("One hour more than indicated") : text.index("One hour fewer")]
    assert "Price times quantity: 9.33 € · worth while" in row
    assert row.count("-50.00 € · costs the provider") == 2


def test_more_training_places_make_a_shortage_less_likely(greet: User) -> None:
    rows = {}
    for places in ("", "?training_places=2000"):
        answer = signed_in(greet).get(f"/capacity/workforce/{places}{'&' if places else '?'}as=csv")
        assert answer["Content-Type"].startswith("text/csv")
        table = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        rows[places] = [float(each["hours_short_median"]) for each in table]
    usual, more = rows[""], rows["?training_places=2000"]
    assert usual[0] == more[0]  # nobody who begins this year is at work yet
    assert more[-1] < usual[-1] - 1_000_000
    text = read(page(greet, "/capacity/workforce/?training_places=2000"))
    assert "made up" in text
    assert "100 runs" in text


def test_published_totals_stay_and_what_does_not_add_up_is_said(greet: User) -> None:
    text = read(page(greet, "/capacity/activity/"))
    assert "Difference -0.01 0.01 0.00 0.01 0.00" in text or "Difference 0.01" in text
    assert "2016 · provisional" in text
    table = signed_in(greet).get("/capacity/activity/?as=csv").content.decode("utf-8-sig")
    assert "2012;Limburg;48732.78;40.21" in table
    assert len(table.splitlines()) == 1 + 5 * 6


@pytest.mark.parametrize("address", ["/capacity/stay/", "/capacity/workforce/", "/capacity/activity/"])
def test_every_picture_says_what_it_shows_and_has_a_table(greet: User, address: str) -> None:
    text = page(greet, address)
    assert text.count('<svg class="figure"') == text.count('role="img" aria-label="') == 1
    assert '<table class="number-table"' in text
