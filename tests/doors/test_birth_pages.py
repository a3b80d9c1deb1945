"""The pages around the birth: anonymous, not allowed, allowed; what is refused comes back; a repeat writes nothing."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Birth, Contact, Discharge, Preferences
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import DischargeOverride
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import Cast, account, cast, give_coordinator, joined
from tests.clock import this_morning

from .test_pathway_page import words
from .test_staff_pages import book, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOBODY = UUID("00000000-0000-7000-8000-000000000000")
PAGES = ("admission", "birth", "going-home", "back-in-hospital", "screening", "hand-over", "loss")
FREE = "newborn-1 newborn-2"
AT_HOME = ("back-in-hospital", "hand-over")


@pytest.fixture
def now() -> datetime:
    return this_morning()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def episode(people: Cast, now: datetime) -> PregnancyEpisode:
    return book(people.an, now, preferences=Preferences(maternity_care=False))


def address(page: str, episode: PregnancyEpisode | UUID) -> str:
    return f"/families/{getattr(episode, 'pk', episode)}/{page}/"


def born(episode: PregnancyEpisode, by: User, at: datetime, newborn: str = "newborn-1") -> Entry:
    birth = Birth(newborn=newborn, born_at=at, outcome="live", place="hospital", mode="vaginal")
    return record_fact(episode_id=episode.pk, value=birth, by=by, now=this_morning()).entry


def home(episode: PregnancyEpisode, by: User, at: datetime) -> Entry:
    gone = Discharge(who=("mother", "newborn-1"), at=at)
    return record_fact(episode_id=episode.pk, value=gone, by=by, now=this_morning()).entry


def send(user: User, page: str, episode: PregnancyEpisode, **said: object) -> object:
    return signed_in(user).post(address(page, episode), {"id": str(new_id(this_morning())), **said})


def shown(user: User, page: str, episode: PregnancyEpisode) -> str:
    answer = signed_in(user).get(address(page, episode))
    assert answer.status_code == 200
    return answer.content.decode()


# --- anonymous, not allowed, allowed


@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(page: str) -> None:
    answer = Client().get(address(page, NOBODY))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES)
def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    page: str, method: str, episode: PregnancyEpisode, people: Cast
) -> None:
    client = signed_in(people.stranger)
    answers = [getattr(client, method)(address(page, each)) for each in (episode, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/')
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown
    assert not AuditEvent.objects.filter(actor=people.stranger, action="read").exists()


@pytest.mark.parametrize("page", PAGES)
def test_a_role_without_the_right_reads_why(page: str, episode: PregnancyEpisode, people: Cast) -> None:
    buddy = account("bo", "buddy")
    joined(episode, buddy, people.an, at=this_morning())
    answer = signed_in(buddy).get(address(page, episode))
    assert answer.status_code == 403
    assert "your role does not" in answer.content.decode().lower()
    assert "Leen" not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_whoever_cares_for_them_sees_it_and_leaves_a_row(
    page: str, episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    if page in (*AT_HOME, "going-home", "screening"):
        born(episode, people.an, now - 40 * HOUR)
    if page in AT_HOME:
        home(episode, people.an, now - 4 * HOUR)
    html = shown(people.an, page, episode)
    assert "Leen Voorbeeld" in html
    assert "<h1>" in html
    assert "Leen" not in html.partition("<title>")[2].partition("</title>")[0]
    assert AuditEvent.objects.filter(actor=people.an, action="read").count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_more_of_the_database_after_a_long_history(
    page: str, people: Cast, now: datetime
) -> None:
    def queries(family: PregnancyEpisode) -> int:
        client = signed_in(people.an)
        client.get(address(page, family))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(page, family)).status_code == 200
        return len(seen)

    short, long = book(people.an, now, "Short"), book(people.an, now, "Long")
    for family, many in ((short, 1), (long, 12)):
        for number in range(many):
            visit = Contact(kind="prenatal", at=now - (number + 50) * HOUR, by="midwife")
            record_fact(episode_id=family.pk, value=visit, by=people.an, now=now)
        if page != "loss":
            born(family, people.an, now - 40 * HOUR)
    assert queries(long) == queries(short) <= 32


# --- birth


def birth_of(number: int, at: datetime, outcome: str = "live", **more: object) -> dict[str, object]:
    local = at.astimezone(BRUSSELS)
    said = {
        "outcome": outcome,
        "born": None,
        "place": "hospital",
        "mode": "vaginal",
        "weight": "3280",
        "gestation": "40+0",
        "condition": "good",
        "number": "",
    } | more
    named = {f"{name}_{number}": value for name, value in said.items() if name != "born"}
    return named | {f"born_{number}_on": f"{local:%Y-%m-%d}", f"born_{number}_time": f"{local:%H:%M}"}


def test_twins_are_recorded_on_one_page_and_sent_twice_are_written_once(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    at = now - 3 * HOUR
    said = {"id": str(new_id(now)), "children": 2, "free": FREE, **birth_of(1, at), **birth_of(2, at + HOUR)}
    client = signed_in(people.an)
    for _ in range(2):
        answer = client.post(address("birth", episode), said)
        assert (answer.status_code, answer["Location"]) == (302, f"/families/{episode.pk}/")
    assert [entry.payload["newborn"] for entry in Entry.objects.filter(kind="births").order_by("recorded_at")]
    assert Entry.objects.filter(kind="births").count() == 2


def test_a_child_is_added_without_script_and_what_was_typed_stays(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    said = {
        "id": str(new_id(now)),
        "children": 1,
        "free": FREE,
        "more": "1",
        **birth_of(1, now, weight="2950"),
    }
    answer = signed_in(people.an).post(address("birth", episode), said)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="children" value="2"' in html
    assert 'value="2950"' in html
    assert 'name="weight_2"' in html
    assert "Something is not right" not in html
    assert not Entry.objects.filter(kind="births").exists()


def test_what_is_wrong_stands_at_its_child(episode: PregnancyEpisode, people: Cast, now: datetime) -> None:
    at = now - HOUR
    for change, sentence in (
        ({"weight_1": "30"}, "This is not a birth weight"),
        ({"gestation_1": "x"}, "Write weeks and days"),
        ({"outcome_1": ""}, "Say whether the child was born alive"),
        ({"born_1_on": ""}, "give the date"),
        ({"number_1": "12345678901"}, "number"),
        ({"born_1_on": "2019-01-01"}, "the birth lies before the booking"),
    ):
        answer = send(people.an, "birth", episode, children=1, free=FREE, **(birth_of(1, at) | change))
        assert answer.status_code == 422, change
        assert sentence.lower() in answer.content.decode().lower(), change
        assert 'value="40+0"' in answer.content.decode() or "gestation_1" in change
    assert not Entry.objects.filter(kind="births").exists()


# --- going home


def test_the_gates_say_what_is_not_settled_and_one_tap_settles_one(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    born(episode, people.an, now - 36 * HOUR)
    html = shown(people.an, "going-home", episode)
    assert html.count('class="pill is-gap"') == 5
    assert html.count("Closes when they leave") == 2
    answer = send(people.an, "going-home", episode, do="settle", key="discharge-needs-mother/mother")
    assert answer.status_code == 302
    assert shown(people.an, "going-home", episode).count('class="pill is-gap"') == 4


def test_it_is_refused_while_a_gate_is_red_and_a_reason_lets_them_go(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    born(episode, people.an, now - 36 * HOUR)
    said = {"do": "leave", "who": ["mother", "newborn-1"], "how": "now"}
    answer = send(people.an, "going-home", episode, **said)
    assert answer.status_code == 422
    assert "not settled" in words(answer.content.decode())
    assert not Entry.objects.filter(kind="discharges").exists()
    reason = "No midwife is free before Monday."
    answer = send(people.an, "going-home", episode, **said, override_reason=reason)
    assert answer.status_code == 302
    assert DischargeOverride.objects.get().reason == reason
    html = shown(people.an, "going-home", episode)
    assert reason in html
    assert "Record that they go home" not in html


def test_a_planned_homecoming_passes_and_the_page_looks_at_that_moment(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    born(episode, people.an, now - 12 * HOUR)
    said = {"do": "leave", "who": ["mother", "newborn-1"], "how": "planned"}
    assert send(people.an, "going-home", episode, **said).status_code == 422
    later = (now + 24 * HOUR).date().isoformat()
    answer = send(people.an, "going-home", episode, **said, at_on=later, at_time="11:00")
    assert answer.status_code == 302
    assert "As if they leave at the planned moment" in shown(people.an, "going-home", episode)


def test_the_first_visit_is_agreed_on_the_same_page(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    born(episode, people.an, now - 36 * HOUR)
    member = give_coordinator(episode, people.an, at=now).membership
    start = now + 16 * HOUR
    local = start.astimezone(BRUSSELS)
    answer = send(
        people.an,
        "going-home",
        episode,
        do="agree",
        key="discharge-visit-agreed/mother",
        with_member=str(member.pk),
        start_on=f"{local:%Y-%m-%d}",
        start_time=f"{local:%H:%M}",
    )
    assert answer.status_code == 302
    assert "Arranged for" in shown(people.an, "going-home", episode)
    wrong = send(people.an, "going-home", episode, do="agree", key="discharge-check-agreed/newborn-1")
    assert wrong.status_code == 422


def test_who_reads_and_does_not_write_sees_the_gates_without_buttons(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    born(episode, people.an, now - 36 * HOUR)
    gp = account("george", "gp")
    joined(episode, gp, people.an, at=now)
    html = shown(gp, "going-home", episode)
    assert "Not settled" in html
    assert "This was done" not in html
    assert "Record that they go home" not in html


# --- the short ones


def test_she_is_admitted(episode: PregnancyEpisode, people: Cast) -> None:
    assert send(people.an, "admission", episode).status_code == 302
    again = send(people.an, "admission", episode)
    assert again.status_code == 422
    assert "in hospital already" in again.content.decode()


def test_the_child_is_back_in_hospital(episode: PregnancyEpisode, people: Cast, now: datetime) -> None:
    born(episode, people.an, now - 60 * HOUR)
    assert "recorded as being at home" in shown(people.an, "back-in-hospital", episode)
    home(episode, people.an, now - 20 * HOUR)
    assert send(people.an, "back-in-hospital", episode).status_code == 422
    answer = send(people.an, "back-in-hospital", episode, who="newborn-1", together="on")
    assert answer.status_code == 302
    assert Entry.objects.get(kind="readmissions").payload["who"] == ["newborn-1"]


def test_a_family_is_handed_over_once_somebody_takes_it(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    born(episode, people.an, now - 240 * HOUR)
    refused = send(people.an, "hand-over", episode)
    assert refused.status_code == 422
    assert "nobody of youth health care" in refused.content.decode().lower()
    joined(episode, account("kato", "youth_health"), people.an, at=now)
    assert send(people.an, "hand-over", episode).status_code == 302
    assert Message.objects.filter(template="handed_over").count() == 1


# --- screening


def test_the_clock_of_each_baby_and_its_forms(episode: PregnancyEpisode, people: Cast, now: datetime) -> None:
    born(episode, people.an, now - 60 * HOUR)
    born(episode, people.an, now - 59 * HOUR, "newborn-2")
    html = shown(people.an, "screening", episode)
    assert html.count('<svg class="line"') == 4
    assert "96\xa0h" in html
    about = {"newborn": "newborn-2", "screening": "blood_spot", "do": "test"}
    assert send(people.an, "screening", episode, **about).status_code == 422
    answer = send(people.an, "screening", episode, **about, outcome="refused", in_writing="on")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/screening/#newborn-2-blood-spot")
    assert 'action="#' not in html  # it would keep the focus from the list of what is wrong
    html = shown(people.an, "screening", episode)
    assert "the test was refused" in html
    early = send(people.an, "screening", episode, **(about | {"do": "result"}), result="normal")
    assert early.status_code == 422
    assert "not recorded as done" in early.content.decode()


# --- loss


def test_a_loss_takes_two_quiet_steps(episode: PregnancyEpisode, people: Cast) -> None:
    assert 'class="quiet"' in shown(people.an, "loss", episode)
    id = str(new_id(this_morning()))
    said = {"id": id, "kind": "miscarriage"}
    client = signed_in(people.an)
    asked = client.post(address("loss", episode), said)
    html = asked.content.decode()
    assert asked.status_code == 200
    assert "Is this right?" in html
    assert f'value="{id}"' in html
    assert not Entry.objects.filter(kind="losses").exists()
    for _ in range(2):
        done = client.post(address("loss", episode), {**said, "confirmed": "1"})
        assert (done.status_code, done["Location"]) == (302, f"/families/{episode.pk}/")
    assert Entry.objects.filter(kind="losses").count() == 1
    assert "No child is awaited any more." in shown(people.an, "loss", episode)


def test_a_loss_that_says_nothing_comes_back(episode: PregnancyEpisode, people: Cast) -> None:
    answer = send(people.an, "loss", episode)
    assert answer.status_code == 422
    assert "Say what happened." in answer.content.decode()


# --- sent twice: a double click, or a server that was killed between commit and answer


@pytest.mark.parametrize(
    ("page", "said", "kind"),
    [
        ("admission", {}, "admissions"),
        (
            "going-home",
            {"do": "leave", "who": ["mother"], "how": "now", "override_reason": "full"},
            "discharges",
        ),
        ("back-in-hospital", {"who": ["newborn-1"], "together": "on"}, "readmissions"),
        (
            "screening",
            {"newborn": "newborn-1", "screening": "blood_spot", "do": "test", "outcome": "unusable"},
            "screenings",
        ),
        ("loss", {"kind": "vanished_twin", "whom": "newborn-2"}, "losses"),
    ],
)
def test_whatever_is_sent_twice_is_answered_alike_and_written_once(
    page: str, said: dict[str, object], kind: str, people: Cast, now: datetime
) -> None:
    episode = book(people.an, now, expected_newborns=2 if page == "loss" else 1)
    if page not in ("admission", "loss"):
        born(episode, people.an, now - 60 * HOUR)
    if page == "back-in-hospital":
        home(episode, people.an, now - 20 * HOUR)
    client, said = signed_in(people.an), {"id": str(new_id(now)), **said}
    if page == "loss":
        confirm = client.post(address(page, episode), said).content.decode()
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', confirm)
        said = dict(hidden) | {"confirmed": "1"}
    answers = [client.post(address(page, episode), said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Entry.objects.filter(kind=kind).count() == 1
