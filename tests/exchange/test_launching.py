"""A program that is opened from the page of a family: it knows whom it is about, once, for whoever opened it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.build_network import remove_member
from kraamkring.flows.exchange.launching import LAUNCH_LASTS
from kraamkring.flows.exchange.programs import end, register
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Launch, Program
from kraamkring.rooms.people.models import PregnancyEpisode
from tests import clock
from tests.cast import LATER, Cast, account, booked, joined
from tests.clock import this_morning

from .asking import BACK, ask, brought, reads, said_yes, signed_in

HERE = "https://growth.example/launch?way=2"
SCOPE = "patient/*.rs launch"


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    """Her pregnancy."""
    return booked(people.an).episode


@pytest.fixture
def opened(people: Cast) -> Program:
    """A program that may be opened from the page of a family, and asks for that family alone."""
    return register(
        name="Growth", kind="public", scope="user/*.rs launch launch/patient", by=people.an, now=LATER,
        redirect_uris=[BACK], launch_uri=HERE,
    ).program  # fmt: skip


def pressed(user: User, program: Program, episode: PregnancyEpisode) -> Any:
    """She opens it."""
    return signed_in(user).post(f"/families/{episode.pk}/programs/{program.pk}/")


def word(user: User, program: Program, episode: PregnancyEpisode) -> str:
    """With what the program was opened."""
    return str(parse_qs(urlsplit(pressed(user, program, episode)["Location"]).query)["launch"][0])


def asked(user: User, program: Program, said: str, scope: str = SCOPE) -> Any:
    """The page on which the program asks."""
    sent = ask(program, scope=scope, launch=said)
    return signed_in(user).get("/oauth/authorize", sent, headers={"accept-language": "en"})


@pytest.mark.django_db
def test_it_is_told_where_the_record_is_and_a_word(
    people: Cast, leen: PregnancyEpisode, opened: Program
) -> None:
    page = signed_in(people.an).get(f"/families/{leen.pk}/programs/")
    assert "Growth" in page.content.decode()
    assert "https://growth.example" in page["Content-Security-Policy"], (
        "the browser may follow the form there"
    )
    answer = pressed(people.an, opened, leen)
    address = urlsplit(answer["Location"])
    said = parse_qs(address.query)
    assert (answer.status_code, address.netloc, address.path) == (303, "growth.example", "/launch")
    assert (said["way"], said["iss"]) == (["2"], ["http://testserver/fhir"])
    assert str(leen.mother_id) not in answer["Location"], "nothing of the record is in an address"
    assert AuditEvent.objects.filter(what="program:opened", episode=leen, actor=people.an).count() == 1
    assert said["launch"][0] not in str(Launch.objects.values()), "of the word only a digest is kept"


@pytest.mark.django_db
def test_she_says_yes_without_searching_and_it_reads_that_family_alone(
    people: Cast, leen: PregnancyEpisode, opened: Program
) -> None:
    said = word(people.an, opened, leen)
    page = asked(people.an, opened, said).content.decode()
    assert "Leen" in page
    assert "Name of the mother" not in page
    assert "and no other" in page
    wide = asked(people.an, opened, said, "user/*.rs launch").content.decode()
    assert "and no other" not in wide
    assert "your other families too" in wide
    code = said_yes(people.an, ask(opened, scope=SCOPE, launch=said))["code"]
    given = brought(opened, code)
    assert given["patient"] == str(leen.mother_id)
    assert reads(given["access_token"], f"Patient/{leen.mother_id}") == 200
    assert asked(people.an, opened, said).status_code == 400, "a word counts once"


@pytest.mark.django_db
def test_a_double_click_is_one_yes(people: Cast, leen: PregnancyEpisode, opened: Program) -> None:
    sent = ask(opened, scope=SCOPE, launch=word(people.an, opened, leen))
    first, second = (said_yes(people.an, sent, id="019cadc6-9a80-7774-a0b2-660498106000") for _n in range(2))
    assert "code" in first
    assert brought(opened, second["code"])["patient"] == str(leen.mother_id)


@pytest.mark.django_db
def test_a_word_counts_for_nobody_else_no_other_program_and_not_for_long(
    people: Cast, leen: PregnancyEpisode, opened: Program, settings: Any
) -> None:
    other = register(
        name="Other", kind="public", scope="user/*.rs launch", by=people.an, now=LATER, redirect_uris=[BACK],
        launch_uri=HERE,
    ).program  # fmt: skip
    settings.CLOCK = clock.PATH
    clock.set_to(f"{this_morning():%Y-%m-%d} 10:00")
    said = word(people.an, opened, leen)
    assert asked(people.colleague, opened, said).status_code == 400
    assert asked(people.an, other, said).status_code == 400
    assert asked(people.an, opened, "guessed").status_code == 400
    assert asked(people.an, opened, said).status_code == 200
    clock.later(seconds=LAUNCH_LASTS.total_seconds() + 1)
    late = asked(people.an, opened, said)
    assert (late.status_code, "opened too long ago" in late.content.decode()) == (400, True)
    fresh = word(people.an, opened, leen)
    assert Launch.objects.count() == 1, "what has run out is forgotten"
    assert asked(people.an, opened, fresh).status_code == 200


@pytest.mark.django_db
def test_who_left_meanwhile_opens_nothing(people: Cast, leen: PregnancyEpisode, opened: Program) -> None:
    gp = account("george", "gp")
    place = joined(leen, gp, people.an)
    said = word(gp, opened, leen)
    assert asked(gp, opened, said).status_code == 200
    remove_member(membership_id=place.pk, reason="moved", by=people.an, now=this_morning())
    assert asked(gp, opened, said).status_code == 404
    assert pressed(gp, opened, leen).status_code == 404


@pytest.mark.django_db
def test_parents_and_strangers_open_none(people: Cast, leen: PregnancyEpisode, opened: Program) -> None:
    mother = account("leen", "mother")
    joined(leen, mother, people.an)
    assert pressed(mother, opened, leen).status_code == 403
    assert pressed(people.stranger, opened, leen).status_code == 404
    assert not Launch.objects.exists()


@pytest.mark.django_db
def test_one_that_was_ended_or_has_no_such_page_is_not_there(
    people: Cast, leen: PregnancyEpisode, opened: Program, growth: Program
) -> None:
    assert pressed(people.an, growth, leen).status_code == 404
    assert "Growth" in signed_in(people.an).get(f"/families/{leen.pk}/programs/").content.decode()
    end(program_id=opened.pk, by=people.an, now=this_morning())
    assert pressed(people.an, opened, leen).status_code == 404
    page = signed_in(people.an).get(f"/families/{leen.pk}/programs/", headers={"accept-language": "en"})
    assert "No program can be opened from here" in page.content.decode()


@pytest.mark.django_db
def test_without_the_word_launch_it_asks_as_any_other(
    people: Cast, leen: PregnancyEpisode, opened: Program
) -> None:
    """A program that was opened, and asks for no context, is asked about nobody."""
    sent = ask(opened, scope="user/*.rs", launch=word(people.an, opened, leen))
    assert "patient" not in brought(opened, said_yes(people.an, sent)["code"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"launch_uri": "http://growth.example/launch"},
        {"scope": "user/*.rs"},
        {"kind": "backend", "jwks": {"keys": [{"kty": "EC"}]}},
    ],
)
@pytest.mark.django_db
def test_one_that_could_not_be_opened_is_not_registered(people: Cast, wrong: dict[str, Any]) -> None:
    whole = {
        "name": "G",
        "kind": "public",
        "scope": "user/*.rs launch",
        "redirect_uris": [BACK],
        "launch_uri": HERE,
    }
    with pytest.raises(Refusal):
        register(by=people.an, now=LATER, **(whole | wrong))
    assert not Program.objects.exists()
