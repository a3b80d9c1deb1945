"""What devices send and take along, what waits, and who is told what."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.devices.models import Device, Received, Settlement
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import Cast, account, cast, joined
from tests.clock import this_morning

from .test_staff_pages import book

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PHONE = str(uuid4())


@pytest.fixture
def people() -> Cast:
    return cast()


def born_here(by: User, now: datetime) -> PregnancyEpisode:
    """A family with a child of almost two days."""
    birth = Birth(
        newborn="newborn-1", born_at=now - 41 * HOUR, outcome="live", place="hospital", mode="vaginal"
    )
    return book(by, now, births=(birth,))


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return born_here(people.an, this_morning())


def signed_in(user: User, **more: Any) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en", **more)
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def item(episode: PregnancyEpisode, sequence: int, **otherwise: Any) -> dict[str, Any]:
    now = this_morning()
    known = {
        "id": str(new_id(now)), "sequence": sequence, "family": str(episode.pk), "kind": "visit",
        "said_at": now.isoformat(), "body": {"who": ["mother"], "kind": "phone"},
    }  # fmt: skip
    return known | otherwise


def delivery(*items: dict[str, Any], **otherwise: Any) -> str:
    known = {
        "device": PHONE,
        "user": PHONE,
        "name": "Chrome on Android",
        "sent_at": this_morning().isoformat(),
        "items": items,
    }
    return json.dumps(known | otherwise)


def send(client: Client, *items: dict[str, Any], status: int = 200, **otherwise: Any) -> dict[str, Any]:
    whose = {"user": client.session.get("_auth_user_id", PHONE)}
    said = delivery(*items, **(whose | otherwise))
    answer = client.post("/visits/send/", said, content_type="application/json")
    assert answer.status_code == status, answer.content
    assert answer["Cache-Control"].startswith("max-age=0")
    return dict(answer.json())


# --- sending


def test_each_item_is_answered_by_itself(people: Cast, episode: PregnancyEpisode) -> None:
    good, nobody = item(episode, 1), item(episode, 3, family=str(uuid4()))
    unborn = item(episode, 2, body={"who": ["newborn-5"]})
    told = send(signed_in(people.an), good, unborn, nobody)
    assert [each["state"] for each in told["items"]] == ["accepted", "refused", "quarantined"]
    assert told["items"][2]["why"] == "You are not in the care of this family now."
    assert told["items"][1]["why"]
    assert (told["up_to"], told["missing"], told["revoked"]) == (3, [], False)
    assert Entry.objects.filter(pk=good["id"]).count() == 1


def test_a_foreign_family_and_one_that_does_not_exist_are_answered_alike(
    people: Cast, episode: PregnancyEpisode
) -> None:
    foreign, nowhere = item(episode, 1), item(episode, 2, family=str(uuid4()))
    first, second = send(signed_in(people.stranger), foreign, nowhere)["items"]
    assert first | {"id": ""} == second | {"id": ""}


def test_signed_out_it_stays_on_the_device(people: Cast, episode: PregnancyEpisode) -> None:
    assert "stays on this device" in send(Client(), item(episode, 1), status=401)["why"]
    token = send(signed_in(people.an))["token"]
    assert send(Client(headers={"X-Device": token}), item(episode, 1), status=401)
    assert send(Client(headers={"X-Device": "made.up"}), item(episode, 1), leave=True, status=401)
    told = send(Client(headers={"X-Device": token}), item(episode, 1), leave=True)
    assert told["items"][0]["state"] == "quarantined"
    assert Received.objects.get().why == "signed_out"


def test_without_the_token_of_the_form_nothing_is_taken(people: Cast, episode: PregnancyEpisode) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.an)
    body = delivery(item(episode, 1), user=str(people.an.pk))
    assert client.post("/visits/send/", body, content_type="application/json").status_code == 403
    csrf = client.get("/visits/standing/").json()["csrf"]
    headers = {"X-CSRFToken": csrf}
    answer = client.post("/visits/send/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "raw",
    [
        "", "[]", "{}", "null", "\xff", '{"device": 1}', delivery() + "}", delivery(sent_at="today"),
        delivery(items="x"), delivery({"id": "x"}), delivery(items=[{"id": PHONE, "sequence": 0}]),
        delivery(items=[{"id": PHONE, "sequence": NaN}]) if (NaN := float("nan")) else "",
        delivery(items=[{"id": PHONE, "sequence": number + 1} for number in range(101)]),
        delivery(device="nobody"), "[" * 5000, delivery(name="x" * 5_000_000),
    ],
    ids=str.__len__,
)  # fmt: skip
def test_what_is_no_delivery_is_told_so(people: Cast, raw: str) -> None:
    answer = signed_in(people.an).post("/visits/send/", raw, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["why"]
    assert not Device.objects.exists()


def test_one_item_that_cannot_be_read_waits_and_stops_no_other(
    people: Cast, episode: PregnancyEpisode
) -> None:
    strange = [
        {"id": str(uuid4()), "sequence": 1},
        item(episode, 2, body="words"),
        item(episode, 3, kind="x" * 41),
        item(episode, 4, said_at="0001-01-01T00:00:00+00:00"),
        item(episode, 5, body={"who": ["mother"], "kind": "nul \0 and \ud800"}),
        item(episode, 6),
    ]
    told = send(signed_in(people.an), *strange)
    assert [each["state"] for each in told["items"]] == ["quarantined"] * 5 + ["accepted"]
    html = signed_in(people.an).get("/visits/waiting/").content.decode()
    assert html.count("Let it rest") == 5


def test_who_stands_here_is_told(people: Cast) -> None:
    assert Client().get("/visits/standing/").json()["user"] is None
    token = send(signed_in(people.an))["token"]
    client = signed_in(people.an, headers={"X-Device": token})
    assert client.get("/visits/standing/").json()["user"] == str(people.an.pk)
    device = Device.objects.get()
    assert signed_in(people.colleague).post(f"/visits/devices/{device.pk}/revoke/").status_code == 404
    assert signed_in(people.colleague).post(f"/visits/devices/{uuid4()}/revoke/").status_code == 404
    assert Client().post(f"/visits/devices/{device.pk}/revoke/").status_code == 302
    assert client.post(f"/visits/devices/{device.pk}/revoke/")["Location"] == "/visits/devices/"
    assert Client(headers={"X-Device": token}).get("/visits/standing/").json()["revoked"]
    assert send(client)["revoked"]
    assert "It was not heard since." in client.get("/visits/devices/").content.decode()
    assert Client(headers={"X-Device": token}).post("/visits/gone/").status_code == 204
    assert "It forgot everything" in client.get("/visits/devices/").content.decode()


# --- what is taken along


def test_the_bundle_holds_her_families_of_the_next_days_and_no_other(
    people: Cast, episode: PregnancyEpisode
) -> None:
    now = this_morning()
    mia = account("mia", "midwife")
    place = joined(episode, mia, people.an, at=now)
    later = book(people.an, now)
    joined(later, mia, people.an, at=now)
    for family, days in ((episode, 1), (later, 20)):
        start = now + timedelta(days=days)
        fact = AppointmentFact(
            care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=True
        )
        member = place.pk if family is episode else None
        make_appointment(
            episode_id=family.pk,
            appointment=fact,
            by=mia,
            now=now,
            member_id=member,
            with_whom="Mia",
            id=new_id(now),
        )
    client = signed_in(mia)
    first = client.get("/visits/bundle/")
    told = first.json()
    paths = [page["path"] for page in told["pages"]]
    assert "/visits/" in paths
    assert "/visits/device/" in paths
    assert str(later.pk) not in first.content.decode()
    assert all('name="csrfmiddlewaretoken" value=""' in page["html"] for page in told["pages"])
    again = client.get("/visits/bundle/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get("/visits/bundle/").status_code == 302
    assert signed_in(account("leen", "mother")).get("/visits/bundle/").json()["pages"] is not None


@pytest.mark.parametrize(
    "page", ["/visits/device/", "/visits/devices/", "/visits/waiting/", "/visits/start/"]
)
def test_who_is_not_signed_in_is_led_to_the_sign_in(page: str) -> None:
    assert Client().get(page)["Location"].startswith("/account/login/")


def test_the_worker_names_its_files_and_changes_with_them() -> None:
    answer = Client().get("/worker.js")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    code = answer.content.decode()
    shell = json.loads(code.partition("const SHELL = ")[2].partition(";\n")[0])
    assert {"/static/ui/components.css", "/static/staff/offline/queue.js", "/visits/offline/"} <= set(
        shell["files"]
    )
    for file in shell["files"]:
        assert Client().get(file).status_code == 200, file
    card = Client().get("/manifest.webmanifest").json()
    assert card["start_url"] == "/visits/start/"
    for icon in card["icons"]:
        assert Client().get(icon["src"]).status_code == 200


# --- what waits


def test_what_waits_is_taken_up_or_rests(people: Cast, episode: PregnancyEpisode) -> None:
    client = signed_in(people.an)
    send(client)
    Device.objects.update(revoked_at=this_morning(), revoked_by=people.an)
    one, other = item(episode, 1), item(episode, 2)
    send(client, one, other)
    html = client.get("/visits/waiting/").content.decode()
    assert "This device had been revoked." in html
    decision = {"id": str(uuid4()), "received": one["id"], "what": "take_up"}
    for _twice in range(2):
        assert client.post("/visits/waiting/", decision).status_code == 302
    assert Entry.objects.filter(pk=one["id"]).count() == 1
    rest = {"id": str(uuid4()), "received": other["id"], "what": "let_rest"}
    answer = client.post("/visits/waiting/", rest)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Say in a few words why it rests" in html
    assert f'<a href="#reason-{other["id"]}">' in html
    assert f'id="reason-{other["id"]}"' in html
    assert client.post("/visits/waiting/", rest | {"reason": "Written twice"}).status_code == 302
    assert Settlement.objects.count() == 2
    waiting = [one["id"], other["id"], str(uuid4())]
    decided = send(client, waiting=waiting)["decided"]
    assert {each["id"]: (each["state"], each["why"]) for each in decided} == {
        one["id"]: ("taken_up", "By An."),
        other["id"]: ("rests", "By An: Written twice"),
    }
    assert send(client)["decided"] == []
    assert "Nothing waits." in client.get("/visits/waiting/").content.decode()


def test_what_waits_is_not_there_for_others(people: Cast, episode: PregnancyEpisode) -> None:
    send(signed_in(people.an))
    Device.objects.update(revoked_at=this_morning(), revoked_by=people.an)
    waits = item(episode, 1)
    send(signed_in(people.an), waits)
    client = signed_in(people.stranger)
    assert "Nothing waits." in client.get("/visits/waiting/").content.decode()
    for foreign in (waits["id"], str(uuid4())):
        rest = {"id": str(uuid4()), "received": foreign, "what": "let_rest", "reason": "x"}
        assert client.post("/visits/waiting/", rest).status_code == 404
