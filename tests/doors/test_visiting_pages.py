"""The pages of who visits at home: her day, where a family lives; anonymous, not allowed, allowed."""

import gzip
import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth, Death
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.observations import blocks
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PlaceOfCare, PregnancyEpisode
from kraamkring.rooms.record.models import Entry, Observation
from tests.cast import Cast, account, cast, joined
from tests.clock import this_morning
from tests.flows.test_papers import picture

from .test_birth_pages import born, home
from .test_pathway_page import words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LIGHT_BYTES = (
    15_000  # of a screen for mother and child, compressed: eight of them are below half of what may travel
)
AT = Address(
    street="Kerkstraat 12", postcode="9000", town="Gent", phone="09 223 45 67", finding="Second bell"
)


@pytest.fixture
def now() -> datetime:
    return this_morning().replace(microsecond=0)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def episode(people: Cast, now: datetime) -> PregnancyEpisode:
    """At home since yesterday, with a visit agreed in an hour."""
    made = book(people.an, now)
    born(made, people.an, now - 60 * HOUR)
    home(made, people.an, now - 20 * HOUR)
    fact = AppointmentFact(
        care="home_visit", start=now + HOUR, end=now + 2 * HOUR, role="midwife", accepted=True
    )
    make_appointment(episode_id=made.pk, appointment=fact, by=people.an, now=now, with_whom="An")
    return made


def keep(episode: PregnancyEpisode, by: User, now: datetime) -> None:
    keep_place_of_care(episode_id=episode.pk, address=AT, id=new_id(now), by=by, now=now)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["/visits/", f"/families/{NOBODY}/address/"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str, method: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code in (302, 405)
    assert answer.status_code == 405 or answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    method: str, episode: PregnancyEpisode, people: Cast
) -> None:
    client = signed_in(people.stranger)
    answers = [getattr(client, method)(f"/families/{each}/address/") for each in (episode.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/')
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown


def test_who_does_not_visit(episode: PregnancyEpisode, people: Cast, now: datetime) -> None:
    assert "No family expects you today." in signed_in(people.stranger).get("/visits/").content.decode()
    buddy = account("bo", "buddy")
    joined(episode, buddy, people.an, at=now)
    assert signed_in(buddy).get(f"/families/{episode.pk}/address/").status_code == 403


def test_a_day_says_when_where_who_and_what_for(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    client = signed_in(people.an)
    before = words(client.get("/visits/").content.decode())
    assert "The address is not known." in before
    keep(episode, people.an, now)
    answer = client.get("/visits/")
    html = answer.content.decode()
    told = words(html)
    assert "no-store" in answer["Cache-Control"]
    assert "10:00–11:00 Home visit" in told or f"{now + 2 * HOUR:%H:%M}" in told
    for sentence in ("Kerkstraat 12, 9000 Gent", "Second bell", "Call +32 9 223 45 67", "First home visit"):
        assert sentence in told, told
    assert 'href="tel:+3292234567"' in html
    assert 'href="geo:0,0?q=Kerkstraat%2012%2C%209000%20Gent"' in html
    assert '<svg class="day-map"' in html
    assert "GeoNames" in told


def test_another_day_and_what_is_no_day(episode: PregnancyEpisode, people: Cast) -> None:
    client = signed_in(people.an)
    for asked in ("", "0", "99", "-1", "x", "٣"):
        assert client.get("/visits/", {"day": asked}).status_code == 200
    html = client.get("/visits/", {"day": "14"}).content.decode()
    assert "No family expects you on this day." in html
    assert html.count('aria-current="page"') == 1


def test_an_address_is_written_once_and_changed_later(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    client, address = signed_in(people.an), f"/families/{episode.pk}/address/"
    wrong = client.post(address, {"id": str(new_id(now)), "street": "Dreef 1", "phone": "12"})
    assert wrong.status_code == 422
    assert "this is not a telephone number" in wrong.content.decode().lower()
    assert 'value="Dreef 1"' in wrong.content.decode()
    said = {"id": str(new_id(now)), "street": "Dreef 1", "postcode": "9000"}
    for _ in range(2):
        assert client.post(address, said).status_code == 302
    assert PlaceOfCare.objects.count() == 1
    assert 'value="Dreef 1"' in client.get(address).content.decode()


# --- the screen of a visit


def screen(user: User, episode: PregnancyEpisode, language: str = "en") -> str:
    answer = signed_in(user, language).get(f"/visits/{episode.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def send(user: User, episode: PregnancyEpisode, **said: object) -> object:
    known = {"id": str(new_id(this_morning())), "who": ["mother", "newborn-1"], "kind": "home_visit"}
    return signed_in(user).post(f"/visits/{episode.pk}/", known | said)


def seen(what: str) -> list[object]:
    return list(Observation.objects.filter(what=what).order_by("received_at").values_list("value", flat=True))


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_screen_asks_who_one_is_and_tells_nobody_whose_it_is(
    method: str, episode: PregnancyEpisode, people: Cast
) -> None:
    assert getattr(Client(), method)(f"/visits/{NOBODY}/")["Location"].startswith("/account/login/")
    client = signed_in(people.stranger)
    answers = [getattr(client, method)(f"/visits/{each}/") for each in (episode.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    token = re.compile(r'value="[\w-]{64}"|/visits/[\w-]{36}/')
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown
    youth = account("kato", "youth_health")
    joined(episode, youth, people.an, at=this_morning())
    assert getattr(signed_in(youth), method)(f"/visits/{episode.pk}/").status_code == 403


def test_mother_and_child_stand_on_one_page_with_the_last_value_beside_each_field(
    episode: PregnancyEpisode, people: Cast
) -> None:
    html = screen(people.an, episode)
    assert "Leen" not in html.partition("<title>")[2].partition("</title>")[0]
    told = words(html)
    for block in ("Vital signs", "Lochia", "Breasts", "Feeding", "Nappies", "Safe sleep", "The week"):
        assert block in told, block
    for name in (
        "o.mother.temperature_c",
        "o.newborn-1.weight_g",
        "n.mother.lochia",
        "o.newborn-1.newborn_visit_words",
    ):
        assert f'name="{name}"' in html
    assert 'data-item="observation" data-who="newborn-1" data-what="weight_g" data-kind="count"' in html
    said = {"o.mother.temperature_c": "37,2", "o.newborn-1.weight_g": "3280"}
    assert send(people.an, episode, **said)["Location"] == f"/visits/{episode.pk}/"
    later = words(screen(people.an, episode))
    assert re.search(r"Temperature \(°C\) 37\.2 °C · \d\d:\d\d · An", later)
    assert "3280 g" in later
    assert "37,2 °C" in words(screen(people.an, episode, "nl"))


def test_one_form_writes_the_visit_the_test_and_what_was_seen_and_a_repeat_writes_nothing(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    said = {
        "id": str(new_id(now)),
        "blood_spot_newborn-1": "done",
        "o.mother.pulse_per_min": "72",
        "n.mother.legs": "on",
        "o.mother.visit_words": "She slept well.",
    }
    answers = [send(people.an, episode, **said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    contact = Entry.objects.get(kind="contacts")
    assert contact.payload["who"] == ["mother", "newborn-1"]
    assert Entry.objects.get(kind="screenings").payload["outcome"] == "done"
    assert seen("pulse_per_min") == [72]
    assert seen("visit_words") == ["She slept well."]
    assert set(Observation.objects.values_list("visit", flat=True)) == {contact.pk}


def test_all_normal_writes_exactly_what_it_says_and_nothing_without_the_tick(
    episode: PregnancyEpisode, people: Cast
) -> None:
    html = screen(people.an, episode)
    lochia = next(block for block in blocks() if block.id == "lochia")
    send(people.an, episode)
    assert not Observation.objects.exists()
    other = next(each for each in lochia.observables if each.normal is not None and each.kind == "choice")
    chosen = next(choice.id for choice in other.choices if choice.id != other.normal)
    send(people.an, episode, **{"n.mother.lochia": "on", f"o.mother.{other.id}": chosen})
    written = dict(Observation.objects.values_list("what", "value"))
    expected = {each.id: each.normal for each in lochia.observables if each.normal is not None}
    assert written == expected | {other.id: chosen}  # what was chosen stands; nothing else was chosen for her
    label = html.partition('name="n.mother.lochia"')[2].partition("</label>")[0]
    for each in lochia.observables:
        if each.normal is not None:
            assert f"{each.words.en[:1].lower()}{each.words.en[1:]}: " in words(label)


def test_everything_wrong_is_said_at_once_beside_its_field_and_nothing_typed_is_lost(
    episode: PregnancyEpisode, people: Cast
) -> None:
    said = {
        "o.mother.temperature_c": "98",
        "o.mother.pulse_per_min": "seventy",
        "o.mother.visit_words": "Kept.",
        "o.newborn-1.weight_g": "3280",
    }
    first = send(people.an, episode, **said)
    assert first.status_code == 422
    assert "This is not a whole number." in first.content.decode()
    html = send(people.an, episode, **(said | {"o.mother.pulse_per_min": "72"})).content.decode()
    assert "looks like" in html or "This cannot be" in html
    for kept in ('value="98"', 'value="72"', ">Kept.</textarea>", 'value="3280"'):
        assert kept in html
    assert 'href="#o.mother.temperature_c"' in html
    assert 'aria-invalid="true" aria-describedby="po.mother.temperature_c"' in html
    assert '<details id="mother-vital_signs" open>' in html
    assert not Observation.objects.exists()
    assert not Entry.objects.filter(kind="contacts").exists()


def test_what_is_unusual_asks_why_and_is_written_with_the_reason(
    episode: PregnancyEpisode, people: Cast
) -> None:
    said = {"o.mother.temperature_c": "38.6", "o.newborn-1.newborn_temperature_c": "36.2"}
    html = send(people.an, episode, **said).content.decode()
    assert html.count("This lies outside what is usual") >= 2
    shown = html.partition('data-what="temperature_c"')[2].partition("</div>")[0]
    assert "<div hidden>" not in shown
    reasons = {
        "r.mother.temperature_c": "Fever since noon",
        "r.newborn-1.newborn_temperature_c": "Just bathed",
    }
    assert send(people.an, episode, **said, **reasons).status_code == 302
    row = Observation.objects.get(what="temperature_c")
    assert (row.value, row.reason) == (38.6, "Fever since noon")
    said_of_it = words(screen(people.an, episode)).partition("What the charts say")[2]
    assert "Mother" in said_of_it


def test_the_weights_of_a_child_are_drawn(episode: PregnancyEpisode, people: Cast, now: datetime) -> None:
    birth = Birth(
        newborn="newborn-2", born_at=now - 59 * HOUR, outcome="live", place="hospital", mode="vaginal", weight_g=3000
    )  # fmt: skip
    record_fact(episode_id=episode.pk, value=birth, by=people.an, now=now)
    send(people.an, episode, who=["newborn-2"], **{"o.newborn-2.weight_g": "2850"})
    html = screen(people.an, episode)
    assert '<svg class="chart"' in html
    assert "ui/charts" in html
    assert html.count('data-what="weight_g"') == 2


def test_after_a_loss_the_page_is_quiet_and_asks_nothing_of_a_child_that_died(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    died = Death(who="newborn-1", at=now - HOUR)
    record_fact(episode_id=episode.pk, value=died, by=people.an, now=now)
    html = screen(people.an, episode)
    assert 'class="quiet"' in html
    assert "o.mother.temperature_c" in html
    assert "newborn-1" not in html.partition("<form")[2]


def test_before_the_birth_only_what_was_measured_is_kept(people: Cast, now: datetime) -> None:
    waiting = book(people.an, now)
    html = screen(people.an, waiting)
    assert "No birth is recorded yet." in html
    assert 'name="who"' not in html
    empty = send(people.an, waiting)
    assert empty.status_code == 422
    assert "nothing is filled in" in empty.content.decode().lower()
    assert send(people.an, waiting, **{"o.mother.pulse_per_min": "80"}).status_code == 302
    assert not Entry.objects.filter(kind="contacts").exists()
    assert seen("pulse_per_min") == [80]


def test_the_page_is_light_and_asks_no_more_after_a_long_history(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    def looked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            html = screen(people.an, episode)
        return len(asked), len(gzip.compress(html.encode()))

    screen(people.an, episode)
    short, _bytes = looked()
    for day in range(4):
        said = {"o.mother.pulse_per_min": str(70 + day), "n.mother.legs": "on"}
        send(people.an, episode, **said)
    long, size = looked()
    assert long == short
    assert size < LIGHT_BYTES


# --- photos of letters


def upload(content: bytes, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_a_letter_is_kept_shown_alone_and_taken_back(
    episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    client, address = signed_in(people.an), f"/families/{episode.pk}/papers/"
    said = {"title": "Letter of the ward", "who": "mother"}
    refused = client.post(address, {"id": str(new_id(now)), **said, "file": upload(b"<html>")})
    assert refused.status_code == 422
    assert "neither a photo nor a PDF" in refused.content.decode()
    id = str(new_id(now))
    for _ in range(2):
        assert client.post(address, {"id": id, **said, "file": upload(picture())}).status_code == 302
    assert "Photos of letters (1)" in words(client.get(f"/families/{episode.pk}/record/").content.decode())
    answer = client.get(f"{address}{id}/")
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="letter.jpg"'
    back = {"id": str(new_id(now)), "reason": "of another family"}
    assert client.post(f"{address}{id}/take-back/", back).status_code == 302
    assert client.get(f"{address}{id}/").status_code == 404


@pytest.mark.parametrize("rest", ["", f"{NOBODY}/", f"{NOBODY}/take-back/"])
def test_letters_are_nobodys_to_guess(
    rest: str, episode: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    assert Client().get(f"/families/{NOBODY}/papers/{rest}").status_code == 302
    client = signed_in(people.stranger)
    answers = [client.get(f"/families/{each}/papers/{rest}") for each in (episode.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    buddy = account("bo", "buddy")
    joined(episode, buddy, people.an, at=now)
    assert signed_in(buddy).get(f"/families/{episode.pk}/papers/{rest}").status_code in (403, 404)
