"""The record as pages: read by part and by role, written by hand, corrected, taken back, decided."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Birth, Contact, Discharge, PregnancyFacts
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.staff.record.answers import Choice, Kept, Setting
from kraamkring.doors.staff.record.kinds import KINDS_TOLD
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.kinds import KINDS, OF_THE_ENTRY, class_of
from kraamkring.rooms.record.models import Entry
from tests.cast import BORN, LATER, Cast, account, booked, born, cast, joined
from tests.clock import this_morning

from .test_pathway_page import DANGEROUS, LANGUAGES
from .test_pathway_page import words as read
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return episode


def record_of(episode: PregnancyEpisode, rest: str = "") -> str:
    return f"/families/{episode.pk}/record/{rest}"


def entry_of(episode: PregnancyEpisode, kind: str) -> Entry:
    return Entry.objects.filter(episode=episode, kind=kind).latest("recorded_at", "version")


def shown(user: User, address: str, language: str = "en") -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == 200, answer.status_code
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def main(html: str) -> str:
    return read(html.partition("<main")[2].partition("</main>")[0])


def form_in(html: str) -> dict[str, str]:
    """What the form on a page would send if nothing was typed."""
    form = re.search(r'<form class="card asking".*?</form>', html, re.DOTALL)
    assert form is not None
    given: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") in ("radio", "checkbox") and "checked" not in tag:
            continue
        given[attributes["name"]] = attributes.get("value", "")
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        given[name] = chosen[1] if chosen else ""
    for name, typed in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        given[name] = typed.strip()
    given.pop("csrfmiddlewaretoken")
    return given


def send(user: User, address: str, answers: Mapping[str, Any]) -> HttpResponse:
    answer: HttpResponse = signed_in(user).post(address, answers)
    return answer


PAGES = ("", "{entry}/", "add/", "add/contacts/", "{entry}/correct/", "{entry}/take-back/")


def pages_of(episode: PregnancyEpisode) -> list[str]:
    entry = entry_of(episode, "births")
    return [record_of(episode, page.format(entry=entry.pk)) for page in PAGES]


# --- anonymous, and not allowed


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(episode: PregnancyEpisode) -> None:
    for address in pages_of(episode):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"] == f"/account/login/?next={address}"
    assert Client().post(record_of(episode, f"{NOBODY}/stands/")).status_code == 302


def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    episode: PregnancyEpisode, people: Cast
) -> None:
    client = signed_in(people.stranger)
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/')
    for foreign in pages_of(episode):
        unknown = foreign.replace(str(episode.pk), str(NOBODY))
        answers = [client.get(foreign), client.get(unknown)]
        assert [answer.status_code for answer in answers] == [404, 404]
        first, second = (token.sub("", answer.content.decode()) for answer in answers)
        assert first == second
        posted = [client.post(each, {"id": new_id(LATER)}) for each in (foreign, unknown)]
        assert posted[0].status_code == posted[1].status_code
    assert Entry.objects.filter(author=people.stranger).count() == 0


def test_an_entry_of_another_family_is_not_found_through_ones_own(
    episode: PregnancyEpisode, people: Cast
) -> None:
    own = booked(people.stranger).episode
    foreign = entry_of(episode, "births")
    client = signed_in(people.stranger)
    for page in ("", "correct/", "take-back/"):
        answers = [client.get(record_of(own, f"{each}/{page}")) for each in (foreign.pk, NOBODY)]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert client.post(record_of(own, f"{foreign.pk}/stands/"), {"id": new_id(LATER)}).status_code == 404


def test_a_role_without_right_to_write_is_refused_and_that_is_noted(
    episode: PregnancyEpisode, people: Cast
) -> None:
    buddy, carer = account("bo", "buddy"), account("griet", "maternity_carer")
    joined(episode, buddy, people.an)
    joined(episode, carer, people.an)
    answer = signed_in(buddy).get(record_of(episode, "add/"))
    assert answer.status_code == 403
    assert signed_in(carer).get(record_of(episode, "add/course/")).status_code == 403
    birth = entry_of(episode, "births")
    answers = form_in(shown(people.an, record_of(episode, f"{birth.pk}/correct/")))
    sent = send(carer, record_of(episode, f"{birth.pk}/correct/"), answers | {"why_corrected": "x"})
    assert sent.status_code == 403
    assert Entry.objects.filter(kind="births").count() == 1
    refused = AuditEvent.objects.filter(action="refused").values_list("actor__name", "what", "ground")
    assert set(refused) == {
        ("Bo", "record_add", "role_does_not_write"),
        ("Griet", "record_add_kind", "role_does_not_write"),
        ("Griet", "record_correct", "role_does_not_write"),
    }


def test_who_sees_a_part_is_told_why_the_others_are_not_shown(
    episode: PregnancyEpisode, people: Cast
) -> None:
    carer = account("griet", "maternity_carer")
    joined(episode, carer, people.an)
    seen = main(shown(carer, record_of(episode)))
    assert "Not shown to you Pregnancy Your role does not see this part." in seen
    assert "Due on" not in seen
    assert "Child born alive" in seen
    due = entry_of(episode, "due_dates")
    assert signed_in(carer).get(record_of(episode, f"{due.pk}/")).status_code == 403


# --- reading


def test_every_entry_is_told_in_words_with_who_and_when(episode: PregnancyEpisode, people: Cast) -> None:
    seen = main(shown(people.colleague, record_of(episode)))
    assert re.search(
        r"Birth and stay 1 Child born alive Mon 05-10-2026 08:30 Place of birth in hospital "
        r"Mode of birth vaginal birth Birth weight in grams 3420 g An, midwife · written Mon 05-10-2026 14:00",
        seen,
    )
    assert "Due on Sun 04-10-2026" in seen
    for code in ("newborn-1", "due_dates", "born_at", "vaginal,", "{", "None"):
        assert code not in seen


def test_a_correction_stands_with_its_reason_and_the_earlier_one_can_be_read(
    episode: PregnancyEpisode, people: Cast
) -> None:
    birth = entry_of(episode, "births")
    correct_entry(
        entry_id=birth.pk, value=born(weight_g=3240), reason="misread", by=people.colleague, now=LATER + HOUR
    )
    seen = main(shown(people.an, record_of(episode, f"{birth.pk}/")))
    stands, history = seen.split("History")
    assert "3240 g" in stands
    assert "Corrected: misread" in stands
    assert "Bea, midwife" in stands
    assert "Version 1" in history
    assert "3420 g" in history
    assert "What followed for the care" in seen
    assert "1 other version" in main(shown(people.an, record_of(episode)))


def test_a_long_history_is_folded_and_the_queries_do_not_grow(people: Cast) -> None:
    def queries(contacts: int) -> int:
        told = tuple(Contact(kind="prenatal", at=LATER - n * HOUR, by="midwife") for n in range(contacts))
        episode = booked(people.an, contacts=told).episode
        client = signed_in(people.an)
        client.get(record_of(episode))
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(record_of(episode))
        html = answer.content.decode()
        assert html.count('<li class="entry') <= 10
        assert f"All {contacts + 1} entries of this part" in html
        assert client.get(record_of(episode, "?part=prenatal&page=2")).status_code == 200
        assert client.get(record_of(episode, "?part=nothing")).status_code == 404
        return len(counted)

    few = queries(10)
    assert queries(400) == few
    assert few <= 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_renders_in_every_language_under_the_strict_policy(
    episode: PregnancyEpisode, people: Cast, language: str
) -> None:
    for address in pages_of(episode):
        html = shown(people.an, address, language)
        assert f'<html lang="{language}"' in html
        assert "%(" not in html
        assert not DANGEROUS.search(html)
        assert "Leen" not in html.partition("<title>")[2].partition("</title>")[0]
        links = re.findall(r'(?:href|action|src)="(.*?)"', html)
        assert not any(re.search(r"Leen|2026-|3420", link) for link in links)


# --- every kind of entry has words


def test_every_kind_of_entry_is_described_with_every_field_that_it_has() -> None:
    assert set(KINDS_TOLD) == set(KINDS)
    for kind, told in KINDS_TOLD.items():
        described = {field.name for field in told.fields}
        if kind in ("course", "earlier_births", "expected_newborns", "mother_condition"):
            assert described == {"value"}
        else:
            assert described == {each.name for each in fields(class_of(kind))} - OF_THE_ENTRY, kind


def test_every_code_of_core_has_a_word() -> None:
    for kind, told in KINDS_TOLD.items():
        if kind in ("course", "earlier_births", "expected_newborns", "mother_condition"):
            hints = {"value": get_type_hints(PregnancyFacts).get(kind)}
        else:
            hints = get_type_hints(class_of(kind))
        for field in told.fields:
            codes = _codes(hints[field.name])
            if codes and not isinstance(field.answer, Kept):
                assert isinstance(field.answer, Choice), (kind, field.name)
                assert codes <= set(field.answer.words), (kind, field.name)


def _codes(hint: Any) -> set[str]:
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return {code for part in get_args(hint) for code in _codes(part)}


WORDING: list[tuple[str, dict[str, Any], str]] = [
    ("due_dates", {"due_on": "2026-10-04", "set_on": "2026-03-02", "method": "ultrasound"},
     "Due on Sun 04-10-2026 | Determined on: Mon 02-03-2026 | How the due date was found: by ultrasound"),
    ("expected_newborns", {"value": 2}, "Children expected: 2"),
    ("earlier_births", {"value": 0}, "Earlier births: 0"),
    ("course", {"value": "complicated"}, "Course of the pregnancy: with complications"),
    ("losses", {"at": "2026-04-01T10:00:00Z", "kind": "vanished_twin", "newborn": "newborn-2"},
     "One of several children was lost | When: Wed 01-04-2026 12:00 | Which child: child 2"),
    ("births", {"newborn": "newborn-2", "outcome": "stillborn", "born_at": "2026-10-05T06:30:00Z",
                "place": "birth_centre", "mode": "caesarean", "weight_g": 2450, "gestation": "39+4"},
     "Child 2 stillborn | Birth: Mon 05-10-2026 08:30 | Place of birth: in a birth centre | "
     "Mode of birth: caesarean section | Birth weight in grams: 2450 g | Gestation judged at birth: 39+4"),
    ("admissions", {"who": ["mother"], "at": "2026-10-05T02:00:00Z"},
     "Taken into hospital: mother | When: Mon 05-10-2026 04:00"),
    ("admissions", {"who": ["newborn-1"], "at": "2026-10-05T06:00:00Z", "ward": "nicu"},
     "Taken into hospital: child 1 | When: Mon 05-10-2026 08:00 | Ward: intensive care for newborns"),
    ("discharges", {"who": ["mother", "newborn-1"], "at": "2026-10-06T16:00:00Z", "planned": False},
     "Went home: mother, child 1 | When: Tue 06-10-2026 18:00"),
    ("discharges", {"who": ["mother"], "at": "2026-10-06T16:00:00Z", "planned": True},
     "Going home, planned: mother | When: Tue 06-10-2026 18:00"),
    ("readmissions", {"who": ["newborn-1"], "at": "2026-10-08T16:00:00Z"},
     "Back in hospital: child 1 | When: Thu 08-10-2026 18:00"),
    ("mother_condition", {"value": "concern"}, "Condition of the mother: a concern"),
    ("deaths", {"who": "newborn-1", "at": "2026-10-08T16:00:00Z"},
     "Child 1 died | When: Thu 08-10-2026 18:00"),
    ("contacts", {"kind": "phone", "at": "2026-10-08T16:00:00Z", "by": "midwife", "outcome": "missed"},
     "Telephone call: did not take place | When: Thu 08-10-2026 18:00 | By whom: midwife"),
    ("screenings", {"screening": "blood_spot", "newborn": "newborn-1", "at": "2026-10-08T16:00:00Z",
                    "outcome": "refused", "reason": "first talk with the family"},
     "Blood spot, child 1: refused by the parents | When: Thu 08-10-2026 18:00 | "
     "Reason: first talk with the family"),
    ("results", {"screening": "hearing", "newborn": "newborn-1", "at": "2026-10-08T16:00:00Z", "result": "refer"},
     "Hearing test, child 1: to be examined further | When: Thu 08-10-2026 18:00"),
    ("steps", {"step": "alarm_signs_explained", "at": "2026-10-06T10:00:00Z", "by": "ward_midwife"},
     "Alarm signs explained | When: Tue 06-10-2026 12:00 | By whom: ward midwife"),
    ("appointments", {"care": "home_visit", "start": "2026-10-08T16:00:00Z", "end": "2026-10-08T17:00:00Z",
                      "role": "midwife", "accepted": True, "key": "first-home-visit/mother/homecoming/1"},
     "Home visit: accepted by who will come | From: Thu 08-10-2026 18:00 | Until: Thu 08-10-2026 19:00 | "
     "Who comes: midwife"),
    ("waivers", {"activity": "doctor-check", "by": "gp", "why": "seen by the paediatrician", "ordinal": 2,
                 "at": "2026-10-08T16:00:00Z"},
     "Not needed: Doctor's check of day 7-10 | Which one of several: 2 | Why: seen by the paediatrician | "
     "By whom: general practitioner | When: Thu 08-10-2026 18:00"),
    ("preferences", {"stay": "short", "maternity_care": False, "feeding": "mixed", "language": "tr"},
     "What the parents want | Stay after the birth: short stay | Maternity care at home: no | "
     "Feeding: breast and formula | Language to speak with them: Turkish"),
    ("moves", {"on": "2026-11-01", "to": "be-vlg"}, "Lives in Flanders | From which day: Sun 01-11-2026"),
    ("network", {"role": "gp", "accepted_on": "2026-05-01"},
     "In the network: general practitioner | Accepted on: Fri 01-05-2026"),
    ("decisions", {"stands": str(NOBODY), "by": "midwife", "at": "2026-10-08T16:00:00Z"},
     "Decided which entry stands | Which one stands: the first"),
    ("retractions", {"fact": str(NOBODY), "by": "midwife", "why": "a slip", "at": "2026-10-08T16:00:00Z"},
     "An entry was taken back | Why: a slip"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "said"), WORDING, ids=lambda value: str(value)[:20])
def test_an_entry_reads(kind: str, content: dict[str, Any], said: str) -> None:
    setting = Setting(
        zone=ZoneInfo("Europe/Brussels"),
        language="en",
        slots=("newborn-1", "newborn-2"),
        protocol=protocol("be-vlg"),
        rivals=((str(NOBODY), "the first"),),
    )
    told = KINDS_TOLD[kind]
    lines = [
        told.told(content, setting),
        *(f"{term}: {value}" for term, value in told.rest(content, setting)),
    ]
    assert " | ".join(lines).replace("\u00a0", " ") == said


def test_the_table_of_wording_has_a_row_for_every_kind() -> None:
    assert {kind for kind, _content, _said in WORDING} == set(KINDS)


# --- writing


def test_what_can_be_written_is_offered_by_right(episode: PregnancyEpisode, people: Cast) -> None:
    carer = account("griet", "maternity_carer")
    joined(episode, carer, people.an)
    of_midwife = shown(people.an, record_of(episode, "add/"))
    of_carer = shown(carer, record_of(episode, "add/"))
    for kind in ("contacts", "preferences", "results", "steps", "deaths"):
        assert f"add/{kind}/" in of_midwife
        assert f"add/{kind}/" in of_carer
    assert "add/course/" in of_midwife
    assert "add/course/" not in of_carer
    contact = shown(carer, record_of(episode, "add/contacts/"))
    assert 'value="home_visit"' in contact
    assert 'value="prenatal"' not in contact


WRITTEN: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("contacts", {"kind": "home_visit", "at_on": "2026-10-07", "at_time": "10:15", "outcome": "held",
                  "who": ["mother"]},
     {"kind": "home_visit", "at": "2026-10-07T08:15:00Z", "by": "midwife", "outcome": "held", "who": ["mother"]}),
    ("screenings", {"screening": "blood_spot", "outcome": "done", "at_on": "2026-10-08", "at_time": "11:00"},
     {"screening": "blood_spot", "newborn": "newborn-1", "at": "2026-10-08T09:00:00Z", "outcome": "done",
      "by": "midwife"}),
    ("steps", {"step": "alarm_signs_explained", "at_on": "2026-10-06", "at_time": "9:00"},
     {"step": "alarm_signs_explained", "at": "2026-10-06T07:00:00Z", "by": "midwife"}),
    ("deaths", {"who": "newborn-1", "at_on": "2026-10-06", "at_time": "03:30"},
     {"who": "newborn-1", "at": "2026-10-06T01:30:00Z"}),
    ("moves", {"on": "2026-11-01", "to": "nl"}, {"on": "2026-11-01", "to": "nl"}),
    ("waivers", {"activity": "doctor-check", "who": "newborn-1", "why": "was seen", "at_on": "2026-10-07",
                 "at_time": "08:00"},
     {"activity": "doctor-check", "who": "newborn-1", "why": "was seen", "by": "midwife",
      "at": "2026-10-07T06:00:00Z"}),
    ("preferences", {"feeding": "breast", "maternity_care": "no"}, {"feeding": "breast", "maternity_care": False}),
    ("course", {"value": "complicated"}, {"value": "complicated"}),
    ("expected_newborns", {"value": "2"}, {"value": 2}),
    ("earlier_births", {"value": "0"}, {"value": 0}),
    ("mother_condition", {"value": "good"}, {"value": "good"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "answers", "kept"), WRITTEN, ids=lambda value: str(value)[:20])
def test_what_is_written_by_hand_is_kept_once(
    kind: str, answers: dict[str, Any], kept: dict[str, Any], episode: PregnancyEpisode, people: Cast
) -> None:
    address = record_of(episode, f"add/{kind}/")
    sent = form_in(shown(people.an, address)) | answers
    for _double_click in range(2):
        answer = send(people.an, address, sent)
        assert answer.status_code == 302
        assert answer["Location"] == record_of(episode, f"{sent['id']}/")
    entry = Entry.objects.get(pk=UUID(sent["id"]))
    assert (entry.kind, entry.payload) == (kind, kept)
    assert (entry.author, entry.source) == (people.an, "person")
    assert "It is written." in shown_after(people.an, address, sent)


def shown_after(user: User, address: str, answers: Mapping[str, Any]) -> str:
    answer = signed_in(user).post(address, answers, follow=True)
    return answer.content.decode()


def test_a_result_follows_a_screening(episode: PregnancyEpisode, people: Cast) -> None:
    for kind, more in (
        (
            "screenings",
            {"screening": "blood_spot", "outcome": "done", "at_on": "2026-10-08", "at_time": "11:00"},
        ),
        (
            "results",
            {"screening": "blood_spot", "result": "normal", "at_on": "2026-10-12", "at_time": "11:00"},
        ),
    ):
        address = record_of(episode, f"add/{kind}/")
        assert send(people.an, address, form_in(shown(people.an, address)) | more).status_code == 302
    assert entry_of(episode, "results").payload["result"] == "normal"


def test_every_kind_that_is_written_here_has_a_row_above() -> None:
    written = {kind for kind, told in KINDS_TOLD.items() if told.doing}
    assert {kind for kind, _answers, _kept in WRITTEN} | {"results"} == written


def test_what_the_mother_writes_is_her_own_report(episode: PregnancyEpisode, people: Cast) -> None:
    mother = account("leen", "mother")
    joined(episode, mother, people.an)
    address = record_of(episode, "add/preferences/")
    assert send(mother, address, form_in(shown(mother, address)) | {"feeding": "mixed"}).status_code == 302
    assert entry_of(episode, "preferences").source == "self_report"
    assert "told by herself" in main(shown(people.an, record_of(episode)))


@pytest.mark.parametrize(
    ("kind", "answers", "said"),
    [
        ("contacts", {"kind": "", "outcome": "held", "at_on": "2026-10-07", "at_time": "10:15"},
         "What sort of contact: this is needed."),
        ("contacts", {"kind": "phone", "outcome": "held", "at_on": "2026-10-07"}, "When: give the time too."),
        ("steps", {"step": "handed_over"}, "When: give the date and time."),
        ("screenings", {"screening": "hearing", "outcome": "done", "at_on": "2026-10-04", "at_time": "10:00"},
         "This lies before the birth."),
        ("preferences", {}, "Nothing was said. Answer at least one question."),
        ("deaths", {"who": "newborn-1", "at_on": "2026-10-04", "at_time": "10:00"}, "died before being born"),
        ("expected_newborns", {"value": "12"}, "Give a number from 1 to 9."),
        ("earlier_births", {"value": "-1"}, "Give a number from 0 to 30."),
        ("contacts", {"kind": "phone", "outcome": "held", "at_on": "2026-10-25", "at_time": "02:30"},
         "the clock showed this time twice that night"),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_what_cannot_be_taken_comes_back_with_what_was_typed(
    kind: str, answers: dict[str, Any], said: str, episode: PregnancyEpisode, people: Cast
) -> None:
    address = record_of(episode, f"add/{kind}/")
    before = Entry.objects.count()
    sent = form_in(shown(people.an, address)) | answers
    answer = send(people.an, address, sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in read(html)
    assert "Something is not right yet" in html
    assert {name: form_in(html).get(name) for name in answers} == answers
    assert Entry.objects.count() == before


def test_a_kind_with_pages_of_its_own_or_none_is_not_written_here(
    episode: PregnancyEpisode, people: Cast
) -> None:
    for kind in ("births", "decisions", "retractions", "nothing"):
        assert signed_in(people.an).get(record_of(episode, f"add/{kind}/")).status_code == 404


# --- correcting


def everything(people: Cast) -> PregnancyEpisode:
    """A family with an entry of every kind that a person may come upon."""
    from kraamkring.core import facts as core

    episode = booked(
        people.an,
        expected_newborns=2,
        earlier_births=1,
        course="uncomplicated",
        mother_condition="good",
        network=(core.Member(role="gp", accepted_on=BORN.date()),),
        appointments=(
            core.Appointment(
                care="home_visit", start=LATER, end=LATER + HOUR, role="midwife", accepted=True, made_at=BORN,
                key="first-home-visit/mother/homecoming/1",
            ),
        ),
    ).episode  # fmt: skip
    for value in (
        core.Admission(who=("mother",), at=BORN - HOUR),
        born(weight_g=2900, gestation="39+4"),
        born(newborn="newborn-2", weight_g=3100, born_at=BORN + HOUR / 4),
        Discharge(who=("mother", "newborn-1", "newborn-2"), at=BORN + 40 * HOUR),
        core.Readmission(who=("newborn-1",), at=BORN + 60 * HOUR),
        core.Contact(kind="home_visit", at=BORN + 44 * HOUR, by="midwife", who=("mother",)),
        core.Screening(screening="blood_spot", newborn="newborn-1", at=BORN + 80 * HOUR, outcome="done"),
        core.ScreeningResult(
            screening="blood_spot", newborn="newborn-1", at=BORN + 180 * HOUR, result="normal"
        ),
        core.StepDone(step="handed_over", at=BORN + 200 * HOUR, by="midwife"),
        core.Waiver(activity="doctor-check", by="gp", why="seen", at=BORN + HOUR, who="newborn-1", ordinal=1),
        core.Move(on=BORN.date() + timedelta(days=30), to="be-vlg"),
        core.Death(who="newborn-2", at=BORN + 90 * HOUR),
        core.Retraction(fact=slip(episode, people), by="midwife", why="next door", at=LATER),
    ):
        record_fact(episode_id=episode.pk, value=value, by=people.an, now=LATER)
    return episode


def slip(episode: PregnancyEpisode, people: Cast) -> str:
    visit = Contact(kind="phone", at=LATER, by="midwife")
    return str(record_fact(episode_id=episode.pk, value=visit, by=people.an, now=LATER).entry.pk)


def test_every_kind_can_be_corrected_and_keeps_what_was_not_touched(people: Cast) -> None:
    episode = everything(people)
    entries = {entry.kind: entry for entry in Entry.objects.filter(episode=episode).order_by("recorded_at")}
    assert set(KINDS) - set(entries) == {"losses", "decisions"}  # tested by themselves
    for kind, entry in entries.items():
        address = record_of(episode, f"{entry.pk}/correct/")
        sent = form_in(shown(people.an, address)) | {"why_corrected": "read again"}
        if "who" in sent and isinstance(entry.payload.get("who"), list):
            sent["who"] = entry.payload["who"]
        for _double_click in range(2):
            answer = send(people.an, address, sent)
            assert answer.status_code == 302, (kind, read(answer.content.decode()))
        corrected = Entry.objects.get(corrects=entry)
        assert corrected.payload == entry.payload, kind
        assert (corrected.version, corrected.reason) == (2, "read again")


def test_that_only_the_day_is_known_holds_until_somebody_gives_the_time(people: Cast) -> None:
    episode = booked(people.an).episode
    noon = Contact(kind="phone", at=LATER, by="midwife", precision="day")
    entry = record_fact(episode_id=episode.pk, value=noon, by=people.an, now=LATER).entry
    for change, precision in (({"outcome": "missed"}, "day"), ({"at_time": "00:05"}, None)):
        address = record_of(episode, f"{entry.pk}/correct/")
        sent = form_in(shown(people.an, address)) | {"why_corrected": "asked again"} | change
        assert send(people.an, address, sent).status_code == 302
        entry = Entry.objects.get(corrects=entry)
        assert entry.payload.get("precision") == precision


def test_a_loss_can_be_corrected(people: Cast) -> None:
    from kraamkring.core.facts import Loss

    episode = booked(people.an).episode
    lost = Loss(at=LATER - 60 * 24 * HOUR, kind="miscarriage")
    entry = record_fact(episode_id=episode.pk, value=lost, by=people.an, now=LATER).entry
    address = record_of(episode, f"{entry.pk}/correct/")
    sent = form_in(shown(people.an, address)) | {"kind": "ectopic", "why_corrected": "the letter came"}
    assert send(people.an, address, sent).status_code == 302
    assert Entry.objects.get(corrects=entry).payload["kind"] == "ectopic"


def test_a_correction_needs_a_reason_and_a_change_that_can_be_true(
    episode: PregnancyEpisode, people: Cast
) -> None:
    birth = entry_of(episode, "births")
    address = record_of(episode, f"{birth.pk}/correct/")
    sent = form_in(shown(people.an, address))
    for wrong, said in (
        ({"why_corrected": " "}, "Say in a few words why."),
        ({"why_corrected": "x", "weight_g": "90000"}, "This is not a birth weight."),
        ({"why_corrected": "x", "gestation": "long"}, "Gestation judged at birth"),
        ({"why_corrected": "x", "born_at_on": "2025-10-05"}, "the birth lies before the booking"),
    ):
        answer = send(people.an, address, sent | wrong)
        assert answer.status_code == 422
        assert said.lower() in read(answer.content.decode()).lower()
    assert Entry.objects.filter(kind="births").count() == 1


def test_who_was_overtaken_sees_both_and_corrects_the_correction(
    episode: PregnancyEpisode, people: Cast
) -> None:
    birth = entry_of(episode, "births")
    address = record_of(episode, f"{birth.pk}/correct/")
    mine = form_in(shown(people.an, address)) | {"weight_g": "3300", "why_corrected": "weighed again"}
    theirs = form_in(shown(people.colleague, address)) | {"weight_g": "3240", "why_corrected": "misread"}
    assert send(people.colleague, address, theirs).status_code == 302

    answer = send(people.an, address, mine)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Somebody corrected this before you" in html
    assert "3240 g" in read(html)
    assert form_in(html)["weight_g"] == "3300"

    assert send(people.an, address, form_in(html)).status_code == 302
    chain = Entry.objects.filter(kind="births").order_by("version")
    assert [entry.payload["weight_g"] for entry in chain] == [3420, 3240, 3300]
    assert [entry.reason for entry in chain] == ["", "misread", "weighed again"]


def test_a_correction_cannot_reach_into_another_entry(episode: PregnancyEpisode, people: Cast) -> None:
    birth = entry_of(episode, "births")
    other = booked(people.an).episode
    foreign = record_fact(episode_id=other.pk, value=born(), by=people.an, now=LATER).entry
    address = record_of(episode, f"{birth.pk}/correct/")
    sent = form_in(shown(people.an, address)) | {"why_corrected": "x", "seen": str(foreign.pk)}
    assert send(people.an, address, sent).status_code == 404
    assert not Entry.objects.filter(corrects=foreign).exists()


# --- taking back, deciding


def test_an_entry_is_taken_back_once_with_a_reason(episode: PregnancyEpisode, people: Cast) -> None:
    visit = record_fact(
        episode_id=episode.pk, value=Contact(kind="phone", at=LATER, by="midwife"), by=people.an, now=LATER
    ).entry
    address = record_of(episode, f"{visit.pk}/take-back/")
    sent = form_in(shown(people.an, address))
    assert send(people.an, address, sent).status_code == 422
    for _double_click in range(2):
        assert send(people.an, address, sent | {"why": "another family"}).status_code == 302
    assert Entry.objects.filter(kind="retractions").count() == 1
    seen = main(shown(people.colleague, record_of(episode)))
    assert "Telephone call: took place taken back" in seen
    assert "Taken back by An, midwife" in seen
    assert "Reason: another family" in seen
    page = shown(people.an, record_of(episode, f"{visit.pk}/"))
    assert "take-back/" not in page
    again = form_in(shown(people.an, address)) | {"why": "again"}
    assert "This was taken back already" in read(send(people.an, address, again).content.decode())


@pytest.mark.parametrize(("whole", "left"), [("last", 1), ("whole", 0)])
def test_of_a_corrected_entry_the_last_version_or_all_is_taken_back(
    whole: str, left: int, episode: PregnancyEpisode, people: Cast
) -> None:
    first = record_fact(
        episode_id=episode.pk, value=Contact(kind="phone", at=LATER, by="midwife"), by=people.an, now=LATER
    ).entry
    later = correct_entry(
        entry_id=first.pk,
        value=Contact(kind="video", at=LATER, by="midwife"),
        reason="x",
        by=people.an,
        now=LATER,
    ).entry
    address = record_of(episode, f"{later.pk}/take-back/")
    sent = form_in(shown(people.an, address)) | {"why": "slip", "whole": whole}
    for _double_click in range(2):
        assert send(people.an, address, sent).status_code == 302
    seen = main(shown(people.an, record_of(episode)))
    assert ("Telephone call: took place taken back" in seen) is False
    assert ("taken back" in seen.partition("other version")[0]) is (left == 0)
    assert Entry.objects.filter(kind="retractions").count() == 2 - left


def test_what_is_only_corrected_is_not_taken_back(episode: PregnancyEpisode, people: Cast) -> None:
    stay = entry_of(episode, "preferences")
    assert "take-back/" not in shown(people.an, record_of(episode, f"{stay.pk}/"))
    address = record_of(episode, f"{stay.pk}/take-back/")
    answer = send(people.an, address, form_in(shown(people.an, address)) | {"why": "x"})
    assert answer.status_code == 422
    assert "an entry of this kind is not taken back" in read(answer.content.decode()).lower()


def test_of_what_contradicts_somebody_decides_which_one_stands(
    episode: PregnancyEpisode, people: Cast
) -> None:
    other = record_fact(
        episode_id=episode.pk, value=born(weight_g=3000), by=people.colleague, now=LATER + HOUR
    ).entry
    html = shown(people.an, record_of(episode))
    assert "The birth: recorded in different ways" in read(html)
    assert html.count("This one stands") == 2
    written = re.search(r'name="id" value="([\w-]+)"', html)
    assert written is not None
    address = record_of(episode, f"{other.pk}/stands/")
    for _double_click in range(2):
        assert send(people.an, address, {"id": written[1]}).status_code == 302
    seen = main(shown(people.an, record_of(episode)))
    assert "recorded in different ways" not in seen
    assert "it was decided that another stands" in seen
    assert "It was decided that this entry stands: An, midwife" in main(
        shown(people.an, record_of(episode, f"{other.pk}/"))
    )
    assert Entry.objects.filter(kind="decisions").count() == 1
    late = signed_in(people.an).post(address, {"id": new_id(this_morning())}, follow=True)
    assert "Nothing contradicts this entry any more." in read(late.content.decode())


def test_a_decision_can_be_corrected(episode: PregnancyEpisode, people: Cast) -> None:
    first = entry_of(episode, "births")
    other = record_fact(
        episode_id=episode.pk, value=born(weight_g=3000), by=people.an, now=LATER + HOUR
    ).entry
    send(people.an, record_of(episode, f"{other.pk}/stands/"), {"id": new_id(LATER)})
    decided = Entry.objects.get(kind="decisions")
    address = record_of(episode, f"{decided.pk}/correct/")
    html = shown(people.an, address)
    assert "3420 g" in read(html)
    sent = form_in(html) | {"stands": str(first.pk), "why_corrected": "weighed again"}
    assert send(people.an, address, sent).status_code == 302
    assert Entry.objects.get(corrects=decided).payload["stands"] == str(first.pk)
    seen = main(shown(people.an, record_of(episode, f"{other.pk}/")))
    assert "it was decided that another stands" in seen


def test_only_reading_pages_only_read(episode: PregnancyEpisode, people: Cast) -> None:
    client = signed_in(people.an)
    birth = entry_of(episode, "births")
    for page in ("", f"{birth.pk}/", "add/"):
        assert client.post(record_of(episode, page)).status_code == 405
    assert client.get(record_of(episode, f"{birth.pk}/stands/")).status_code == 405


def test_a_stillbirth_is_told_quietly(people: Cast) -> None:
    episode = booked(people.an).episode
    stillborn: Birth = born(outcome="stillborn")
    record_fact(episode_id=episode.pk, value=stillborn, by=people.an, now=LATER)
    html = shown(people.an, record_of(episode))
    assert '<body class="quiet">' in html
    assert "Child stillborn" in read(html)
