"""The pages of covering and of judging emergencies: who sees them, what they do, what they say."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.break_glass import break_glass
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import BreakGlass, Cover, EmergencyReview
from tests.cast import Cast, account, booked, cast, joined
from tests.clock import this_morning

from .test_pathway_page import DANGEROUS
from .test_pathway_page import words as read
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOKEN = re.compile(r'value="[\w-]{64}"|/[\w-]{36}/')  # of the form, and the address in the choice of language


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def asked(people: Cast) -> Cover:
    today = this_morning().date()
    answer = signed_in(people.an).post(
        "/me/cover/",
        {
            "id": new_id(this_morning()),
            "by_whom": people.colleague.pk,
            "first": today,
            "last": today + DAY,
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, "/me/cover/")
    return Cover.objects.get()


def test_a_visitor_is_led_to_the_sign_in_and_a_mother_is_told_why(people: Cast) -> None:
    for address in ("/me/cover/", "/emergency/review/"):
        assert Client().get(address)["Location"].startswith("/account/login/")
        assert (
            signed_in(account(address.strip("/").replace("/", "-"), "mother")).get(address).status_code == 403
        )


def test_a_cover_is_asked_accepted_and_stopped(people: Cast) -> None:
    cover, bea = asked(people), signed_in(people.colleague)
    seen = read(bea.get("/me/cover/").content.decode())
    assert "You cover for An, midwife" in seen
    assert "not answered yet" in seen
    assert bea.post(f"/me/cover/{cover.pk}/", {"answer": "accept"}).status_code == 302
    assert "holds now" in read(signed_in(people.an).get("/me/cover/").content.decode())
    assert signed_in(people.an).post(f"/me/cover/{cover.pk}/", {"answer": "end"}).status_code == 302
    assert "Nobody covers for anybody." in read(bea.get("/me/cover/").content.decode())


def test_a_foreign_cover_and_an_unknown_one_are_the_same_answer(people: Cast) -> None:
    cover, client = asked(people), signed_in(people.stranger)
    answers = [client.post(f"/me/cover/{each}/", {"answer": "accept"}) for each in (cover.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    foreign, unknown = (TOKEN.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown
    assert not cover.steps.exists()


def test_a_wrong_form_comes_back_with_what_was_typed(people: Cast) -> None:
    answer = signed_in(people.an).post(
        "/me/cover/", {"id": new_id(this_morning()), "by_whom": people.colleague.pk, "first": "2026-10-20"}
    )
    assert answer.status_code == 422
    assert "Give the last day." in answer.content.decode()
    assert "2026-10-20" in answer.content.decode()
    assert not Cover.objects.exists()


def test_the_circle_says_who_covers(people: Cast) -> None:
    episode, leen = booked(people.an).episode, account("leen", "mother")
    joined(episode, people.an, people.an, at=this_morning() - DAY)
    joined(episode, leen, people.an, at=this_morning() - DAY)
    cover = asked(people)
    signed_in(people.colleague).post(f"/me/cover/{cover.pk}/", {"answer": "accept"})
    assert "Bea, midwife takes her place until" in read(
        signed_in(leen).get(f"/my/{episode.pk}/circle/").content.decode()
    )
    assert "Covered by" in read(signed_in(people.an).get(f"/families/{episode.pk}/network/").content.decode())


@pytest.fixture
def officer(people: Cast) -> User:
    return account("olga", "privacy_officer", people.practice)


@pytest.fixture
def broken(people: Cast, officer: User) -> BreakGlass:
    episode = booked(people.an).episode
    joined(episode, account("leen", "mother"), people.an, at=this_morning() - DAY)
    dirk = account("dirk", "gp")
    return break_glass(
        episode_id=episode.pk, reason="she cannot speak", by=dirk, now=this_morning() - DAY / 2
    )


def test_an_emergency_is_judged_and_the_mother_reads_it(broken: BreakGlass, officer: User) -> None:
    client = signed_in(officer)
    page = client.get("/emergency/review/")
    assert page.status_code == 200
    assert "she cannot speak" in read(page.content.decode())
    assert not DANGEROUS.search(page.content.decode())
    leen = signed_in(User.objects.get(email="leen@example.org"))
    assert "Somebody else will look at whether this was needed" in read(
        leen.get(f"/my/{broken.episode_id}/looks/").content.decode()
    )
    said = {"id": new_id(this_morning()), "outcome": "not_justified", "words": "her doctor was there"}
    assert client.post(f"/emergency/review/{broken.pk}/", said).status_code == 302
    assert client.post(f"/emergency/review/{broken.pk}/", said).status_code == 302
    assert EmergencyReview.objects.count() == 1
    seen = read(leen.get(f"/my/{broken.episode_id}/looks/").content.decode())
    assert "Somebody else looked at this: it was not needed. her doctor was there" in seen


def test_a_judgement_without_words_comes_back(broken: BreakGlass, officer: User) -> None:
    said = {"id": new_id(this_morning()), "outcome": "justified", "words": ""}
    answer = signed_in(officer).post(f"/emergency/review/{broken.pk}/", said)
    assert answer.status_code == 422
    assert "Say in a few words why." in answer.content.decode()


def test_a_foreign_emergency_and_an_unknown_one_are_the_same_answer(broken: BreakGlass, people: Cast) -> None:
    client = signed_in(account("otto", "privacy_officer", people.stranger.organisation))
    answers = [client.get(f"/emergency/review/{each}/") for each in (broken.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    foreign, unknown = (TOKEN.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown
