"""Today: families with gaps first, why, whose task, who was told; and the button that stops the ladder."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Contact, Discharge, DueDate, PregnancyFacts
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import BRUSSELS, local_day
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.build_network import invite_to_network
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.sweep_gaps import sweep_gaps
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import AlarmStep, OpenAlarm
from kraamkring.rooms.messages.models import RedFlag
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, account, born, cast, joined
from tests.clock import this_morning

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def now() -> datetime:
    return this_morning().replace(microsecond=0)


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def family(by: User, now: datetime, name: str, home: datetime, **more: object) -> PregnancyEpisode:
    """A family that went home 36 hours after the birth; no visit is arranged."""
    due = local_day(now, BRUSSELS)
    birth = born(born_at=home - 36 * HOUR)
    facts = PregnancyFacts(
        booked_on=due - 210 * DAY,
        region="be-vlg",
        due_dates=(DueDate(due_on=due, set_on=due - 210 * DAY),),
        births=(birth,),
        discharges=(Discharge(who=("mother", "newborn-1"), at=home),),
        **more,
    )
    mother = Mother(given_name=name, family_name="Voorbeeld")
    return book_pregnancy(facts=facts, mother=mother, by=by, now=now).episode


def read(user: User, address: str = "/today/") -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return main


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


# --- anonymous, not allowed


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["/today/", f"/families/{NOBODY}/seen/"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_or_refused(address: str, method: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code == (405 if (method == "get") == ("seen" in address) else 302)


def test_a_stranger_has_a_day_without_families(people: Cast, now: datetime) -> None:
    family(people.an, now, "Amina", now - 2 * HOUR)
    shown = words(read(people.stranger))
    assert "Nothing is missing now." in shown
    assert "Amina" not in shown


def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(people: Cast, now: datetime) -> None:
    foreign = family(people.an, now, "Amina", now - 2 * HOUR)
    sweep_gaps(now=now)
    client = signed_in(people.stranger)
    alarms = [str(pk) for pk in OpenAlarm.objects.values_list("pk", flat=True)]
    answers = [client.post(f"/families/{pk}/seen/", {"alarm": alarms}) for pk in (foreign.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not AlarmStep.objects.filter(what="acknowledged").exists()


def test_the_family_itself_does_not_stop_the_ladder(people: Cast, now: datetime) -> None:
    episode = family(people.an, now - HOUR, "Amina", now - 2 * HOUR)
    amina = account("amina", "mother")
    joined(episode, amina, people.an, at=now - HOUR)
    sweep_gaps(now=now)
    answer = signed_in(amina).post(f"/families/{episode.pk}/seen/")
    assert answer.status_code == 403


# --- allowed


def test_a_gap_comes_first_with_why_whose_task_since_when_and_a_way_to_act(
    people: Cast, now: datetime
) -> None:
    risk = family(people.an, now, "Risk", now - 2 * HOUR)
    gap = family(people.an, now, "Missed", now - 30 * HOUR)
    sweep_gaps(now=now)
    html = read(people.an)
    names = re.findall(r'family-head"><a href="/families/([\w-]+)/"', html)
    assert names[:2] == [str(gap.pk), str(risk.pk)]
    shown = words(html)
    assert re.search(r"Gap First home visit · midwife, since \w{3} \d{2}-\d{2}-\d{4} \d{2}:\d{2}", shown)
    assert f"/families/{gap.pk}/plan/#first-home-visit-mother-homecoming-1" in html
    assert re.search(r"Told: An, \w{3} \d{2}-", shown)
    assert AuditEvent.objects.filter(actor=people.an, what="today:2").count() == 1


def test_what_turned_after_the_last_sweep_is_there_all_the_same(people: Cast, now: datetime) -> None:
    family(people.an, now, "Amina", now - 2 * HOUR)
    assert "Nobody was told yet." in words(read(people.an))


def test_seen_is_said_once_and_stands_there(people: Cast, now: datetime) -> None:
    episode = family(people.an, now, "Amina", now - 2 * HOUR)
    sweep_gaps(now=now)
    client = signed_in(people.colleague)
    alarms = re.findall(r'name="alarm" value="([\w-]+)"', client.get("/today/").content.decode())
    assert len(alarms) == OpenAlarm.objects.count()
    for _ in range(2):
        answer = client.post(f"/families/{episode.pk}/seen/", {"alarm": [*alarms, "nonsense"]})
        assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert AlarmStep.objects.filter(what="acknowledged", by=people.colleague).count() == len(alarms)
    html = read(people.an)
    assert "Seen by: Bea, " in words(html)
    assert "I have seen it" not in html


def test_her_appointments_of_today_and_what_waits_for_her_answer(people: Cast) -> None:
    now = this_morning()
    noon = datetime.combine(local_day(now, BRUSSELS), datetime.min.time(), tzinfo=BRUSSELS) + 12 * HOUR
    made_at = noon.astimezone(UTC) - 30 * HOUR
    episode = family(people.an, made_at, "Amina", made_at - HOUR)
    visit = AppointmentFact(care="home_visit", start=noon, end=noon + HOUR, role="midwife", accepted=True)
    make_appointment(episode_id=episode.pk, appointment=visit, with_whom="An", by=people.an, now=made_at)
    guest = Invited(role="midwife", user=people.stranger)
    invite_to_network(episode_id=episode.pk, invited=guest, by=people.an, now=made_at)
    assert "12:00 · home visit · Amina Voorbeeld" in words(read(people.an))
    assert "No appointment of yours" in words(read(people.colleague))
    asked = words(read(people.stranger))
    assert "1 family asks you into its circle." in asked
    assert "Amina" not in asked


def test_what_cannot_wait_stands_first_until_somebody_has_seen_it(people: Cast) -> None:
    now = this_morning()
    episode = family(people.an, now, "Amina", now - 30 * HOUR)
    joined(episode, people.colleague, people.an, at=now)
    fever = Said(
        id=new_id(now), who="mother", what="temperature_c", value=39.4, at=now, reason="Measured twice"
    )
    observe(episode_id=episode.pk, said=[fever], by=people.colleague, now=now)
    shown = words(read(people.an))
    assert shown.index("Cannot wait 1") < shown.index("Need somebody now")
    assert "39.4" not in shown
    assert "39,4" not in shown
    assert "Cannot wait" not in words(read(people.stranger))
    flag = RedFlag.objects.get()
    signed_in(people.an).post(f"/families/{episode.pk}/red-flags/{flag.pk}/")
    assert "Cannot wait" not in words(read(people.an))


def test_the_number_of_queries_does_not_grow(people: Cast, now: datetime) -> None:
    def queries() -> int:
        client = signed_in(people.an)
        client.get("/today/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/today/").status_code == 200
        return len(seen)

    for number in range(2):
        family(people.an, now, f"F{number}", now - 2 * HOUR)
    sweep_gaps(now=now)
    of_two = queries()
    many = tuple(Contact(kind="prenatal", at=now - days * DAY, by="midwife") for days in range(3, 43))
    for number in range(10):
        family(people.an, now, f"G{number}", now - 30 * HOUR, contacts=many)
    sweep_gaps(now=now)
    assert queries() == of_two
    assert of_two <= 24
