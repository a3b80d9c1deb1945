"""The pages of a mother and her partner: theirs alone, in plain words, and quiet after a loss."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth, Contact, Discharge
from kraamkring.doors.ui import clock
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, account, cast, give_coordinator, joined

from .test_pathway_page import words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHEERFUL = re.compile(r"\bbaby\b|\bweek\b|\bweeks\b|congratulat|happy|enjoy|pregnant", re.IGNORECASE)

PAGES = [
    "",
    "appointments/",
    "plan/",
    "plan/change/",
    "plan/changes/",
    "circle/",
    "circle/sharing/",
    "circle/sharing/postnatal/",
    "record/",
    "looks/",
    "call/",
]
WRITTEN = ["plan/change/", "circle/sharing/postnatal/"]


class Home(NamedTuple):
    """Leen went home five hours ago after 36 hours. An coordinates; Pol is her partner; Mia the midwife comes soon.
    Fien is another mother, of another family."""

    now: datetime
    people: Cast
    episode: PregnancyEpisode
    leen: User
    pol: User
    mia: User
    fien: User
    other: PregnancyEpisode
    place: Membership

    def address(self, rest: str = "") -> str:
        return f"/my/{self.episode.pk}/{rest}"


@pytest.fixture
def home(db: None) -> Home:
    now, people = clock.now(), cast()
    born = Birth(
        newborn="newborn-1", born_at=now - 41 * HOUR, outcome="live", place="hospital", mode="vaginal"
    )
    return _home(now, people, (born,), Discharge(who=("mother", "newborn-1"), at=now - 5 * HOUR))


def _home(now: datetime, people: Cast, births: tuple[Birth, ...], leaving: Discharge) -> Home:
    episode, other = book(people.an, now, births=births), book(people.an, now, given_name="Fien")
    record_fact(episode_id=episode.pk, value=leaving, by=people.an, now=now)
    leen, pol = account("leen", "mother"), account("pol", "partner")
    mia, fien = account("mia", "midwife"), account("fien", "mother")
    give_coordinator(episode, people.an, at=now)
    place = [joined(episode, user, people.an, at=now) for user in (leen, pol, mia)][-1]
    joined(other, fien, people.an, at=now)
    return Home(now, people, episode, leen, pol, mia, fien, other, place)


@pytest.fixture
def lost(db: None) -> Home:
    """The same family, whose child was stillborn."""
    now, people = clock.now(), cast()
    born = Birth(
        newborn="newborn-1", born_at=now - 41 * HOUR, outcome="stillborn", place="hospital", mode="vaginal"
    )
    return _home(now, people, (born,), Discharge(who=("mother",), at=now - 5 * HOUR))


def get(user: User, address: str, status: int = 200, language: str = "en") -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def main(html: str) -> str:
    return words(html.partition('<main id="main"')[2].partition("</main>")[0])


def visit_agreed(home: Home, hours: int = 3, accepted: bool = False) -> Appointment:
    start = (home.now + hours * HOUR).replace(second=0, microsecond=0)
    fact = AppointmentFact(
        care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=accepted
    )
    by = home.mia if accepted else home.people.an
    return make_appointment(
        episode_id=home.episode.pk, appointment=fact, member_id=home.place.pk, by=by, now=home.now
    ).appointment


# --- anonymous, not allowed, allowed


@pytest.mark.parametrize("rest", PAGES)
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(rest: str) -> None:
    for address in (f"/my/{rest}", f"/my/{NOBODY}/{rest}"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={address}")
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("rest", PAGES)
def test_another_mother_finds_the_same_as_where_nothing_is(home: Home, rest: str) -> None:
    foreign = signed_in(home.fien).get(home.address(rest))
    unknown = signed_in(home.fien).get(f"/my/{NOBODY}/{rest}")
    assert foreign.status_code == unknown.status_code == 404
    assert main(foreign.content.decode()) == main(unknown.content.decode())
    assert AuditEvent.objects.filter(actor=home.fien, action="refused", episode_id=home.episode.pk).exists()


@pytest.mark.parametrize("rest", PAGES)
def test_whoever_cares_for_her_is_led_to_her_own_first_page(home: Home, rest: str) -> None:
    for user in (home.people.an, home.people.stranger):
        for address in (home.address(rest), f"/my/{rest}", f"/my/{NOBODY}/{rest}"):
            answer = signed_in(user).get(address)
            assert (answer.status_code, answer["Location"]) == (302, "/today/")


@pytest.mark.parametrize("rest", PAGES)
def test_a_mother_sees_her_own_with_and_without_naming_it(home: Home, rest: str) -> None:
    named, last = get(home.leen, home.address(rest)), get(home.leen, f"/my/{rest}")
    assert re.findall("<h[12].*?</h[12]>", named) == re.findall("<h[12].*?</h[12]>", last)
    assert len(re.findall("<h1", named)) == 1


@pytest.mark.parametrize("rest", PAGES)
def test_a_buddy_of_the_family_is_no_parent_of_it(home: Home, rest: str) -> None:
    joined(home.episode, home.fien, home.people.an, role="buddy", at=home.now)
    get(home.fien, home.address(rest), 404)


@pytest.mark.parametrize("rest", PAGES)
def test_no_page_asks_more_of_the_database_when_its_history_is_long(home: Home, rest: str) -> None:
    get(home.leen, home.address(rest))  # languages and sites are read once
    with CaptureQueriesContext(
        connection,
    ) as short:
        get(home.leen, home.address(rest))
    for hours in range(1, 7):
        made = visit_agreed(home, hours, accepted=True)
        assert made.accepted_at
        at = home.now - hours * timedelta(minutes=40)
        record_fact(
            episode_id=home.episode.pk,
            value=Contact(kind="home_visit", at=at, by="midwife"),
            by=home.mia,
            now=home.now,
        )
    with CaptureQueriesContext(connection) as long:
        get(home.leen, home.address(rest))
    assert len(long) == len(short)


# --- the way in


def test_a_mother_who_signs_in_comes_to_her_week(home: Home) -> None:
    password = "een lang wachtwoord voor de test"
    for user, first in ((home.leen, "/my/"), (home.pol, "/my/"), (home.mia, "/today/")):
        user.set_password(password)
        user.save()
        answer = Client().post("/account/login/", {"login": user.email, "password": password})
        assert (answer.status_code, answer["Location"]) == (302, first)


def test_who_belongs_to_no_family_yet_is_led_to_the_invitations(home: Home) -> None:
    html = get(account("nele", "mother"), "/my/")
    assert "There is nothing here for you yet" in html
    assert 'href="/invitations/"' in html


def test_of_two_pregnancies_the_last_is_shown_and_the_other_is_one_tap_away(home: Home) -> None:
    earlier = book(home.people.an, home.now - 800 * DAY, given_name="Leen")
    joined(earlier, home.leen, home.people.an, at=home.now)
    html = get(home.leen, "/my/")
    assert f'href="/my/{home.episode.pk}/call/"' in html
    assert f'href="/my/{earlier.pk}/"' in html
    assert f'href="/my/{earlier.pk}/call/"' in get(home.leen, f"/my/{earlier.pk}/")


def test_the_head_of_a_parent_has_none_of_the_pages_of_care(home: Home) -> None:
    for address in ("/my/", "/me/"):
        head = get(home.leen, address).partition("<header")[2].partition("</header>")[0]
        assert "/families/" not in head
        assert "/call/" in head
    assert "/call/" not in get(home.people.an, "/families/")


# --- my week


def test_given_a_visit_is_agreed_then_the_week_says_when_and_who(home: Home) -> None:
    agreed = visit_agreed(home, accepted=True)
    said = main(get(home.leen, "/my/"))
    assert "Visit at home" in said
    assert "Mia, midwife" in said
    assert "It is sure once" not in said
    assert f"{agreed.start:%d-%m-%Y}"[:2] in said


def test_given_a_visit_is_only_asked_then_the_week_says_so(home: Home) -> None:
    visit_agreed(home)
    assert "It is sure once the person who comes has said yes" in main(get(home.leen, "/my/"))


def test_given_nobody_comes_then_it_is_said_calmly_with_whom_to_call(home: Home) -> None:
    html = get(home.leen, "/my/")
    missing = html.partition('aria-labelledby="missing"')[2].partition("</section>")[0]
    assert "A midwife comes to your home" in words(missing)
    assert "/call/" in missing
    assert "is-gap" not in html
    assert "note bad" not in html


def test_the_work_of_the_house_is_no_worry_of_hers(home: Home) -> None:
    said = main(get(home.leen, "/my/"))
    assert "letter" not in said
    assert "registered" not in said


def test_her_partner_is_told_nothing_of_what_he_may_not_read(home: Home) -> None:
    assert "days old" in main(get(home.leen, "/my/"))
    assert "days old" not in main(get(home.pol, "/my/"))


# --- whom to call


def test_who_coordinates_comes_first_with_a_number_that_can_be_called(home: Home) -> None:
    User.objects.filter(pk=home.people.an.pk).update(phone="+32470123456")
    User.objects.filter(pk=home.mia.pk).update(phone="+32471123456")
    html = get(home.leen, "/my/call/")
    assert 'href="tel:112"' in html
    assert html.index("tel:+32470123456") < html.index("tel:+32471123456")
    assert "+32 470 12 34 56" in html
    assert "A care professional has not checked one yet".lower() in html.lower()


def test_without_any_number_it_says_so_and_still_gives_112(home: Home) -> None:
    html = get(home.leen, "/my/call/")
    assert "has given a telephone number here yet" in html
    assert 'href="tel:112"' in html


# --- after a loss


@pytest.mark.parametrize("rest", PAGES)
def test_after_a_loss_every_page_is_quiet(lost: Home, rest: str) -> None:
    html = get(lost.leen, lost.address(rest))
    assert '<body class="of-parents quiet">' in html
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    found = CHEERFUL.search(main(html)) or CHEERFUL.search(title[1])
    assert found is None, found
