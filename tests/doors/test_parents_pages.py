"""The pages of a mother and her partner: theirs alone, in plain words, and quiet after a loss."""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth, Contact, Discharge
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.doors.parents import record_words
from kraamkring.doors.parents.record_told import TOLD
from kraamkring.doors.ui import clock
from kraamkring.flows.break_glass import break_glass
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_appointment import make_appointment, move_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import Appointment, PlanComment, PlanItem, PostnatalPlan
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.models import Consent, Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.kinds import KINDS
from kraamkring.rooms.record.models import TakenOver
from tests import clock as wall
from tests.cast import Cast, account, cast, give_coordinator, joined

from .test_pathway_page import words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHEERFUL = re.compile(r"\bbaby\b|\bweek\b|\bweeks\b|congratulat|happy|enjoy|pregnant", re.IGNORECASE)

PAGES = [
    "",
    "appointments/",
    "plan/",
    "plan/change/",
    "plan/changes/",
    "circle/",
    "circle/sharing/",
    "circle/partner/",
    "circle/sharing/postnatal/",
    "record/",
    "looks/",
    "call/",
    "alarm/",
    "more/",
    "questions/",
    "checklist/",
    "record/take/",
    "print/",
    "measurements/",
    "measurements/mother/temperature/",
    "care/",
    "leave/",
]
WRITTEN = ["plan/change/", "circle/partner/", "circle/sharing/postnatal/"]


class Home(NamedTuple):
    """Leen went home five hours ago after 36 hours. An coordinates; Pol is her partner; Mia the midwife comes soon.
    Fien is another mother, of another family."""

    now: datetime
    people: Cast
    episode: PregnancyEpisode
    leen: User
    pol: User
    mia: User
    fien: User
    other: PregnancyEpisode
    place: Membership

    def address(self, rest: str = "") -> str:
        return f"/my/{self.episode.pk}/{rest}"


@pytest.fixture
def home(db: None) -> Home:
    now, people = clock.now(), cast()
    born = Birth(
        newborn="newborn-1", born_at=now - 41 * HOUR, outcome="live", place="hospital", mode="vaginal"
    )
    return _home(now, people, (born,), Discharge(who=("mother", "newborn-1"), at=now - 5 * HOUR))


def _home(now: datetime, people: Cast, births: tuple[Birth, ...], leaving: Discharge) -> Home:
    episode, other = book(people.an, now, births=births), book(people.an, now, given_name="Fien")
    record_fact(episode_id=episode.pk, value=leaving, by=people.an, now=now)
    leen, pol = account("leen", "mother"), account("pol", "partner")
    mia, fien = account("mia", "midwife"), account("fien", "mother")
    give_coordinator(episode, people.an, at=now)
    place = [joined(episode, user, people.an, at=now) for user in (leen, pol, mia)][-1]
    joined(other, fien, people.an, at=now)
    return Home(now, people, episode, leen, pol, mia, fien, other, place)


@pytest.fixture
def lost(db: None) -> Home:
    """The same family, whose child was stillborn."""
    now, people = clock.now(), cast()
    born = Birth(
        newborn="newborn-1", born_at=now - 41 * HOUR, outcome="stillborn", place="hospital", mode="vaginal"
    )
    return _home(now, people, (born,), Discharge(who=("mother",), at=now - 5 * HOUR))


def get(user: User, address: str, status: int = 200, language: str = "en") -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def main(html: str) -> str:
    return words(html.partition('<main id="main"')[2].partition("</main>")[0])


def visit_agreed(home: Home, hours: int = 3, accepted: bool = False) -> Appointment:
    start = (home.now + hours * HOUR).replace(second=0, microsecond=0)
    fact = AppointmentFact(
        care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=accepted
    )
    by = home.mia if accepted else home.people.an
    return make_appointment(
        episode_id=home.episode.pk, appointment=fact, member_id=home.place.pk, by=by, now=home.now
    ).appointment


# --- anonymous, not allowed, allowed


def test_whoever_is_not_signed_in_is_led_to_the_sign_in() -> None:
    for rest in PAGES:
        for address in (f"/my/{rest}", f"/my/{NOBODY}/{rest}"):
            answer = Client().get(address)
            assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={address}")
            assert "no-store" in answer["Cache-Control"]


def test_another_mother_finds_the_same_as_where_nothing_is(home: Home) -> None:
    client = signed_in(home.fien)
    for rest in PAGES:
        foreign, unknown = client.get(home.address(rest)), client.get(f"/my/{NOBODY}/{rest}")
        assert foreign.status_code == unknown.status_code == 404
        assert main(foreign.content.decode()) == main(unknown.content.decode())
    refused = AuditEvent.objects.filter(actor=home.fien, action="refused", episode_id=home.episode.pk)
    assert refused.count() >= len(PAGES)


def test_whoever_cares_for_her_is_led_to_her_own_first_page(home: Home) -> None:
    for user in (home.people.an, home.people.stranger):
        client = signed_in(user)
        for rest in PAGES:
            for address in (home.address(rest), f"/my/{rest}", f"/my/{NOBODY}/{rest}"):
                answer = client.get(address)
                assert (answer.status_code, answer["Location"]) == (302, "/today/")


def test_a_mother_sees_her_own_with_and_without_naming_it(home: Home) -> None:
    for rest in PAGES:
        named, last = get(home.leen, home.address(rest)), get(home.leen, f"/my/{rest}")
        assert re.findall("<h[12].*?</h[12]>", named) == re.findall("<h[12].*?</h[12]>", last)
        assert len(re.findall("<h1", named)) == 1


def test_a_buddy_of_the_family_is_no_parent_of_it(home: Home) -> None:
    joined(home.episode, home.fien, home.people.an, role="buddy", at=home.now)
    for rest in PAGES:
        get(home.fien, home.address(rest), 404)


def test_no_page_asks_more_of_the_database_when_its_history_is_long(home: Home) -> None:
    asked: dict[str, int] = {}
    for rest in PAGES:
        get(home.leen, home.address(rest))  # languages and sites are read once
        with CaptureQueriesContext(connection) as short:
            get(home.leen, home.address(rest))
        asked[rest] = len(short)
    for hours in range(1, 7):
        made = visit_agreed(home, hours, accepted=True)
        assert made.accepted_at
        at = home.now - hours * timedelta(minutes=40)
        record_fact(
            episode_id=home.episode.pk,
            value=Contact(kind="home_visit", at=at, by="midwife"),
            by=home.mia,
            now=home.now,
        )
    for rest in PAGES:
        with CaptureQueriesContext(connection) as long:
            get(home.leen, home.address(rest))
        assert len(long) == asked[rest], rest


# --- the way in


def test_a_mother_who_signs_in_comes_to_her_week(home: Home) -> None:
    password = "een lang wachtwoord voor de test"
    for user, first in ((home.leen, "/my/"), (home.pol, "/my/"), (home.mia, "/today/")):
        user.set_password(password)
        user.save()
        answer = Client().post("/account/login/", {"login": user.email, "password": password})
        assert (answer.status_code, answer["Location"]) == (302, first)


def test_who_belongs_to_no_family_yet_is_led_to_the_invitations(home: Home) -> None:
    html = get(account("nele", "mother"), "/my/")
    assert "There is nothing here for you yet" in html
    assert 'href="/invitations/"' in html


def test_of_two_pregnancies_the_last_is_shown_and_the_other_is_one_tap_away(home: Home) -> None:
    earlier = book(home.people.an, home.now - 800 * DAY, given_name="Leen")
    joined(earlier, home.leen, home.people.an, at=home.now)
    html = get(home.leen, "/my/")
    assert f'href="/my/{home.episode.pk}/call/"' in html
    assert f'href="/my/{earlier.pk}/"' in html
    assert f'href="/my/{earlier.pk}/call/"' in get(home.leen, f"/my/{earlier.pk}/")


def test_the_head_of_a_parent_has_none_of_the_pages_of_care(home: Home) -> None:
    for address in ("/my/", "/me/"):
        head = get(home.leen, address).partition("<header")[2].partition("</header>")[0]
        assert "/families/" not in head
        assert "/call/" in head
    assert "/call/" not in get(home.people.an, "/families/")


# --- my week


def test_given_a_visit_is_agreed_then_the_week_says_when_and_who(home: Home) -> None:
    agreed = visit_agreed(home, accepted=True)
    said = main(get(home.leen, "/my/"))
    assert "Visit at home" in said
    assert "Mia, midwife" in said
    assert "It is sure once" not in said
    assert f"{agreed.start:%d-%m-%Y}"[:2] in said


def test_given_a_visit_is_only_asked_then_the_week_says_so(home: Home) -> None:
    visit_agreed(home)
    assert "It is sure once the person who comes has said yes" in main(get(home.leen, "/my/"))


def test_given_nobody_comes_then_it_is_said_calmly_with_whom_to_call(home: Home) -> None:
    html = get(home.leen, "/my/")
    missing = html.partition('aria-labelledby="missing"')[2].partition("</section>")[0]
    assert "A midwife comes to your home" in words(missing)
    assert "/call/" in missing
    assert "is-gap" not in html
    assert "note bad" not in html


def test_given_the_day_has_passed_then_her_page_does_not_speak_of_it_as_to_come(
    home: Home, settings: Any
) -> None:
    settings.CLOCK = wall.PATH
    wall.set_to(f"{(home.now + 24 * HOUR).astimezone(BRUSSELS):%Y-%m-%d %H:%M}")
    missing = get(home.leen, "/my/").partition('aria-labelledby="missing"')[2].partition("</section>")[0]
    first = words(missing.partition("A midwife comes to your home")[2].partition("</li>")[0])
    assert "This should have happened before" in first


def test_the_work_of_the_house_is_no_worry_of_hers(home: Home) -> None:
    said = main(get(home.leen, "/my/"))
    assert "letter" not in said
    assert "registered" not in said


def test_her_partner_is_told_nothing_of_what_he_may_not_read(home: Home) -> None:
    assert "since the birth" in main(get(home.leen, "/my/"))
    assert "since the birth" not in main(get(home.pol, "/my/"))


# --- whom to call


def test_who_coordinates_comes_first_with_a_number_that_can_be_called(home: Home) -> None:
    User.objects.filter(pk=home.people.an.pk).update(phone="+32470123456")
    User.objects.filter(pk=home.mia.pk).update(phone="+32471123456")
    html = get(home.leen, "/my/call/")
    assert 'href="tel:112"' in html
    assert html.index("tel:+32470123456") < html.index("tel:+32471123456")
    assert "+32 470 12 34 56" in html
    assert home.address("alarm/") in html


def test_without_any_number_it_says_so_and_still_gives_112(home: Home) -> None:
    html = get(home.leen, "/my/call/")
    assert "has given a telephone number here yet" in html
    assert 'href="tel:112"' in html


# --- after a loss


def test_after_a_loss_every_page_is_quiet(lost: Home) -> None:
    for rest in PAGES:
        html = get(lost.leen, lost.address(rest))
        assert '<body class="of-parents quiet">' in html, rest
        title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        assert title
        said = main(html)
        if rest == "leave/":  # a leave lasts weeks, and the law is called after births
            said = re.sub(r"\bweeks?\b", "", said)
        found = CHEERFUL.search(said) or CHEERFUL.search(title[1])
        assert found is None, (rest, found)


# --- her plan


def hidden(html: str, name: str, after: str = "") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html.partition(after)[2] if after else html)
    assert found, f"no {name}"
    return found[1]


def plan_form(home: Home, **more: str) -> dict[str, str]:
    html = get(home.leen, home.address("plan/change/"))
    form = html.partition('<form class="stack"')[2]
    return {name: hidden(form, name) for name in ("id", "version", "rows")} | more


def test_a_mother_writes_her_plan_once_though_she_presses_twice(home: Home) -> None:
    said = plan_form(
        home,
        stay="short",
        maternity_care="yes",
        person_0_name="Oma",
        person_0_told="on",
        six_week_check="Dr. Maes",
    )
    for _twice in range(2):
        answer = signed_in(home.leen).post(home.address("plan/change/"), said)
        assert (answer.status_code, answer["Location"]) == (302, home.address("plan/"))
    plan = PostnatalPlan.objects.get()
    assert (plan.stay, plan.maternity_care, plan.six_week_check) == ("short", True, "Dr. Maes")
    assert [each["name"] for each in plan.to_be_told] == ["Oma"]
    page = main(get(home.leen, home.address("plan/")))
    assert "a short time" in page
    assert "you" in page.partition("Who changed what")[2]


def test_what_she_does_not_see_in_the_form_stays_as_it_was(home: Home) -> None:
    content = PlanContent(course="complicated", estimated_hours=24, stay="classic")
    change_plan(episode_id=home.episode.pk, content=content, based_on=0, by=home.people.an, now=home.now)
    signed_in(home.leen).post(home.address("plan/change/"), plan_form(home, stay="short"))
    plan = PostnatalPlan.objects.order_by("-version")[0]
    assert (plan.course, plan.estimated_hours, plan.stay) == ("complicated", 24, "short")


def test_given_her_midwife_wrote_meanwhile_then_both_stand_there_and_hers_can_follow(home: Home) -> None:
    said = plan_form(home, stay="short")
    content = PlanContent(stay="classic", youth_visit="at home")
    change_plan(episode_id=home.episode.pk, content=content, based_on=0, by=home.people.an, now=home.now)
    answer = signed_in(home.leen).post(home.address("plan/change/"), said)
    assert answer.status_code == 422
    html = answer.content.decode()
    both = words(html.partition('id="conflict"')[2].partition("</section>")[0])
    assert "the usual time" in both
    assert "a short time" in both
    assert PostnatalPlan.objects.count() == 1
    form = html.partition('<form class="stack"')[2]
    again = said | {name: hidden(form, name) for name in ("id", "version")}
    assert signed_in(home.leen).post(home.address("plan/change/"), again).status_code == 302
    assert PostnatalPlan.objects.order_by("-version")[0].stay == "short"


def test_she_asks_answers_and_settles(home: Home) -> None:
    html = get(home.leen, home.address("plan/"))
    new = {"id": hidden(html, "id", "raise"), "topic": "visits", "text": "How late?"}
    for _twice in range(2):
        assert signed_in(home.leen).post(home.address("plan/points/"), new).status_code == 302
    point = PlanItem.objects.get()
    form = get(home.leen, home.address("plan/")).partition(f'id="point-{point.item}"')[2]
    answer = {"id": hidden(form, "id"), "version": "1", "said": "Until eight", "act": "settle"}
    for _twice in range(2):
        address = home.address(f"plan/points/{point.item}/")
        assert signed_in(home.leen).post(address, answer).status_code == 302
    assert PlanComment.objects.get().text == "Until eight"
    assert PlanItem.objects.order_by("-version")[0].settled


def test_an_answer_without_words_is_refused_and_nothing_is_written(home: Home) -> None:
    html = get(home.leen, home.address("plan/"))
    new = {"id": hidden(html, "id", "raise"), "topic": "visits", "text": " "}
    answer = signed_in(home.leen).post(home.address("plan/points/"), new)
    assert answer.status_code == 422
    assert "Write a few words." in answer.content.decode()
    assert not PlanItem.objects.exists()


# --- her appointments


def test_she_cannot_come_and_says_when_she_can(home: Home) -> None:
    agreed = visit_agreed(home, 30, accepted=True)
    address = home.address(f"appointments/{agreed.item}/")
    html = get(home.leen, address)
    said = {"id": hidden(html, "id", "cannot"), "version": hidden(html, "version"), "said": "On Friday"}
    for _twice in range(2):
        answer = signed_in(home.leen).post(address, said)
        assert (answer.status_code, answer["Location"]) == (302, address)
    assert "Another time was asked On Friday" in main(get(home.leen, address))
    assert PlanItem.objects.get().topic == "appointment"
    assert "On Friday" in main(get(home.leen, home.address("plan/")))


def test_given_it_was_moved_while_she_wrote_then_her_words_are_kept_and_she_reads_it_again(
    home: Home,
) -> None:
    agreed = visit_agreed(home, 30, accepted=True)
    address = home.address(f"appointments/{agreed.item}/")
    html = get(home.leen, address)
    said = {"id": hidden(html, "id", "cannot"), "version": hidden(html, "version"), "said": "On Friday"}
    move_appointment(
        item=agreed.item,
        version=agreed.version,
        start=agreed.start + DAY,
        end=agreed.end + DAY,
        by=home.mia,
        now=home.now,
    )
    answer = signed_in(home.leen).post(address, said)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "On Friday</textarea>" in html
    assert not PlanItem.objects.exists()
    again = said | {"version": hidden(html, "version", "cannot")}
    assert signed_in(home.leen).post(address, again).status_code == 302


def test_an_appointment_of_another_family_is_none(home: Home) -> None:
    agreed = visit_agreed(home, 30, accepted=True)
    joined(home.other, home.mia, home.people.an, at=home.now)
    address = f"/my/{home.other.pk}/appointments/{agreed.item}/"
    get(home.fien, address, 404)
    get(home.fien, f"/my/{home.other.pk}/appointments/{NOBODY}/", 404)


# --- her circle, what she allows, who looked


def test_she_refuses_a_part_to_one_person_after_seeing_what_follows(home: Home) -> None:
    address = home.address("circle/sharing/postnatal/")
    said = {"id": hidden(get(home.leen, address), "id", "asking"), "whom": str(home.mia.pk), "given": "no"}
    shown = signed_in(home.leen).post(address, said).content.decode()
    assert "Mia : now: may read it and write in it; from then on: may not see it" in main(shown)
    assert not Consent.objects.exists()
    for _twice in range(2):
        answer = signed_in(home.leen).post(address, said | {"sure": "on"})
        assert (answer.status_code, answer["Location"]) == (302, home.address("circle/sharing/"))
    consent = Consent.objects.get()
    assert (consent.user, consent.module, consent.given, consent.said_by) == (
        home.mia,
        "postnatal",
        False,
        "mother",
    )
    part = get(home.leen, home.address("circle/sharing/")).partition('id="part-postnatal"')[2]
    assert "Mia" not in part.partition("</section>")[0]


def test_there_is_no_part_of_that_name(home: Home) -> None:
    get(home.leen, home.address("circle/sharing/everything/"), 404)


def test_who_looked_stands_there_with_emergencies_on_top_and_who_was_not_let_in(home: Home) -> None:
    wout = account("wout", "gynaecologist")
    break_glass(episode_id=home.episode.pk, reason="Bleeding", by=wout, now=home.now)
    get(home.people.stranger, f"/families/{home.episode.pk}/record/", 404)
    get(home.mia, f"/families/{home.episode.pk}/record/")
    said = main(get(home.leen, home.address("looks/")))
    assert said.index("Opened in an emergency") < said.index("read: your record")
    assert "Reason given: Bleeding" in said
    assert "Stranger, midwife" in said
    assert "not let in" in said
    assert "This person has no part in your care." in said


def test_her_record_is_read_in_sentences_and_nothing_of_it_is_left_out(home: Home) -> None:
    said = main(get(home.leen, home.address("record/")))
    assert "born alive; in hospital; birth without an operation" in said
    assert "Going home" in said
    assert "Expected day of birth" in said
    assert set(TOLD) == set(KINDS) == set(record_words.KINDS)


# --- her partner


def test_her_partner_is_told_that_he_may_not_write(home: Home) -> None:
    for rest in WRITTEN:
        assert "You cannot see this part" in get(home.pol, home.address(rest), 403)


def test_her_partner_sees_what_the_table_gives_and_no_more(home: Home) -> None:
    record = get(home.pol, home.address("record/"))
    assert 'id="part-prenatal"' not in record
    assert 'id="part-birth_and_stay"' not in record
    assert "Expected day of birth" not in record
    assert "You do not see these parts:" in main(record)
    plan = get(home.pol, home.address("plan/"))
    assert "/plan/change/" not in plan
    assert "<textarea" not in plan
    agreed = visit_agreed(home, 30, accepted=True)
    assert "<textarea" not in get(home.pol, home.address(f"appointments/{agreed.item}/"))
    sent = signed_in(home.pol).post(
        home.address(f"appointments/{agreed.item}/"),
        {"id": str(home.episode.pk), "version": "1", "said": "No"},
    )
    assert sent.status_code == 403
    assert not PlanItem.objects.exists()


def test_messages_lead_her_to_her_own_pages(home: Home) -> None:
    change_plan(
        episode_id=home.episode.pk,
        content=PlanContent(stay="short"),
        based_on=0,
        by=home.people.an,
        now=home.now,
    )
    links = {each.address: each.context["link"] for each in Message.objects.filter(template="plan_changed")}
    assert links["leen@example.org"].endswith(home.address("plan/"))
    assert links["mia@example.org"].endswith(f"/families/{home.episode.pk}/plan/")


def test_what_was_taken_over_from_elsewhere_is_hers_to_read_too(home: Home) -> None:
    TakenOver.objects.create(
        id=home.episode.pk,
        episode=home.episode,
        module="postnatal",
        slot="mother",
        kind="Observation",
        source="Observation/1",
        title="Temperature",
        said="36.9 Cel",
        at="2026-10",
        content="[]",
        author=home.people.an,
        recorded_at=home.now,
    )
    assert "Temperature : 36.9 Cel 2026-10 · you" in main(get(home.leen, home.address("record/")))
    assert "Temperature" not in get(home.pol, home.address("record/"))


@pytest.mark.parametrize(
    ("language", "week", "hers"),
    [("nl", "Mijn week", "huisbezoek"), ("fr", "Ma semaine", "visite"), ("de", "Meine Woche", "Hausbesuch")],
)
def test_every_page_speaks_her_language(home: Home, language: str, week: str, hers: str) -> None:
    visit_agreed(home)
    html = get(home.leen, home.address(), language=language)
    assert f"<h1>{week}</h1>" in html
    assert hers in main(html).lower() or hers in main(html)
    english = re.compile(r"\b(the|your|this|what|who)\b")
    for rest in PAGES:
        found = english.search(main(get(home.leen, home.address(rest), language=language)))
        assert found is None, (rest, found)
