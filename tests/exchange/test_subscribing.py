"""A program is told that there is something: once, of what it may see at that moment, with nothing that says what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.doors.jobs.tasks import look_for_subscriptions, notify_subscriber
from kraamkring.flows.exchange import notifying
from kraamkring.flows.exchange.notifying import notify
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Notification, Subscription
from kraamkring.rooms.messages.channels import GiveUp, TryAgain
from kraamkring.rooms.messages.channels.hook.transport import permitted, post
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, born, joined
from tests.clock import this_morning

from .conftest import Connect
from .sent import send
from .test_reading import seen

pytestmark = pytest.mark.django_db
INSIDE = frozenset({"127.0.0.1"})
WRITES = "user/*.cruds"


class Receiver:
    """A server that asked to be told. answers: with what status, the next times; then 200."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.texts: list[str] = []
        self.answers: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status = outer.answers.pop(0) if outer.answers else 200
                if status == 200:
                    outer.texts.append(f"{self.path} {self.headers} {text}")
                    outer.taken.append(json.loads(text))
                self.send_response(status)
                self.send_header("Location", "http://169.254.169.254/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/told"

    def told(self) -> list[str]:
        """What it was told of, in order, without greetings."""
        return [
            part["valueReference"]["reference"].removeprefix("http://localhost:8000/fhir/")
            for each in self.taken
            for said in each["entry"][0]["resource"]["parameter"]
            if said["name"] == "notification-event"
            for part in said["part"]
            if part["name"] == "focus"
        ]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.FHIR_HOOKS_INSIDE = INSIDE
    settings.SITE_ADDRESS = "http://localhost:8000"
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return episode


@pytest.fixture
def gp(people: Cast, leen: PregnancyEpisode) -> User:
    doctor = account("gp", "gp")
    joined(leen, doctor, people.an)
    return doctor


def asks(url: str, criteria: str = "Observation?code=8310-5", **channel: Any) -> dict[str, Any]:
    """What a program sends to be told."""
    return {
        "resourceType": "Subscription", "status": "requested", "reason": "the ward looks too", "criteria": criteria,
        "channel": {"type": "rest-hook", "endpoint": url, "payload": "application/fhir+json", **channel},
    }  # fmt: skip


def subscribed(client: Client, receiver: Receiver, criteria: str = "Observation?code=8310-5") -> str:
    """Its id; it has been greeted."""
    made: dict[str, Any] = send(client, asks(receiver.url, criteria), 201, "Subscription").json()
    assert made["status"] == "requested"
    work()
    assert client.get(f"/fhir/Subscription/{made['id']}").json()["status"] == "active"
    return str(made["id"])


def work() -> None:
    """What the worker has to do of subscriptions."""
    while jobs := list(ProcrastinateJob.objects.filter(task_name="notify_subscriber", status="todo")):
        ProcrastinateJob.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
        for job in jobs:
            notify_subscriber(**job.args)


def test_it_is_told_once_that_there_is_something_and_not_what(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    id = subscribed(connect(people.an, WRITES), receiver)
    warm = seen(leen, people.an, "temperature_c", 37.2)
    seen(leen, people.an, "pulse_per_min", 72)
    work()
    look_for_subscriptions(timestamp=0)
    work()
    assert receiver.told() == [f"Observation/{warm}"]
    assert not [word for word in ("37.2", "8310", "Leen", str(leen.mother_id)) if word in receiver.texts[-1]]
    seen(leen, people.an, "temperature_c", 37.6, corrects=warm, reason="misread")
    work()
    assert receiver.told() == [f"Observation/{warm}"] * 2, "another version is news"
    numbers = [
        said["valueString"]
        for each in receiver.taken
        for said in each["entry"][0]["resource"]["parameter"]
        if said["name"] == "eventsSinceSubscriptionStart"
    ]
    assert numbers == ["0", "1", "2"]
    looks = AuditEvent.objects.filter(what="fhir:notify:Observation", object_id=id)
    assert set(looks.values_list("episode_id", flat=True)) == {leen.pk}


def test_whether_it_may_know_is_asked_when_it_is_told(
    people: Cast, leen: PregnancyEpisode, gp: User, connect: Connect, receiver: Receiver
) -> None:
    subscribed(connect(gp, WRITES), receiver)
    subscribed(connect(people.stranger, WRITES), receiver)
    first = seen(leen, people.an, "temperature_c", 37.2)
    work()
    assert receiver.told() == [f"Observation/{first}"], "hers, and nothing to the stranger"
    seen(leen, people.an, "temperature_c", 37.3)
    give_consent(episode_id=leen.pk, module="postnatal", given=False, by=people.an, now=LATER, user=gp)
    work()
    assert receiver.told() == [f"Observation/{first}"], "closed between the writing and the telling"
    assert not Notification.objects.filter(settled_at=None).exists()


def test_whoever_may_not_sign_in_any_more_is_told_nothing(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    id = subscribed(connect(people.an, WRITES), receiver)
    seen(leen, people.an, "temperature_c", 37.2)
    User.objects.filter(pk=people.an.pk).update(is_active=False)
    work()
    assert receiver.told() == []
    assert Subscription.objects.get(pk=id).status == "off"


def test_what_it_could_not_take_comes_again_later_and_once(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    id = subscribed(connect(people.an, WRITES), receiver)
    receiver.answers = [500, 302]
    warm = seen(leen, people.an, "temperature_c", 37.2)
    work()
    row = Subscription.objects.get(pk=id)
    assert (row.attempts, row.status, receiver.told()) == (1, "active", [])
    look_for_subscriptions(timestamp=0)
    work()
    assert Subscription.objects.get(pk=id).attempts == 1, "not before its pause is over"
    for attempts in (2, 0):
        again(id, row.due_at + attempts * timedelta(hours=1) if row.due_at else this_morning())
        row = Subscription.objects.get(pk=id)
        assert row.attempts == attempts
    assert receiver.told() == [f"Observation/{warm}"]


def again(id: str, at: datetime) -> None:
    notify(
        id=Subscription(pk=id).pk,
        base="http://localhost:8000/fhir/",
        post=partial(post, inside=INSIDE),
        clock=lambda: at,
    )


def test_after_three_days_nobody_is_told_any_more_and_it_says_why(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    client = connect(people.an, WRITES)
    id = subscribed(client, receiver)
    receiver.answers = [503] * 99
    seen(leen, people.an, "temperature_c", 37.2)
    work()
    at, times = this_morning(), 1
    while Subscription.objects.get(pk=id).status == "active":
        row = Subscription.objects.get(pk=id)
        assert row.due_at is not None
        assert row.due_at > at
        at, times = row.due_at, times + 1
        again(id, at)
    assert timedelta(days=3) <= at - this_morning() < timedelta(days=4)
    assert times < 25
    said = client.get(f"/fhir/Subscription/{id}").json()
    assert (said["status"], said["error"]) == ("error", "hook 503")


def test_an_address_that_is_gone_is_told_no_more(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    id = subscribed(connect(people.an, WRITES), receiver)
    receiver.answers = [410]
    seen(leen, people.an, "temperature_c", 37.2)
    work()
    assert Subscription.objects.get(pk=id).status == "error"


def test_it_belongs_to_one_program_and_is_taken_back(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    client = connect(people.an, WRITES)
    where = f"/fhir/Subscription/{subscribed(client, receiver)}"
    assert connect(people.colleague, WRITES).get(where).status_code == 404
    assert connect(people.colleague, WRITES).delete(where).status_code == 404
    assert connect(people.an, "user/*.rs").delete(where).status_code == 404
    assert client.get("/fhir/Subscription").json()["total"] == 1
    assert client.delete(where).status_code == 204
    assert client.get(where).status_code == 404
    seen(leen, people.an, "temperature_c", 37.2)
    work()
    assert receiver.told() == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"criteria": "Medication?code=1"}, 400),
        ({"criteria": "Observation?nothing=1"}, 400),
        ({"criteria": "Observation?_sort=date"}, 400),
        ({"status": "off"}, 400),
        ({"end": "2020-01-01T00:00:00Z"}, 422),
        ({"channel": {"type": "email"}}, 400),
        ({"channel": {"type": "rest-hook", "endpoint": "https://a.example/", "header": ["X: y"]}}, 400),
        ({"channel": {"type": "rest-hook", "endpoint": "https://a.example/", "payload": "text/plain"}}, 400),
        ({"channel": {"type": "rest-hook"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://a.example/"}}, 422),
    ],
)
def test_what_cannot_be_asked(people: Cast, connect: Connect, changed: dict[str, Any], status: int) -> None:
    send(connect(people.an, WRITES), asks("https://a.example/") | changed, status, "Subscription")
    assert not Subscription.objects.exists()


def test_a_key_asks_only_to_be_told_of_what_it_searches(people: Cast, connect: Connect) -> None:
    for scope in ("user/*.rs", "user/Subscription.cruds user/Patient.rs"):
        send(connect(people.an, scope), asks("https://a.example/"), 403, "Subscription")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://a.example/", False),
        ("https://a.example/told?key=1", True),
        ("https://me:word@a.example/", False),
        ("https://a.example/#x", False),
        ("ftp://a.example/", False),
        ("https://a.example/a b", False),
        ("https://a.example/é", False),
        ("https://a.example/" + "x" * 500, False),
        ("https:///x", False),
        ("https://a.example:x/", False),
        ("http://127.0.0.1:1/", True),
    ],
)
def test_which_address_may_be_told(url: str, says: bool) -> None:
    assert permitted(url, INSIDE) is says


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "192.168.1.1"]
)
def test_nobody_inside_is_told(host: str) -> None:
    with pytest.raises(GiveUp, match="not outside"):
        post(f"https://{host}/", b"{}", inside=frozenset())


def test_nobody_listens_there() -> None:
    with pytest.raises(TryAgain):
        post("http://127.0.0.1:1/", b"{}", inside=INSIDE)


def test_a_worker_that_dies_while_it_tells_leaves_it_to_be_told_again(
    people: Cast, leen: PregnancyEpisode, connect: Connect, receiver: Receiver
) -> None:
    id = Subscription(pk=subscribed(connect(people.an, WRITES), receiver)).pk
    warm = seen(leen, people.an, "temperature_c", 37.2)

    def dies(_url: str, _body: bytes) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        notify(id=id, base="http://localhost:8000/fhir/", post=dies, clock=this_morning)
    work()
    assert receiver.told() == [], "whoever was telling may still be at it"
    again(str(id), this_morning() + notifying.PATIENCE + timedelta(seconds=1))
    assert receiver.told() == [f"Observation/{warm}"]
