"""Alarm signs: hers, one tap from every page, and the same list for everybody, which knows nobody."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from kraamkring.core.facts import DueDate
from kraamkring.core.warning.alarm_signs import ACTS
from kraamkring.flows.put_on_call import put_on_call
from kraamkring.packs.alarm_signs import alarm_signs, lines, lines_for
from kraamkring.rooms.accounts.models import User
from tests.cast import account, joined

from .test_parents_pages import PAGES, Home, get, home, lost, main  # noqa: F401 (fixtures)
from .test_staff_pages import book, signed_in

pytestmark = pytest.mark.django_db

LANGUAGES = ("nl", "fr", "de", "en")


# --- the list itself


def test_every_sign_rests_on_a_source_and_nobody_is_said_to_have_checked_it() -> None:
    book = alarm_signs()
    assert book.sign.checked_by == "not reviewed"
    assert all(sign.sources for sign in book.alarm.values())
    assert all(line.sources for line in lines())


@pytest.mark.parametrize(
    ("whom", "stage"), [("mother", "pregnant"), ("mother", "after"), ("newborn", "after")]
)
def test_the_most_pressing_comes_first(whom: str, stage: str) -> None:
    found = list(alarm_signs().of(whom, stage))  # type: ignore[arg-type]
    assert found[0] == "emergency"
    assert found == [act for act in ACTS if act in found]


def test_no_sign_stands_in_two_hastes_and_each_is_somewhere() -> None:
    book = alarm_signs()
    shown = [
        sign
        for whom, stage in (("mother", "pregnant"), ("mother", "after"), ("newborn", "after"))
        for signs in book.of(whom, stage).values()  # type: ignore[arg-type]
        for sign in signs
    ]
    assert {id(sign) for sign in shown} == {id(sign) for sign in book.alarm.values()}


def test_a_line_that_speaks_her_language_comes_first() -> None:
    assert [line.number for line in lines_for("be-bru", "nl")] == ["1813", "0800 32 123"]
    assert [line.number for line in lines_for("be-bru", "fr")] == ["0800 32 123", "1813"]
    assert [line.number for line in lines_for("nl", "en")] == ["113"]
    assert lines_for("be-dg", "de") == ()


# --- for everybody


def test_the_public_list_knows_nobody_and_may_be_kept(home: Home) -> None:  # noqa: F811
    answer = Client().get("/alarm-signs/")
    assert (answer.status_code, answer["Location"]) == (302, "/alarm-signs/en/")
    said = {}
    for code in LANGUAGES:
        for client in (Client(), signed_in(home.leen, "en")):
            answer = client.get(f"/alarm-signs/{code}/")
            assert answer.status_code == 200
            assert "public" in answer["Cache-Control"]
            assert "no-store" not in answer["Cache-Control"]
            assert not answer.cookies
            said[code] = answer.content.decode()
            assert f'<html lang="{code}"' in said[code]
            assert "csrfmiddlewaretoken" not in said[code]
            assert "Leen" not in said[code]
    for code, html in said.items():
        for sign in alarm_signs().alarm.values():
            assert getattr(sign.words, code) in main(html).replace("&#x27;", "'"), code
    assert 'href="tel:112"' in said["nl"]


def test_there_is_no_list_in_another_language_than_ours() -> None:
    assert Client().get("/alarm-signs/xx/").status_code == 404
    assert {code for code, _name in settings.LANGUAGES} >= set(LANGUAGES)


# --- hers


def test_from_every_page_it_is_one_tap_away(home: Home) -> None:  # noqa: F811
    for rest in PAGES:
        head = get(home.leen, home.address(rest)).partition("<header")[2].partition("</header>")[0]
        assert home.address("alarm/") in head
        assert "Alarm signs" in head


def test_after_the_birth_she_reads_her_own_signs_and_those_of_her_baby_with_whom_to_call(home: Home) -> None:  # noqa: F811
    User.objects.filter(pk=home.mia.pk).update(phone="+32471123456")
    html = get(home.leen, "/my/alarm/")
    said, book = main(html), alarm_signs()
    assert book.alarm["more-bleeding"].words.en in said
    assert book.alarm["yellow"].words.en in said
    assert book.alarm["movements"].words.en not in said
    assert "tel:+32471123456" in html
    assert 'href="tel:112"' in html
    assert "No care professional has checked this list yet" in said


def test_while_she_is_pregnant_those_of_the_pregnancy_come_first(home: Home) -> None:  # noqa: F811
    day = home.now.date()
    due = DueDate(due_on=day + timedelta(days=60), set_on=day - timedelta(days=60))
    episode = book(home.people.an, home.now, given_name="Nele", due_dates=(due,), booked_on=due.set_on)
    nele = account("nele", "mother")
    joined(episode, nele, home.people.an, at=home.now)
    said, signs = main(get(nele, "/my/alarm/")), alarm_signs().alarm
    assert said.index(signs["movements"].words.en) < said.index(signs["yellow"].words.en)


def test_after_a_loss_it_holds_the_signs_of_the_mother_only(lost: Home) -> None:  # noqa: F811
    html = get(lost.leen, "/my/alarm/")
    said, book = main(html), alarm_signs()
    for sign in book.alarm.values():
        theirs = sign.whom == "newborn" or "after" not in sign.stages
        assert (sign.words.en in said) is not theirs, sign.words.en
    assert "/alarm-signs/" not in html


def test_whoever_is_on_call_for_the_house_is_named(home: Home) -> None:  # noqa: F811
    bea = home.people.colleague
    User.objects.filter(pk=bea.pk).update(phone="+32472123456")
    put_on_call(user_id=bea.pk, by=home.people.an, now=home.now)
    html = get(home.leen, "/my/alarm/")
    assert "tel:+32472123456" in html
    assert "Bea, midwife · on call now" in main(html)
    assert "on call now" in main(get(home.leen, "/my/call/"))


def test_her_partner_who_may_not_see_the_circle_still_reads_the_signs(home: Home) -> None:  # noqa: F811
    joined(home.other, home.pol, home.people.an, role="partner", at=home.now, modules=["child"])
    html = get(home.pol, f"/my/{home.other.pk}/alarm/")
    assert 'href="tel:112"' in html
    assert not re.search(r'href="tel:\+', html)
