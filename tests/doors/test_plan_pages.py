"""The pages of the plan: the board, the plan and its changes, the dialogue, appointments, another due date."""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth, Contact, Discharge
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.talk_about_plan import add_point, comment_on_point, settle_point
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import (
    Activity,
    Appointment,
    PlanComment,
    PlanItem,
    PostnatalPlan,
)
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests import clock
from tests.cast import Cast, account, cast, joined
from tests.clock import this_morning

from .test_pathway_page import words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST_VISIT = "first-home-visit/mother/homecoming/1"


class Home(NamedTuple):
    """Leen went home five hours ago after 36 hours; nobody comes yet. Mia is asked for it; Pol may only read."""

    now: datetime
    people: Cast
    episode: PregnancyEpisode
    leen: User
    pol: User
    mia: User
    place: Membership
    visit: UUID

    def address(self, rest: str = "plan/") -> str:
        return f"/families/{self.episode.pk}/{rest}"


@pytest.fixture
def home(db: None) -> Home:
    now, people = this_morning(), cast()
    born = Birth(
        newborn="newborn-1", born_at=now - 41 * HOUR, outcome="live", place="hospital", mode="vaginal"
    )
    episode = book(people.an, now, births=(born,))
    leaving = Discharge(who=("mother", "newborn-1"), at=now - 5 * HOUR)
    record_fact(episode_id=episode.pk, value=leaving, by=people.an, now=now)
    leen, pol, mia = account("leen", "mother"), account("pol", "partner"), account("mia", "midwife")
    place = [joined(episode, user, people.an, at=now) for user in (leen, pol, mia)][-1]
    visit = Activity.objects.get(episode=episode, key=FIRST_VISIT)
    return Home(now, people, episode, leen, pol, mia, place, visit.pk)


def get(user: User, address: str, status: int = 200, language: str = "en") -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def hidden(html: str, name: str, after: str = "") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html.partition(after)[2] if after else html)
    assert found, f"no {name}"
    return found[1]


def when(at: datetime, name: str = "start", zone: ZoneInfo = BRUSSELS) -> dict[str, str]:
    local = at.astimezone(zone)
    return {f"{name}_on": f"{local:%Y-%m-%d}", f"{name}_time": f"{local:%H:%M}"}


def column(html: str, name: str) -> str:
    return words(html.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0])


def asked(home: Home) -> Appointment:
    start = (home.now + 3 * HOUR).replace(second=0, microsecond=0)
    visit = AppointmentFact(care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=False)
    return make_appointment(
        episode_id=home.episode.pk,
        appointment=visit,
        member_id=home.place.pk,
        by=home.people.an,
        now=home.now,
    ).appointment


PAGES = (
    "plan/",
    "plan/edit/",
    "plan/changes/",
    f"plan/arrange/{NOBODY}/",
    f"plan/waive/{NOBODY}/",
    f"appointments/{NOBODY}/",
    "due-date/",
)
POSTS = ("plan/points/", f"plan/points/{NOBODY}/")


# --- anonymous, and not hers


@pytest.mark.parametrize("rest", PAGES)
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(rest: str) -> None:
    answer = Client().get(f"/families/{NOBODY}/{rest}")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/account/login/?next=/families/{NOBODY}/{rest}",
    )
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("rest", POSTS)
def test_nobody_writes_who_is_not_signed_in(rest: str) -> None:
    assert Client().post(f"/families/{NOBODY}/{rest}").status_code == 302


@pytest.mark.parametrize("rest", [*PAGES, "visits"])
def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(home: Home, rest: str) -> None:
    if rest == "visits":
        rest = f"plan/arrange/{home.visit}/"
    client = signed_in(home.people.stranger)
    answers = [client.get(f"/families/{family}/{rest}") for family in (home.episode.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/')
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown
    assert not AuditEvent.objects.filter(actor=home.people.stranger, action="read").exists()


def test_what_belongs_to_another_family_is_not_found_under_this_one(home: Home) -> None:
    other = book(home.people.an, home.now, given_name="Sara")
    made = asked(home)
    for rest in (f"plan/arrange/{home.visit}/", f"appointments/{made.item}/"):
        get(home.people.an, f"/families/{other.pk}/{rest}", status=404)


# --- who reads, and writes nothing


def test_the_partner_sees_the_board_and_no_button(home: Home) -> None:
    make_point(home)
    made = asked(home)
    html = get(home.pol, home.address())
    assert "First home visit" in column(html, "to-arrange")
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]
    assert "/arrange/" not in html
    assert "Who cooks?" in html
    assert "36" not in words(html.partition("small-banner")[2].partition("</section>")[0])
    assert "Cancel it" not in get(home.pol, home.address(f"appointments/{made.item}/"))
    for rest in ("plan/edit/", f"plan/arrange/{home.visit}/", f"plan/waive/{home.visit}/", "due-date/"):
        assert "You cannot see this part" in get(home.pol, home.address(rest), status=403)


def test_the_partner_is_refused_what_she_sends_all_the_same(home: Home) -> None:
    point, made = make_point(home), asked(home)
    client = signed_in(home.pol)
    for rest, data in (
        ("plan/points/", {"topic": "help", "text": "x"}),
        (f"plan/points/{point.item}/", {"version": "1", "said": "x", "act": "say"}),
        (f"appointments/{made.item}/", {"version": "1", "act": "cancelled"}),
    ):
        answer = client.post(home.address(rest), {"id": uuid4(), **data})
        assert answer.status_code in (403, 422)
    assert (PlanItem.objects.count(), PlanComment.objects.count(), Appointment.objects.count()) == (1, 0, 1)


# --- the board


def test_what_needs_somebody_stands_first_with_why_who_and_where_it_is_written(home: Home) -> None:
    html = get(home.people.an, home.address())
    first = column(html, "to-arrange")
    assert first.index("First home visit") < first.index("Blood spot")
    assert "At risk" in first
    assert "midwife" in first
    assert 'href="/cards/#first-home-visit"' in html
    assert f"plan/arrange/{home.visit}/" in html
    assert "Home birth" not in first
    assert AuditEvent.objects.get(actor=home.people.an, action="read", what="plan").episode == home.episode


def test_what_took_place_is_written_down_from_the_board_by_who_may(home: Home) -> None:
    needs = (
        get(home.mia, home.address()).partition('aria-labelledby="to-arrange"')[2].partition("</section>")[0]
    )
    first = needs.partition('id="first-home-visit-mother-homecoming-1"')[2].partition("</li>")[0]
    assert f'href="/visits/{home.episode.pk}/">It took place' in first
    kaat = account("kaat", "youth_health")
    joined(home.episode, kaat, home.people.an, at=home.now)
    assert f"/visits/{home.episode.pk}/" not in get(kaat, home.address()).partition("<h1>Plan</h1>")[2]


def test_what_cannot_have_taken_place_yet_is_not_asked(home: Home, settings: Any) -> None:
    """Given Dutch maternity care, where tomorrow's day is at risk today, only today's can have been."""
    born = Birth(
        newborn="newborn-1", born_at=home.now - 31 * HOUR, outcome="live", place="hospital", mode="vaginal"
    )
    leaving = Discharge(who=("mother", "newborn-1"), at=home.now - 20 * HOUR)
    ada = book(home.people.an, home.now, region="nl", given_name="Ada", births=(born,), discharges=(leaving,))
    settings.CLOCK = clock.PATH
    clock.set_to(f"{home.now.astimezone(BRUSSELS):%Y-%m-%d} 15:00")
    html = get(home.people.an, f"/families/{ada.pk}/plan/")
    column = html.partition('aria-labelledby="to-arrange"')[2].partition("</section>")[0]
    days = [part for part in column.split("<li") if "maternity-care-day-mother" in part and "At risk" in part]
    assert {"It took place" in part for part in days} == {True, False}


def test_the_board_says_what_the_family_page_says(home: Home) -> None:
    asked(home)
    record_fact(
        episode_id=home.episode.pk,
        value=Contact(kind="prenatal", at=home.now - 60 * DAY, by="midwife"),
        by=home.people.an,
        now=home.now,
    )
    board, family = get(home.people.an, home.address()), get(home.people.an, home.address(""))
    of_care = re.compile(r'<li id="([\w-]+)" class="care is-([\w-]+)">')
    on_family, on_board = dict(of_care.findall(family)), dict(of_care.findall(board))
    assert len(on_board) > 5
    assert on_board == {name: on_family[name] for name in on_board}
    open_ones = {name for name, state in on_family.items() if state in ("gap", "at-risk", "open")}
    assert open_ones == set(on_board)
    assert set(re.findall(r'<li id="([\w-]+)" class="care">', board)) == {
        name for name, state in on_family.items() if state in ("arranged", "done", "done-late")
    }


def test_after_a_loss_only_what_is_still_due(home: Home) -> None:
    from kraamkring.core.facts import Death

    died = Death(who="newborn-1", at=home.now - HOUR)
    record_fact(episode_id=home.episode.pk, value=died, by=home.people.an, now=home.now)
    for reader in (home.people.an, home.pol):
        html = get(reader, home.address())
        assert '<body class="quiet">' in html
        assert "Still due" in html
        assert 'id="done"' not in html
        assert 'id="waived"' not in html


def test_an_appointment_that_waits_is_named_beside_the_care_it_would_arrange(home: Home) -> None:
    made = asked(home)
    html = get(home.people.an, home.address())
    assert column(html, "to-arrange").count("Asked: Mia,") == 1  # not beside the further visits, too
    assert "Asked: Mia," in words(
        html.partition(f'id="{FIRST_VISIT.replace("/", "-")}"')[2].partition("</li>")[0]
    )
    assert f"appointments/{made.item}/" in html
    assert "Not accepted yet" in html


# --- arranging


def test_care_is_arranged_with_a_member_who_then_accepts(home: Home) -> None:
    address = home.address(f"plan/arrange/{home.visit}/")
    page = get(home.people.an, address)
    assert "Mia, midwife" in page
    assert "Leen, mother" not in page
    data = {"id": hidden(page, "id"), "minutes": "60", "whom": str(home.place.pk), "role": "midwife"}
    data |= when(home.now + 3 * HOUR)
    client = signed_in(home.people.an)
    for _twice in range(2):
        answer = client.post(address, data)
        assert (answer.status_code, answer["Location"]) == (302, home.address())
    made = Appointment.objects.get()
    assert (made.member, made.end - made.start) == (home.place, HOUR)

    of_it = home.address(f"appointments/{made.item}/")
    assert "Yes, I will come" not in get(home.people.an, of_it)
    page = get(home.mia, of_it)
    assert "Yes, I will come" in page
    sent = {"id": hidden(page, "id"), "version": "1", "act": "accept"}
    for _twice in range(2):
        answer = signed_in(home.mia).post(of_it, sent)
        assert (answer.status_code, answer["Location"]) == (302, of_it)
    assert Appointment.objects.count() == 2
    arranged = column(get(home.people.an, home.address()), "arranged")
    assert "First home visit" in arranged
    assert "Mia" in arranged


def test_somebody_known_by_name_only_and_what_was_typed_is_kept_when_it_is_refused(home: Home) -> None:
    address = home.address(f"plan/arrange/{home.visit}/")
    data = {
        "id": uuid4(),
        "minutes": "60",
        "whom": "another",
        "name": "",
        "role": "midwife",
        "accepted": "on",
    }
    wrong = signed_in(home.people.an).post(address, data | when(home.now + 3 * HOUR))
    assert wrong.status_code == 422
    assert 'href="#id_name"' in wrong.content.decode()
    over = signed_in(home.people.an).post(address, data | when(home.now - 3 * HOUR) | {"name": "Rosa"})
    assert over.status_code == 422
    assert "This time is over" in over.content.decode()
    assert 'value="Rosa"' in over.content.decode()
    assert not Appointment.objects.exists()
    signed_in(home.people.an).post(address, data | when(home.now + 3 * HOUR) | {"name": "Rosa"})
    assert "Rosa" in column(get(home.people.an, home.address()), "arranged")


def test_she_who_signs_in_is_not_spoken_for(home: Home) -> None:
    data = {
        "id": uuid4(),
        "minutes": "60",
        "whom": str(home.place.pk),
        "role": "midwife",
        "accepted": "on",
    }
    answer = signed_in(home.people.an).post(
        home.address(f"plan/arrange/{home.visit}/"), data | when(home.now + 3 * HOUR)
    )
    assert answer.status_code == 422
    assert "She signs in here, and accepts it herself" in answer.content.decode()


def test_care_that_is_not_needed_says_why(home: Home) -> None:
    address = home.address(f"plan/waive/{home.visit}/")
    empty = signed_in(home.people.an).post(address, {"id": uuid4(), "why": ""})
    assert empty.status_code == 422
    data = {"id": hidden(get(home.people.an, address), "id"), "why": "A midwife of the ward comes along"}
    for _twice in range(2):
        assert signed_in(home.people.an).post(address, data).status_code == 302
    assert Entry.objects.filter(kind="waivers").count() == 1
    assert "A midwife of the ward comes along" in column(get(home.pol, home.address()), "waived")


# --- one appointment


def test_an_appointment_is_moved_missed_and_cancelled(home: Home) -> None:
    made = asked(home)
    address = home.address(f"appointments/{made.item}/")

    def send(version: int, status: int = 302, **data: str) -> str:
        answer = signed_in(home.people.an).post(address, {"id": uuid4(), "version": version, **data})
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    assert "has not begun yet" in send(1, 422, act="held")
    send(1, act="move", minutes="90", **when(home.now + 6 * HOUR))
    assert Appointment.objects.get(version=2).end - Appointment.objects.get(version=2).start == 1.5 * HOUR
    assert "Somebody changed this appointment meanwhile" in send(1, 422, act="cancelled")
    assert "nothing was chosen" in send(2, 422, act="dance").lower()
    send(2, act="cancelled")
    page = get(home.people.an, address)
    assert "It was cancelled" in page
    assert "Move it" not in page


def test_a_time_outside_the_days_of_the_care_is_said(home: Home) -> None:
    address = home.address(f"plan/arrange/{home.visit}/")
    data = {"id": uuid4(), "minutes": "60", "whom": str(home.place.pk), "role": "midwife"}
    answer = signed_in(home.people.an).post(address, data | when(home.now + 30 * HOUR), follow=True)
    assert "outside the days of this care" in answer.content.decode()
    within = signed_in(home.people.an).post(
        address, data | {"id": uuid4()} | when(home.now + 3 * HOUR), follow=True
    )
    assert "outside the days of this care" not in within.content.decode()


def test_the_time_that_is_offered_lies_within_the_window(home: Home) -> None:
    window = Activity.objects.get(pk=home.visit)
    page = get(home.people.an, home.address(f"plan/arrange/{home.visit}/"))
    offered = f"{(window.latest - HOUR).astimezone(BRUSSELS):%H:%M}"
    assert f'name="start_time" value="{offered}"' in page


def test_two_at_once_are_said(home: Home) -> None:
    asked(home)
    data = {"id": uuid4(), "minutes": "60", "whom": str(home.place.pk), "role": "midwife"}
    answer = signed_in(home.people.an).post(
        home.address(f"plan/arrange/{home.visit}/"), data | when(home.now + 3 * HOUR), follow=True
    )
    assert "This person has another appointment at that time." in answer.content.decode()


# --- the plan itself


def sent_plan(page: str, **said: str) -> dict[str, str]:
    """The form as it stands, with some answers in place of its own."""
    form = page.partition('class="facts"')[2]
    data = dict(re.findall(r'<input type="(?:text|hidden)" name="(\w+)"(?: value="([^"]*)")?', form))
    ticked = re.findall(r'<input type="checkbox" name="(\w+)"[^>]* checked', form)
    chosen = re.findall(r'<select name="(\w+)"[^>]*>.*?<option value="([^"]*)" selected', form, re.DOTALL)
    data |= dict(chosen) | dict.fromkeys(ticked, "on")
    return {name: value for name, value in (data | said).items() if name != "csrfmiddlewaretoken"}


def test_the_plan_is_written_from_what_is_known_and_changed(home: Home) -> None:
    address = home.address("plan/edit/")
    page = get(home.people.an, address)
    assert 'value="Mia"' in page
    data = sent_plan(
        page, stay="short", paediatric_check="Dr. Peeters, at the practice", estimated_hours="24"
    )
    for _twice in range(2):
        answer = signed_in(home.people.an).post(address, data)
        assert (answer.status_code, answer["Location"]) == (302, home.address())
    written = PostnatalPlan.objects.get()
    assert written.network == [{"role": "midwife", "name": "Mia", "contact": "mia@example.org"}]
    assert written.to_be_told == written.network

    page = get(home.leen, address)
    assert "Dr. Peeters, at the practice" in page
    data = sent_plan(page, stay="classic", paediatric_check="", person_0_told="")
    del data["person_0_told"]
    assert signed_in(home.leen).post(address, data).status_code == 302
    shown = words(get(home.people.an, home.address()).partition('id="changes"')[2])
    assert "Leen , mother" in shown
    assert "short stay" in shown
    assert "classic stay" in shown
    assert "Dr. Peeters, at the practice" in shown
    assert PostnatalPlan.objects.get(version=2).to_be_told == []
    both = get(home.pol, home.address("plan/changes/"))
    assert both.count("change-head") == 2


def test_the_later_writer_sees_both_and_chooses(home: Home) -> None:
    address = home.address("plan/edit/")
    change_plan(
        episode_id=home.episode.pk,
        content=PlanContent(stay="short"),
        based_on=0,
        by=home.people.an,
        now=home.now,
    )
    mine = sent_plan(get(home.leen, address), stay="classic", youth_visit="After the holiday")
    change_plan(
        episode_id=home.episode.pk,
        content=PlanContent(stay="short", estimated_hours=20),
        based_on=1,
        by=home.people.an,
        now=home.now,
    )
    answer = signed_in(home.leen).post(address, mine)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed the plan while you wrote" in html
    table = words(html.partition('class="both"')[2].partition("</table>")[0])
    assert "Preferred stay short stay classic stay" in table
    assert "20 nothing" in table
    assert PostnatalPlan.objects.count() == 2

    again = sent_plan(html, youth_visit="After the holiday")
    assert (again["version"], again["stay"]) == ("2", "classic")
    assert again["id"] != mine["id"]
    assert signed_in(home.leen).post(address, again).status_code == 302
    last = PostnatalPlan.objects.get(version=3)
    assert (last.stay, last.youth_visit) == ("classic", "After the holiday")


def test_a_plan_with_faults_is_not_written_and_nothing_typed_is_lost(home: Home) -> None:
    address = home.address("plan/edit/")
    data = sent_plan(get(home.people.an, address), estimated_hours="many", person_1_contact="0470")
    answer = signed_in(home.people.an).post(address, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_estimated_hours"' in html
    assert "Give the name of this person." in html
    assert 'value="0470"' in html
    assert not PostnatalPlan.objects.exists()


def test_nobody_floods_the_plan_with_rows(home: Home) -> None:
    data = sent_plan(get(home.people.an, home.address("plan/edit/")), people_count="99999999")
    html = signed_in(home.people.an).post(home.address("plan/edit/"), data | {"estimated_hours": "x"})
    assert html.content.decode().count('class="contact-row"') == 40


# --- the dialogue


def make_point(home: Home) -> PlanItem:
    return add_point(
        episode_id=home.episode.pk, topic="household", text="Who cooks?", by=home.people.an, now=home.now
    )


def test_a_point_is_raised_talked_about_and_settled(home: Home) -> None:
    page = get(home.leen, home.address())
    data = {"id": hidden(page, "id", "raise"), "topic": "feeding", "text": "Pump at work?"}
    for _twice in range(2):
        assert signed_in(home.leen).post(home.address("plan/points/"), data).status_code == 302
    point = PlanItem.objects.get()
    address = home.address(f"plan/points/{point.item}/")

    def send(user: User, act: str, version: int, said: str = "", status: int = 302) -> str:
        answer = signed_in(user).post(address, {"id": uuid4(), "version": version, "said": said, "act": act})
        assert answer.status_code == status
        return answer.content.decode()

    send(home.people.an, "say", 1, "Ask at work for a room")
    send(home.people.an, "change", 1, "Pump at work: ask for a room")
    conflict = send(home.leen, "settle", 1, status=422)
    assert "Somebody changed this point while you wrote" in conflict
    assert "nothing is said" in send(home.leen, "say", 2, " ", status=422).lower()
    send(home.leen, "settle", 2)
    html = get(home.pol, home.address())
    assert "Pump at work: ask for a room" in html
    assert "Ask at work for a room" in html
    assert PlanItem.objects.get(version=3).settled


def test_nothing_that_was_typed_runs_as_markup(home: Home) -> None:
    point = make_point(home)
    comment_on_point(item=point.item, version=1, text="<script>alert(1)</script>", by=home.leen, now=home.now)
    html = get(home.people.an, home.address())
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


# --- another due date


def test_another_due_date_is_told_with_how_many_appointments_fall_outside(home: Home) -> None:
    now, people = home.now, home.people
    episode = book(people.an, now, given_name="Sara", due_dates=_due(now, 65))
    key = "prenatal-contact/mother/booking/6"
    start = Activity.objects.get(episode=episode, key=key).latest - DAY
    check = AppointmentFact(care="prenatal", start=start, end=start + HOUR, role="midwife", accepted=True)
    make_appointment(episode_id=episode.pk, appointment=check, with_whom="Mia", by=people.an, now=now)
    address = f"/families/{episode.pk}/due-date/"
    page = get(people.an, address)
    due = (now + 44 * DAY).astimezone(BRUSSELS).date()
    data = {"id": hidden(page, "id"), "due_on": f"{due}", "set_on": f"{now.astimezone(BRUSSELS).date()}"}
    answer = signed_in(people.an).post(address, data | {"method": "ultrasound"}, follow=True)
    assert answer.redirect_chain == [(f"/families/{episode.pk}/plan/", 302)]
    assert "One appointment now falls outside its days." in answer.content.decode()
    assert signed_in(people.an).post(address, data | {"method": "ultrasound"}).status_code == 302
    assert Entry.objects.filter(episode=episode, kind="due_dates").count() == 2


def test_a_due_date_that_cannot_be_is_refused(home: Home) -> None:
    episode = book(home.people.an, home.now, given_name="Sara", due_dates=_due(home.now, 65))
    address = f"/families/{episode.pk}/due-date/"
    today = home.now.astimezone(BRUSSELS).date()
    for due in (today + 900 * DAY, today - 500 * DAY):
        data = {"id": uuid4(), "due_on": f"{due}", "set_on": f"{today}", "method": ""}
        assert signed_in(home.people.an).post(address, data).status_code == 422
    late = signed_in(home.people.an).post(
        home.address("due-date/"), {"id": uuid4(), "due_on": f"{today}", "set_on": f"{today}", "method": ""}
    )
    assert "This pregnancy is over" in late.content.decode()


def _due(now: datetime, days: int) -> tuple[object, ...]:
    from kraamkring.core.facts import DueDate

    today = now.astimezone(BRUSSELS).date()
    return (DueDate(due_on=today + days * DAY, set_on=today - 200 * DAY),)


# --- bounds, and nothing that names her


def test_a_long_history_asks_no_more_of_the_database(home: Home) -> None:
    def counted() -> int:
        client = signed_in(home.people.an)
        client.get(home.address())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(home.address()).status_code == 200
        return len(queries)

    point = make_point(home)
    change_plan(
        episode_id=home.episode.pk, content=PlanContent(), based_on=0, by=home.people.an, now=home.now
    )
    short = counted()
    for version in range(1, 14):
        change_plan(
            episode_id=home.episode.pk,
            content=PlanContent(estimated_hours=version),
            based_on=version,
            by=home.people.an,
            now=home.now,
        )
        comment_on_point(item=point.item, version=1, text="x", by=home.leen, now=home.now)
        settle_point(item=make_point(home).item, version=1, by=home.leen, now=home.now)
        asked(home)
    assert counted() == short <= 32


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_no_name_stands_in_a_title_or_an_address(home: Home, language: str) -> None:
    made = asked(home)
    for rest in ("plan/", "plan/edit/", f"plan/arrange/{home.visit}/", f"appointments/{made.item}/"):
        html = get(home.people.an, home.address(rest), language=language)
        assert "Leen" not in html.partition("<title>")[2].partition("</title>")[0]
        assert not [link for link in re.findall(r'href="([^"]+)"', html) if "Leen" in link]
