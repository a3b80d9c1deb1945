"""The mother reads in words who sees what of her record, before and after she says something."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.see_consents import see_consents
from kraamkring.flows.see_who_sees import see_who_sees
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import Cover, CoverStep
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, Cast, account, booked, cast, invited, joined
from tests.clock import this_morning

from .test_pathway_page import DANGEROUS, LANGUAGES
from .test_pathway_page import words as read
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def leen(people: Cast) -> User:
    return account("leen", "mother")


@pytest.fixture
def episode(people: Cast, leen: User) -> PregnancyEpisode:
    episode = booked(people.an).episode
    joined(episode, leen, people.an, at=BOOKED)
    joined(episode, account("griet", "maternity_carer"), people.an, at=BOOKED)
    invited(episode, account("wies", "ward_midwife"), people.an, at=BOOKED)
    return episode


def page(episode: PregnancyEpisode, leen: User, language: str = "en") -> str:
    answer = signed_in(leen, language).get(f"/my/{episode.pk}/circle/who-sees-what/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_visitor_stranger_and_an_unknown_family(episode: PregnancyEpisode, people: Cast) -> None:
    address = "/my/{}/circle/who-sees-what/"
    assert Client().get(address.format(episode.pk))["Location"].startswith("/account/login/")
    other = signed_in(account("mia", "mother"))
    assert [other.get(address.format(each)).status_code for each in (episode.pk, NOBODY)] == [404, 404]
    assert signed_in(people.an).get(address.format(episode.pk))["Location"] == "/today/"


def test_each_person_in_a_sentence(episode: PregnancyEpisode, leen: User) -> None:
    seen = read(page(episode, leen))
    assert "An, midwife Sees everything. began this record" in seen
    assert (
        "Griet, maternity carer Sees everything except your pregnancy and how life is at home (extra protected)."
        in seen
    )
    assert (
        "Wies, midwife in the hospital asked Sees nothing until the answer is yes; then everything except"
        " how life is at home (extra protected)." in seen
    )
    assert (
        "Midwife of Praktijk De Linde Sees everything except how life is at home (extra protected)."
        " works where this record was begun" in seen
    )


def test_after_her_word_the_sentence_is_another(episode: PregnancyEpisode, leen: User, people: Cast) -> None:
    now = this_morning()
    give_consent(episode_id=episode.pk, module="psychosocial", given=False, user=people.an, by=leen, now=now)
    give_consent(episode_id=episode.pk, module="child", given=False, user=people.colleague, by=leen, now=now)
    seen = read(page(episode, leen))
    assert "An, midwife Sees everything except how life is at home (extra protected)." in seen
    assert "Bea, midwife Sees everything except how life is at home (extra protected) and your child." in seen


def test_who_coordinates_reads_the_same_beside_what_she_agreed_to(
    episode: PregnancyEpisode, people: Cast
) -> None:
    seen = read(signed_in(people.an).get(f"/families/{episode.pk}/consent/").content.decode())
    assert (
        "Griet, maternity carer Sees everything except pregnancy and how life is at home (shielded)." in seen
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_renders_under_the_strict_policy(
    episode: PregnancyEpisode, leen: User, language: str
) -> None:
    html = page(episode, leen, language)
    assert "%(" not in html
    assert not DANGEROUS.search(html)


def test_the_same_number_of_queries_however_many_colleagues(
    episode: PregnancyEpisode, people: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(10):
        account(f"colleague{number}", "midwife", people.practice)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        see_who_sees(episode_id=episode.pk, by=people.an, now=this_morning())


def test_more_colleagues_who_cover_ask_no_more_of_the_database(
    episode: PregnancyEpisode, people: Cast
) -> None:
    """Each colleague stands in a way of her own; all of them are read together."""
    griet, now = User.objects.get(email="griet@example.org"), this_morning()

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            seen = see_who_sees(episode_id=episode.pk, by=people.an, now=now)
        names.append([each.name for each in seen.people if each.as_ == "cover"])
        return len(asked)

    names: list[list[str]] = []
    for number in range(4):
        by_whom = account(f"hilde{number}", "maternity_carer")
        cover = Cover.objects.create(
            id=new_id(now),
            covered=griet,
            by_whom=by_whom,
            since=now,
            until=now + DAY,
            asked_by=griet,
            asked_at=now,
        )
        CoverStep.objects.create(id=new_id(now), cover=cover, what="accepted", at=now, by=by_whom)
        if number == 0:
            of_one = queries()
    assert queries() == of_one <= 17
    assert [len(each) for each in names] == [1, 4]


def test_the_page_of_consents_reads_the_network_once(episode: PregnancyEpisode, people: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        see_consents(episode_id=episode.pk, by=people.an, now=this_morning())
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    for table in ("network_membership", "network_coordination", "network_consent"):
        assert sum(f'FROM "{table}"' in sql.split(" WHERE ")[0] for sql in read) == 1, table
