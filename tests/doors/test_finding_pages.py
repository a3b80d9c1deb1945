"""Search, booking, and one person in two records, as pages: anonymous, not allowed, allowed."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import BRUSSELS, local_day
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.merge_persons import merge_persons
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import Person, PersonIdentifier, PersonMerge, PregnancyEpisode
from tests.cast import Cast, account, cast, leen
from tests.clock import this_morning

from .test_pathway_page import DANGEROUS, LANGUAGES, words
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db

BIRTHDAY = date(1994, 3, 12)
NUMBER = "93051822361"
SEARCH, BOOK = "/search/", "/families/new/"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def family(by: User, given: str = "Amina", name: str = "El Idrissi", **more: object) -> PregnancyEpisode:
    known = {"given_name": given, "family_name": name, "birth_date": BIRTHDAY} | more
    now = this_morning()
    return book_pregnancy(facts=leen(), mother=Mother(**known), by=by, now=now).episode


def same(episode: PregnancyEpisode | UUID) -> str:
    return f"/families/{getattr(episode, 'pk', episode)}/same-person/"


# --- anonymous


@pytest.mark.parametrize("address", [SEARCH, BOOK, same(NOBODY), f"{same(NOBODY)}{NOBODY}/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str, method: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer["Location"] == f"/account/login/?next={address}"


@pytest.mark.parametrize("address", [SEARCH, BOOK, same(NOBODY)])
def test_other_methods_are_not_known(address: str, people: Cast) -> None:
    assert signed_in(people.an).put(address).status_code == 405


# --- search


def search(by: User, typed: str, language: str = "en") -> str:
    answer = signed_in(by, language).post(SEARCH, {"fragment": typed})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_the_empty_field_and_what_it_finds(people: Cast) -> None:
    episode = family(people.an)
    empty = signed_in(people.an).get(SEARCH)
    assert empty.status_code == 200
    assert "Amina" not in empty.content.decode()
    html = search(people.colleague, "IDR")
    assert f'<a href="/families/{episode.pk}/">Amina El Idrissi</a>' in html
    assert "born on 12-03-1994" in words(html)


def test_what_stands_in_the_address_is_not_searched(people: Cast) -> None:
    family(people.an)
    assert "Amina" not in signed_in(people.an).get(f"{SEARCH}?fragment=amina").content.decode()


def test_a_stranger_finds_nobody(people: Cast) -> None:
    family(people.an)
    html = search(people.stranger, "amina")
    assert "No family that you have to do with has this in it." in words(html)
    assert "El Idrissi" not in html


def test_nothing_to_search_by_is_said_at_the_field(people: Cast) -> None:
    for typed in ("", " - "):
        answer = signed_in(people.an).post(SEARCH, {"fragment": typed})
        assert answer.status_code == 422
        assert 'href="#id_fragment"' in answer.content.decode()


def test_what_was_typed_stays_in_the_field_and_nowhere_else(
    people: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    family(people.an)
    with caplog.at_level("DEBUG", logger="kraamkring"):
        html = search(people.an, "idrissi")
    assert 'value="idrissi"' in html
    assert "idrissi" not in html.partition("<title>")[2].partition("</title>")[0].lower()
    assert "idrissi" not in caplog.text.lower()
    assert "idrissi" not in str(list(AuditEvent.objects.values())).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_renders_under_the_strict_policy(people: Cast, language: str) -> None:
    episode = family(people.an)
    client = signed_in(people.an, language)
    pages = [search(people.an, "amina", language), *(
        client.get(address).content.decode() for address in (SEARCH, BOOK, same(episode))
    )]  # fmt: skip
    for html in pages:
        assert f'<html lang="{language}"' in html
        assert "%(" not in html
        assert not DANGEROUS.search(html)


def test_the_pages_are_linked_from_everywhere(people: Cast) -> None:
    html = signed_in(people.an).get("/families/").content.decode()
    assert f'href="{SEARCH}"' in html
    assert f'href="{BOOK}"' in html
    assert "search-key.js" in html
    assert "search-key.js" not in Client().get("/account/login/").content.decode()


def test_a_search_costs_the_same_however_many_are_found(people: Cast) -> None:
    def queries() -> int:
        client = signed_in(people.an)
        with CaptureQueriesContext(connection) as seen:
            client.post(SEARCH, {"fragment": "ami"})
        return len(seen)

    family(people.an)
    of_one = queries()
    for _ in range(20):
        family(people.an)
    assert queries() == of_one <= 18


# --- booking


def asked(**more: str) -> dict[str, str]:
    today = local_day(this_morning(), BRUSSELS)
    return {
        "id": str(new_id(this_morning())),
        "given_name": "Amina",
        "family_name": "El Idrissi",
        "birth_date": "12-03-1994",
        "region": "be-vlg",
        "due_on": f"{today + timedelta(days=200):%d-%m-%Y}",
    } | more


def test_who_books_nobody_is_told_so(people: Cast) -> None:
    carer = signed_in(account("carer", "maternity_carer", people.practice))
    for answer in (carer.get(BOOK), carer.post(BOOK, asked())):
        assert answer.status_code == 403
    assert not PregnancyEpisode.objects.exists()


def test_what_was_not_asked_is_not_no(people: Cast) -> None:
    answer = signed_in(people.an).post(BOOK, asked())
    episode = PregnancyEpisode.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/families/{episode.pk}/")
    mother = episode.mother
    assert (mother.birth_date, mother.language, mother.interpreter_needed) == (BIRTHDAY, "", None)
    assert not PersonIdentifier.objects.exists()
    html = signed_in(people.an).get(answer["Location"]).content.decode()
    assert "interpreter: not asked" in html


def test_everything_that_was_asked_is_written(people: Cast) -> None:
    from kraamkring.flows.pathway import facts_now

    more = {
        "number": "93.05.18-223.61", "language": "ti", "interpreter": "yes", "method": "ultrasound",
        "expected": "2", "stay": "short", "maternity_care": "no",
    }  # fmt: skip
    assert signed_in(people.an).post(BOOK, asked(**more)).status_code == 302
    episode = PregnancyEpisode.objects.get()
    facts = facts_now(episode)
    assert (episode.mother.language, episode.mother.interpreter_needed) == ("ti", True)
    assert (facts.mother_number, facts.expected_newborns) == (NUMBER, 2)
    assert (facts.preferences.stay, facts.preferences.maternity_care) == ("short", False)
    assert facts.due_dates[0].method == "ultrasound"
    assert "Tigrinya" in signed_in(people.an).get(f"/families/{episode.pk}/").content.decode()


def test_the_region_where_she_works_is_chosen_beforehand(people: Cast) -> None:
    html = signed_in(people.an).get(BOOK).content.decode()
    assert '<option value="be-vlg" selected>' in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "93051822362"}, "number"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "01-01-2020"}, "due_on"),
        ({"birth_date": "12-03-2940"}, "birth_date"),
        ({"given_name": "", "family_name": " "}, "given_name"),
        ({"region": "fr-lille"}, "region"),
        ({"expected": "12"}, "expected"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(people: Cast, wrong: dict[str, str], field: str) -> None:
    answer = signed_in(people.an).post(BOOK, asked(**wrong))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in html
    assert 'value="12-03-' in html
    assert not Person.objects.exists()


def test_sent_twice_it_is_booked_once(people: Cast) -> None:
    typed = asked()
    answers = [signed_in(people.an).post(BOOK, typed) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert PregnancyEpisode.objects.count() == 1


def test_who_may_have_been_here_is_asked_about(people: Cast) -> None:
    before = family(people.an)
    typed = asked(given_name="Emina", interpreter="yes")
    question = signed_in(people.an).post(BOOK, typed)
    html = question.content.decode()
    assert question.status_code == 200
    assert "Amina El Idrissi, 12-03-1994" in words(html)
    assert PregnancyEpisode.objects.count() == 1
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    assert {name: again[name] for name in typed} == typed

    unanswered = signed_in(people.an).post(BOOK, again)
    assert unanswered.status_code == 422
    assert "Say whether it is her." in unanswered.content.decode()
    back = signed_in(people.an).post(BOOK, again | {"back": "1"})
    assert back.status_code == 200
    assert 'value="Emina"' in back.content.decode()

    hers = signed_in(people.an).post(BOOK, again | {"answer": str(before.mother_id)})
    assert hers.status_code == 302
    assert PregnancyEpisode.objects.filter(mother=before.mother).count() == 2
    other = signed_in(people.an).post(BOOK, asked(answer="another"))
    assert other.status_code == 302
    assert Person.objects.count() == 2


def test_of_families_elsewhere_nothing_is_said(people: Cast) -> None:
    family(people.stranger)
    assert signed_in(people.an).post(BOOK, asked()).status_code == 302


# --- one person, two records


def said(other: PregnancyEpisode | UUID, **more: str) -> dict[str, str]:
    known = {
        "id": str(new_id(this_morning())),
        "merge": "1",
        "other": str(getattr(other, "pk", other)),
        "read": "this",
        "reason": "booked twice",
    }
    return known | more


def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(people: Cast) -> None:
    hers, mine = family(people.stranger), family(people.an)
    client = signed_in(people.an)
    for method, sent in (("get", {}), ("post", said(mine))):
        answers = [getattr(client, method)(same(each), sent) for each in (hers, NOBODY)]
        assert [answer.status_code for answer in answers] == [404, 404]
    pages = [client.post(same(mine), said(each)) for each in (hers, NOBODY)]
    assert [answer.status_code for answer in pages] == [422, 422]
    varying = re.compile(r'value="[\w-]{20,}"')
    foreign, unknown = (varying.sub("", answer.content.decode()) for answer in pages)
    assert foreign == unknown
    assert "not there for you" in foreign
    assert not PersonMerge.objects.exists()


def test_a_role_that_does_not_write_it_is_told_so(people: Cast) -> None:
    one, other = family(people.an), family(people.an)
    carer = signed_in(account("carer", "maternity_carer", people.practice))
    assert carer.get(same(one)).status_code == 403
    assert carer.post(same(one), said(other)).status_code == 403


def test_two_records_become_one_and_two_again(people: Cast) -> None:
    one, other = family(people.an), family(people.an, "Amy")
    client = signed_in(people.an)
    assert "Amy El Idrissi, 12-03-1994" in words(client.get(same(one)).content.decode())
    typed = said(other)
    for _ in range(2):
        answer = client.post(same(one), typed)
        assert (answer.status_code, answer["Location"]) == (302, same(one))
    merge = PersonMerge.objects.get()
    assert (merge.kept, merge.merged, merge.reason) == (one.mother, other.mother, "booked twice")
    html = client.get(same(other)).content.decode()
    assert "Amina El Idrissi" in html
    assert "booked twice" in html
    for _ in range(2):
        assert client.post(f"{same(one)}{merge.pk}/").status_code == 302
    assert "Undone" in client.get(same(one)).content.decode()
    assert Person.objects.get(pk=other.mother_id).stands_for_id == other.mother_id


def test_the_other_name_can_be_kept(people: Cast) -> None:
    one, other = family(people.an), family(people.an, "Amy")
    signed_in(people.an).post(same(one), said(other, read="other"))
    assert PersonMerge.objects.get().kept == other.mother


def test_another_record_is_looked_for(people: Cast) -> None:
    one, other = family(people.an), family(people.an, "Lotte", "Peeters", birth_date=None)
    client = signed_in(people.an)
    assert "Lotte" not in client.get(same(one)).content.decode()
    found = client.post(same(one), {"search": "1", "fragment": "peet"})
    assert f'value="{other.pk}"' in found.content.decode()
    assert 'name="fragment" value="peet"' in found.content.decode()
    wrong = client.post(same(one), said(other, reason="", fragment="peet"))
    assert wrong.status_code == 422
    assert f'value="{other.pk}"' in wrong.content.decode()
    nothing = client.post(same(one), {"search": "1", "fragment": "-"})
    assert nothing.status_code == 422


def test_what_contradicts_is_said_and_nothing_written(people: Cast) -> None:
    one, other = family(people.an), family(people.an, birth_date=date(1990, 1, 1))
    answer = signed_in(people.an).post(same(one), said(other))
    assert answer.status_code == 422
    assert "different birth dates" in answer.content.decode()
    assert not PersonMerge.objects.exists()


def test_a_merge_elsewhere_is_not_undone(people: Cast) -> None:
    mine, one, other = family(people.an), family(people.stranger), family(people.stranger)
    now = this_morning()
    elsewhere = merge_persons(kept=one.pk, merged=other.pk, reason="x", by=people.stranger, now=now).merge
    client = signed_in(people.an)
    answers = [client.post(f"{same(mine)}{merge}/") for merge in (elsewhere.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert PersonMerge.objects.get().undone_at is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_in_addresses_and_titles(people: Cast, language: str) -> None:
    one = family(people.an)
    family(people.an)
    client = signed_in(people.an, language)
    for html in (search(people.an, "amina", language), client.get(same(one)).content.decode()):
        links = re.findall(r'(?:href|action|src)="(.*?)"', html)
        assert not any("Amina" in link or "Idrissi" in link for link in links)
        assert "Amina" not in html.partition("<title>")[2].partition("</title>")[0]
