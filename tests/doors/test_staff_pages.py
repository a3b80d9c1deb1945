"""The pages behind the sign-in: anonymous, another organisation's, and one's own; every look leaves a row."""

import re
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Birth, Contact, Death, DueDate, Loss, Member, PregnancyFacts
from kraamkring.core.kernel.moments import BRUSSELS, local_day
from kraamkring.demo.families import families
from kraamkring.demo.practice import seed_practice
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.see_families import FAMILIES_ON_A_PAGE
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.actions import merge_persons, register_person
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, cast
from tests.clock import this_morning

from .test_pathway_page import DANGEROUS, LANGUAGES, words

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOBODY = UUID("00000000-0000-7000-8000-000000000000")


@pytest.fixture
def now() -> datetime:
    return this_morning()


@pytest.fixture
def mieke(now: datetime) -> User:
    """The demo's midwife, with her three families."""
    (_who, email, _password), *_ = seed_practice(now)
    return User.objects.get(email=email)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def signed_in(user: User, language: str = "en") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def family_of(name: str) -> PregnancyEpisode:
    return PregnancyEpisode.objects.get(mother__given_name=name)


def page(user: User, address: str = "/families/", language: str = "en") -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(user: User, name: str, language: str = "en") -> str:
    return page(user, f"/families/{family_of(name).pk}/", language)


def book(by: User, now: datetime, given_name: str = "Leen", **facts: object) -> PregnancyEpisode:
    """A family of whom nothing is known but what is given; due today unless it says otherwise."""
    due = local_day(now, BRUSSELS)
    known = {
        "booked_on": due - 210 * DAY,
        "region": "be-vlg",
        "due_dates": (DueDate(due_on=due, set_on=due - 210 * DAY),),
    }
    mother = Mother(given_name=given_name, family_name="Voorbeeld")
    return book_pregnancy(facts=PregnancyFacts(**(known | facts)), mother=mother, by=by, now=now).episode


def reads(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(actor=user, action="read").values_list("what", flat=True))


def banner(html: str) -> str:
    return words(html.partition('class="card banner"')[2].partition("</section>")[0])


# --- anonymous


@pytest.mark.parametrize("address", ["/families/", f"/families/{NOBODY}/"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/?next={address}"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/families/", f"/families/{NOBODY}/"])
def test_they_only_read(address: str, people: Cast) -> None:
    for method in ("post", "put", "delete"):
        assert getattr(signed_in(people.an), method)(address).status_code == 405


# --- not allowed


def test_a_stranger_sees_an_empty_list(mieke: User, people: Cast) -> None:
    html = page(people.stranger)
    assert "There are no families here for you yet." in html
    assert "Amina" not in html
    assert reads(people.stranger) == ["families:0"]


def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(mieke: User, people: Cast) -> None:
    client = signed_in(people.stranger)
    answers = [client.get(f"/families/{each}/") for each in (family_of("Amina").pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/')
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown
    assert "Amina" not in foreign
    assert reads(people.stranger) == []


def test_who_is_no_longer_active_is_led_to_the_sign_in(mieke: User) -> None:
    client = signed_in(mieke)
    User.objects.filter(pk=mieke.pk).update(is_active=False)
    assert client.get("/families/").status_code == 302


def test_a_colleague_of_the_same_organisation_sees_the_family(people: Cast, now: datetime) -> None:
    book(people.an, now)
    assert "Leen Voorbeeld" in page(people.colleague)
    assert "Leen Voorbeeld" in shown(people.colleague, "Leen")


# --- the list


def test_amina_stands_first_with_the_visit_that_is_missing(mieke: User) -> None:
    html = page(mieke)
    read = words(html.partition("<main")[2].partition("</main>")[0])
    assert re.search(
        r"Need somebody now 1 Amina Voorbeeld day 2 pp French · interpreter: not asked "
        r"At risk First home visit · midwife, by \w{3} \d{2}-\d{2}-\d{4} \d{2}:\d{2} Nothing missing for now 2 ",
        read,
    )
    assert "Lotte Voorbeeld 30+5 Dutch" in read
    assert "Inge Voorbeeld day 6 pp Dutch" in read


def test_the_list_leaves_one_row_that_counts(mieke: User) -> None:
    page(mieke)
    assert reads(mieke) == ["families:3"]
    row = AuditEvent.objects.get(action="read")
    assert (row.episode, row.person, row.actor_role) == (None, None, "midwife")


def test_a_gap_comes_before_what_is_at_risk(people: Cast, now: datetime) -> None:
    amina, lotte, inge = families(now)
    for family in (inge, lotte, amina):
        book_pregnancy(facts=family.facts, mother=Mother(given_name=family.given_name), by=people.an, now=now)
    home_a_day_longer = {"births": (at(now - 40 * HOUR),), "discharges": (_home(now - 30 * HOUR),)}
    book(people.an, now, "Gap", **home_a_day_longer)
    names = re.findall(r"family-head\"><a href=\"/families/[\w-]+/\">(\w+)", page(people.an))
    assert names[:2] == ["Gap", "Amina"]


def at(born_at: datetime, **otherwise: object) -> Birth:
    known = {"newborn": "newborn-1", "outcome": "live", "place": "hospital", "mode": "vaginal"}
    return Birth(**(known | {"born_at": born_at} | otherwise))


def _home(moment: datetime) -> object:
    from kraamkring.core.facts import Discharge

    return Discharge(who=("mother", "newborn-1"), at=moment)


def test_the_number_of_queries_does_not_grow(people: Cast, now: datetime) -> None:
    def queries() -> int:
        client = signed_in(people.an)
        client.get("/families/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/families/").status_code == 200
        return len(seen)

    few = [Contact(kind="prenatal", at=now - 100 * DAY, by="midwife")]
    for number in range(3):
        book(people.an, now, f"F{number}", contacts=tuple(few))
    of_three = queries()
    many = [Contact(kind="prenatal", at=now - days * DAY, by="midwife") for days in range(1, 41)]
    for number in range(27):
        book(people.an, now, f"G{number}", contacts=tuple(many))
    assert queries() == of_three
    assert of_three <= 14


def test_a_page_holds_fifty_families(people: Cast, now: datetime) -> None:
    for number in range(FAMILIES_ON_A_PAGE + 1):
        book(people.an, now, f"F{number}")
    first, second = page(people.an), page(people.an, "/families/?page=2")
    names = re.compile(r"F\d+ Voorbeeld")
    assert len(set(names.findall(first))) == FAMILIES_ON_A_PAGE
    assert len(set(names.findall(first + second))) == FAMILIES_ON_A_PAGE + 1
    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in second
    assert "There are no more families." in page(people.an, "/families/?page=3")
    assert page(people.an, "/families/?page=x").count("<li class") == FAMILIES_ON_A_PAGE


def test_a_family_whose_record_contradicts_itself_does_not_hide_the_others(
    people: Cast, now: datetime
) -> None:
    torn = book(people.an, now, "Torn")
    book(people.an, now, "Whole")
    from kraamkring.rooms.record.models import Entry

    with pytest.MonkeyPatch.context() as patched:
        real = Entry.from_db.__func__

        def without_due_date(cls: type, db: str, names: list[str], values: list[object]) -> Entry:
            entry = real(cls, db, names, values)
            if entry.episode_id == torn.pk and entry.kind == "due_dates":
                entry.kind = "gone"
            return entry

        patched.setattr(Entry, "from_db", classmethod(without_due_date))
        html = page(people.an)
        assert "These records cannot be read" in html
        assert "Whole Voorbeeld" in html
        assert "This record cannot be read" in page(people.an, f"/families/{torn.pk}/")


def test_a_person_who_was_merged_is_called_by_the_name_that_was_kept(people: Cast, now: datetime) -> None:
    episode = book(people.an, now, "Maiden")
    kept = register_person(now=now, given_name="Kept", family_name="Name")
    merge_persons(kept=kept, merged=episode.mother, reason="the same", by=people.an, now=now)
    assert "Kept Name" in page(people.an)
    assert "Kept Name" in page(people.an, f"/families/{episode.pk}/")


# --- one family


def test_the_banner_says_who_how_far_and_how_to_speak(mieke: User) -> None:
    read = banner(shown(mieke, "Amina"))
    assert "Amina Voorbeeld" in read
    assert "After the birth day 2 pp" in read
    assert "after 36 h" in read
    assert "Language French · interpreter: not asked" in read
    assert re.search(r"Child \w{3} [\d-]+ 06:00 · 40\+1 · 3280 g · born in hospital · vaginal birth", read)
    assert "Age" not in read  # not asked


def test_the_banner_of_a_pregnancy(mieke: User) -> None:
    read = banner(shown(mieke, "Lotte"))
    assert re.search(r"Pregnancy 30\+5 · due on \w{3} [\d-]+ Children expected 2", read)


def test_the_circle_is_drawn_from_the_network(mieke: User) -> None:
    html = shown(mieke, "Amina")
    people = dict(re.findall(r"<li>([\w ]+): ([\w ,]+)</li>", html.partition('class="people for-ears"')[2]))
    assert people["care coordinator"] == "somebody is there"  # accepted
    assert people["midwife"] == "nobody yet"  # only invited, and her visit is due


@pytest.mark.parametrize(
    ("accepted", "word"),
    [
        (True, "accepted, and nobody is coming for care that is due"),
        (False, "nobody yet"),
    ],
)
def test_who_accepted_but_does_not_come_leaves_the_ring_open(
    accepted: bool, word: str, people: Cast, now: datetime
) -> None:
    today = local_day(now, BRUSSELS)
    member = Member(role="midwife", accepted_on=today - 100 * DAY if accepted else None)
    home = {"births": (at(now - 70 * HOUR),), "discharges": (_home(now - 34 * HOUR),)}
    book(people.an, now, network=(member,), **home)
    assert f"<li>midwife: {word}</li>" in shown(people.an, "Leen")


def test_who_left_the_network_is_not_drawn(people: Cast, now: datetime) -> None:
    today = local_day(now, BRUSSELS)
    left = Member(role="buddy", accepted_on=today - 100 * DAY, until=today - 10 * DAY)
    stays = Member(role="social_worker")
    book(people.an, now, network=(left, stays))
    html = shown(people.an, "Leen")
    assert "<li>buddy:" not in html
    assert "<li>social worker: still to come</li>" in html


def test_a_look_at_a_family_leaves_a_row_with_her_name_on_it(mieke: User) -> None:
    shown(mieke, "Amina")
    row = AuditEvent.objects.get(action="read")
    assert (row.what, row.episode, row.person) == (
        "pathway",
        family_of("Amina"),
        family_of("Amina").mother,
    )


def test_every_activity_stands_in_the_list_and_nothing_can_be_ticked(mieke: User) -> None:
    html = shown(mieke, "Amina")
    assert 'id="first-home-visit-mother-homecoming-1"' in html
    assert html.count('class="line"') == 4
    assert 'name="done"' not in html
    assert "Look again" not in html


def test_what_was_recorded_in_two_ways_is_said(people: Cast, now: datetime) -> None:
    born = now - 30 * HOUR
    book(people.an, now, births=(at(born, weight_g=3000), at(born, weight_g=3400)))
    assert "Recorded in different ways: the birth." in shown(people.an, "Leen")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_and_no_date_in_addresses_and_titles(mieke: User, language: str) -> None:
    for html in (page(mieke, language=language), shown(mieke, "Amina", language)):
        links = [unescape(link) for link in re.findall(r'(?:href|action|src)="(.*?)"', html)]
        assert not any(re.search(r"Amina|Voorbeeld|20\d\d", link) for link in links)
        assert "Voorbeeld" not in html.partition("<title>")[2].partition("</title>")[0]


def test_no_answer_is_kept(mieke: User) -> None:
    client = signed_in(mieke)
    for address in ("/families/", f"/families/{family_of('Amina').pk}/", f"/families/{NOBODY}/"):
        assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_renders_under_the_strict_policy(mieke: User, language: str) -> None:
    for html in (page(mieke, language=language), shown(mieke, "Amina", language)):
        assert f'<html lang="{language}"' in html
        assert "%(" not in html
        assert not DANGEROUS.search(html)
        assert "This page stores nothing." not in html


# --- after a loss


def test_after_a_loss_the_page_is_quiet(people: Cast, now: datetime) -> None:
    book(people.an, now, births=(at(now - 20 * HOUR, outcome="stillborn"),))
    html = shown(people.an, "Leen")
    assert '<body class="quiet">' in html
    assert "stillborn" in banner(html)
    assert "A talk after the loss" in words(html)
    assert 'class="line"' not in html
    assert 'class="family quiet"' in page(people.an)


def test_a_pregnancy_that_ended_early(people: Cast, now: datetime) -> None:
    due = local_day(now, BRUSSELS) + 200 * DAY
    early = {
        "booked_on": due - 240 * DAY,
        "due_dates": (DueDate(due_on=due, set_on=due - 240 * DAY),),
        "losses": (Loss(at=now - 2 * DAY, kind="miscarriage"),),
    }
    book(people.an, now, **early)
    html = shown(people.an, "Leen")
    assert '<body class="quiet">' in html
    assert "a loss on" in banner(html)
    assert "a loss on" in words(page(people.an))
    assert "Prenatal contact" not in words(html)


def test_after_the_loss_of_one_of_twins_the_pregnancy_keeps_its_care(people: Cast, now: datetime) -> None:
    due = local_day(now, BRUSSELS) + 120 * DAY
    one_of_two = {
        "booked_on": due - 210 * DAY,
        "due_dates": (DueDate(due_on=due, set_on=due - 210 * DAY),),
        "expected_newborns": 2,
        "losses": (Loss(at=now - 2 * DAY, kind="vanished_twin", newborn="newborn-2"),),
    }
    book(people.an, now, **one_of_two)
    html = shown(people.an, "Leen")
    assert '<body class="quiet">' in html
    assert "Prenatal contact" in words(html)


def test_a_child_that_died(people: Cast, now: datetime) -> None:
    book(people.an, now, births=(at(now - 50 * HOUR),), deaths=(Death(who="newborn-1", at=now - 3 * HOUR),))
    html = shown(people.an, "Leen")
    assert '<body class="quiet">' in html
    assert "died on" in banner(html)
