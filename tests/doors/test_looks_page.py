"""The page of who looked: for the mother and her network, with whoever was refused; told in words."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from kraamkring.core.access import SENTENCES
from kraamkring.core.access.decision import GROUNDS
from kraamkring.doors.parents.looks import _ground as parents_ground
from kraamkring.doors.staff import words as staff_words
from kraamkring.doors.staff.looks import words
from kraamkring.flows.break_glass import break_glass
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.kinds import KINDS
from tests.architecture import source
from tests.cast import Cast, account, booked, cast, joined
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
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def address(family: UUID) -> str:
    return f"/families/{family}/looks/"


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(episode: PregnancyEpisode) -> None:
    answer = Client().get(address(episode.pk))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")
    assert not AuditEvent.objects.filter(action="refused").exists()


def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    episode: PregnancyEpisode, people: Cast
) -> None:
    client = signed_in(people.stranger)
    answers = [client.get(address(each)) for each in (episode.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/')
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown


def test_who_may_not_read_the_network_is_told_why(episode: PregnancyEpisode, people: Cast) -> None:
    carer = account("griet", "maternity_carer")
    joined(episode, carer, people.an, modules=("plan",))
    answer = signed_in(carer).get(address(episode.pk))
    assert answer.status_code == 403
    assert "This part was not agreed with her for you." in read(answer.content.decode())


def page_of(episode: PregnancyEpisode, people: Cast, language: str = "en") -> str:
    mother = account("leen", "mother")
    joined(episode, mother, people.an)
    answer = signed_in(mother, language).get(address(episode.pk))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_the_mother_reads_who_looked_and_who_was_not_let_in(episode: PregnancyEpisode, people: Cast) -> None:
    """Given a colleague, a stranger who was refused, and a doctor in an emergency, then each stands there."""
    signed_in(people.colleague).get(f"/families/{episode.pk}/")
    signed_in(people.stranger).get(f"/families/{episode.pk}/")
    doctor = account("dirk", "gp")
    break_glass(episode_id=episode.pk, reason="she is bleeding", by=doctor, now=this_morning())
    signed_in(doctor).get(f"/families/{episode.pk}/")

    seen = read(page_of(episode, people))
    assert re.search(
        r"Bea ?, midwife · Praktijk De Linde looked at: the care that is due, and what it follows from "
        r"\d\d:\d\d · works where this pregnancy was registered",
        seen,
    )
    assert re.search(
        r"Stranger ?, midwife · Praktijk Elders asked for: the overview not let in \d\d:\d\d · no part in her care",
        seen,
    )
    assert re.search(r"Dirk ?, general practitioner looked at: .*? \d\d:\d\d · in an emergency", seen)


def test_a_part_that_was_refused_stands_there_with_the_reason(
    episode: PregnancyEpisode, people: Cast
) -> None:
    buddy = account("bo", "buddy")
    joined(episode, buddy, people.an)
    assert signed_in(buddy).get(f"/families/{episode.pk}/").status_code == 403
    seen = read(page_of(episode, people))
    assert re.search(
        r"Bo ?, buddy asked for: the overview not let in \d\d:\d\d · the role does not see", seen
    )


def test_what_is_done_several_times_in_a_row_is_told_once(episode: PregnancyEpisode, people: Cast) -> None:
    for _again in range(3):
        signed_in(people.colleague).get(f"/families/{episode.pk}/")
    assert page_of(episode, people).count("<b>Bea</b>") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_renders_under_the_strict_policy(
    episode: PregnancyEpisode, people: Cast, language: str
) -> None:
    html = page_of(episode, people, language)
    assert f'<html lang="{language}"' in html
    assert "%(" not in html
    assert not DANGEROUS.search(html)
    assert "Leen" not in html.partition("<title>")[2].partition("</title>")[0]


def test_every_reason_and_every_ground_has_words() -> None:
    assert set(words.REFUSED) == set(SENTENCES)
    assert set(words.GROUNDS) >= set(GROUNDS)
    assert {key: str(said) for key, said in staff_words.NOT_FOR_YOU.items()} == SENTENCES
    assert set(words.DID) == set(AuditEvent.Action.values)


def test_everything_that_leaves_a_row_has_words() -> None:
    """Every constant name that a flow or a room gives to a row of the log."""
    named = {
        name
        for path in source.modules("flows", "rooms")
        for name in _names(ast.parse(path.read_text("utf-8")))
    }
    assert {"record:entry", "looks", "pathway", "entries"} <= named
    unworded = sorted(name for name in named if words.what(name) == "a part of the record")
    assert not unworded, "\n".join(unworded)
    assert all(words.what(f"entry:{kind}") != "a part of the record" for kind in KINDS)
    assert words.what("something new") == "a part of the record"


def test_every_page_of_a_family_has_words_for_who_is_refused_it() -> None:
    pages = {name for name in _pages(get_resolver()) if words.what(name) == "a part of the record"}
    assert not pages


def _pages(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _pages(each)
        elif "family" in each.pattern.converters and each.name:
            yield each.name


def _names(tree: ast.AST) -> list[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    looks = [call.args[0] for call in calls if getattr(call.func, "attr", "") == "note_look" and call.args]
    rows = [
        keyword.value
        for call in calls
        if getattr(call.func, "id", "") == "record_event"
        for keyword in call.keywords
        if keyword.arg == "what"
    ]
    said = [
        part.value for node in (*looks, *rows) for part in ast.walk(node) if isinstance(part, ast.Constant)
    ]
    return [name.rstrip(":") for name in said if isinstance(name, str) and name.strip(":")]


@pytest.mark.parametrize(("role", "staff", "parents"), [
    ("planner", "plans where she asked for maternity care", "Works where you asked for help at home."),
    ("midwife", "works where this pregnancy was registered", "Works where your record was begun."),
])  # fmt: skip
def test_the_organisation_of_who_plans_is_the_one_that_was_asked(role: str, staff: str, parents: str) -> None:
    look = AuditEvent(action="read", ground="organisation", actor_role=role)
    assert (words.why(look), str(parents_ground(look))) == (staff, parents)
