"""The transfer letter: who may make it, what it says, what stays out of it, on paper, and noted when it went along."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment, Contact, Discharge, StepDone
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.staff.letter.printed import as_pdf
from kraamkring.doors.staff.letter.shown import LetterShown
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.transfer_letter import see_transfer_letter
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import Cast, account, born, cast, joined
from tests.clock import this_morning

from .test_pathway_page import words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return this_morning()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def leen(people: Cast, now: datetime) -> PregnancyEpisode:
    """Leen gave birth 30 hours ago and goes home now; the check of day 7-10 is agreed, the first visit is not."""
    episode = book(people.an, now, births=(born(born_at=now - 30 * HOUR),))
    record_fact(
        episode_id=episode.pk,
        value=Discharge(who=("mother", "newborn-1"), at=now - HOUR),
        by=people.an,
        now=now,
    )
    check = Appointment(
        care="paediatric_check",
        start=now + 7 * DAY,
        end=now + 7 * DAY + HOUR,
        role="paediatrician",
        accepted=True,
    )
    make_appointment(
        episode_id=episode.pk,
        appointment=check,
        by=people.an,
        now=now,
        with_whom="Dr. Peeters",
    )
    return episode


def address(family: UUID, paper: bool = False) -> str:
    return f"/families/{family}/letter" + (".pdf" if paper else "/")


def letter(user: User, family: UUID) -> str:
    answer = signed_in(user).get(address(family))
    assert answer.status_code == 200
    return answer.content.decode()


# --- anonymous, not allowed, allowed


@pytest.mark.parametrize("paper", [False, True])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(paper: bool) -> None:
    assert Client().get(address(NOBODY, paper)).status_code == 302


@pytest.mark.parametrize("paper", [False, True])
def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    people: Cast, leen: PregnancyEpisode, paper: bool
) -> None:
    client = signed_in(people.stranger)
    for each in (leen.pk, NOBODY):
        assert client.get(address(each, paper)).status_code == 404
        assert client.post(address(each), {"id": new_id(this_morning())}).status_code == 404


@pytest.mark.parametrize("paper", [False, True])
def test_who_does_not_read_about_birth_and_stay_is_told_so(
    people: Cast, leen: PregnancyEpisode, now: datetime, paper: bool
) -> None:
    worker = account("wim", "social_worker")
    joined(leen, worker, people.an, at=now)
    answer = signed_in(worker).get(address(leen.pk, paper))
    assert answer.status_code == 403
    assert "Leen" not in answer.content.decode()


def test_the_midwife_sees_who_they_are_what_happened_what_is_agreed_and_what_is_open(
    people: Cast, leen: PregnancyEpisode
) -> None:
    said = words(letter(people.an, leen.pk))
    for part in ("Leen Voorbeeld", "Due date", "3420", "vaginal birth", "29"):
        assert part in said
    assert "Dr. Peeters (paediatrician)" in said.partition("Agreed")[2].partition("Still to be arranged")[0]
    assert "First home visit" in said.partition("Still to be arranged")[2]
    assert "have not been reviewed by a clinician" in said
    assert "Made by An, midwife, Praktijk De Linde" in said


def test_twins_have_a_section_each_and_neither_has_the_others_weight(people: Cast, now: datetime) -> None:
    episode = book(
        people.an,
        now,
        expected_newborns=2,
        births=(
            born(born_at=now - 30 * HOUR, weight_g=2400),
            born(newborn="newborn-2", born_at=now - 29 * HOUR, weight_g=2650),
        ),
    )
    said = words(letter(people.an, episode.pk))
    first = said.partition("Child 1")[2].partition("Child 2")[0]
    assert "2400" in first
    assert "2650" not in first


def test_a_part_that_she_refused_stays_out_and_the_letter_says_so(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    carer = account("carla", "maternity_carer")
    joined(leen, carer, people.an, at=now)
    give_consent(episode_id=leen.pk, module="network", given=False, by=people.an, now=now, user=carer)
    said = words(letter(carer, leen.pk))
    assert "Due date" not in said
    assert "Who is around them" not in said
    assert "because its maker may not read it: pregnancy, network" in said


def test_every_look_leaves_a_row(people: Cast, leen: PregnancyEpisode) -> None:
    client = signed_in(people.an)
    client.get(address(leen.pk))
    client.get(address(leen.pk, paper=True))
    looks = AuditEvent.objects.filter(actor=people.an, action="read", episode=leen)
    assert list(looks.order_by("id").values_list("what", flat=True)) == [
        "transfer_letter:page",
        "transfer_letter:pdf",
    ]


# --- on paper


def test_the_paper_is_a_pdf_whose_name_says_nothing(people: Cast, leen: PregnancyEpisode) -> None:
    answer = signed_in(people.an).get(address(leen.pk, paper=True))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert "Leen" not in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


HOSTILE = '#panic("x") $ [ ] * _ @ref \\ " <label> ```` #import "@preview/x:0.1.0" // /* {{7}} <script>'


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_what_somebody_wrote_is_never_markup(people: Cast, now: datetime, language: str) -> None:
    episode = book(people.an, now, given_name=HOSTILE, births=(born(born_at=now - 30 * HOUR),))
    joined(episode, account("joke", "midwife"), people.an, at=now, organisation_name=HOSTILE, address=HOSTILE)
    seen = see_transfer_letter(episode_id=episode.pk, by=people.an, now=now)
    assert as_pdf(LetterShown.of(seen, language), language, now).startswith(b"%PDF-")
    assert "<script>" not in letter(people.an, episode.pk)


def test_the_same_letter_at_the_same_moment_is_the_same_file(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    shown = LetterShown.of(see_transfer_letter(episode_id=leen.pk, by=people.an, now=now), "nl")
    assert as_pdf(shown, "nl", now) == as_pdf(shown, "nl", now)


# --- gone along


def sent(episode: PregnancyEpisode) -> int:
    return Entry.objects.filter(episode=episode, kind="steps", payload__step="transfer_letter_sent").count()


def test_that_it_went_along_is_written_once_however_often_the_button_is_pressed(
    people: Cast, leen: PregnancyEpisode
) -> None:
    client, id = signed_in(people.an), new_id(this_morning())
    for _again in range(2):
        answer = client.post(address(leen.pk), {"id": id})
        assert (answer.status_code, answer["Location"]) == (302, address(leen.pk))
    assert sent(leen) == 1
    assert "A letter went along on" in words(letter(people.an, leen.pk))


def test_before_a_birth_there_is_no_letter_to_give(people: Cast, now: datetime) -> None:
    episode = book(people.an, now)
    answer = signed_in(people.an).post(address(episode.pk), {"id": uuid4()})
    assert answer.status_code == 422
    assert "no birth is recorded yet" in words(answer.content.decode()).lower()
    assert sent(episode) == 0


def test_who_only_reads_about_the_stay_cannot_say_that_it_went(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    carer = account("carla", "maternity_carer")
    joined(leen, carer, people.an, at=now)
    assert signed_in(carer).post(address(leen.pk), {"id": uuid4()}).status_code == 403
    assert sent(leen) == 0


def test_a_long_history_asks_no_more_of_the_database(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    client = signed_in(people.an)
    client.get(address(leen.pk))
    with CaptureQueriesContext(connection) as short:
        client.get(address(leen.pk))
    for days in range(1, 9):
        visit = Contact(kind="prenatal", at=now - (days + 10) * DAY, by="midwife")
        record_fact(episode_id=leen.pk, value=visit, by=people.an, now=now)
        step = StepDone(step="alarm_signs_explained", at=now - days * HOUR, by="midwife")
        record_fact(episode_id=leen.pk, value=step, by=people.an, now=now)
    for name in ("joke", "karin", "lies"):
        joined(leen, account(name, "midwife"), people.an, at=now)
    with CaptureQueriesContext(connection) as long:
        client.get(address(leen.pk))
    assert len(long) <= len(short)
