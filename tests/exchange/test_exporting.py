"""A program takes all that is open to it at once: never more than it would find by searching, and nothing any more that
was closed meanwhile."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.core.access import MODULES
from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.scopes import scopes_in
from kraamkring.doors.jobs.tasks import forget_exports, write_export
from kraamkring.flows.exchange import exporting
from kraamkring.flows.exchange.tokens import give
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import ExportPart, Program
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, born, joined
from tests.clock import this_morning
from tests.examples import sample

from .conftest import Connect
from .test_reading import seen
from .test_servers_as_programs import keys, nightly, signed  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
ASYNC = {"Prefer": "respond-async"}
RECORDS = [name for name, type in TYPES.items() if not type.directory]
Lines = dict[str, list[dict[str, Any]]]


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    seen(episode, people.an, "temperature_c", 37.2)
    seen(episode, people.an, "weight_g", 3400, who="newborn-1")
    return episode


@pytest.fixture
def gp(people: Cast, leen: PregnancyEpisode) -> User:
    """Her general practitioner."""
    doctor = account("gp", "gp")
    joined(leen, doctor, people.an)
    return doctor


def kicked_off(client: Client, path: str = "$export", status: int = 202, **headers: str) -> str:
    """Where it is told how far the export is."""
    answer = client.get(f"/fhir/{path}", headers=ASYNC | headers)
    assert answer.status_code == status, answer.content
    return answer.get("Content-Location", "")


def work() -> None:
    """What the worker has to do of exports."""
    for job in ProcrastinateJob.objects.filter(task_name="write_export", status="todo"):
        write_export(**job.args)
    ProcrastinateJob.objects.all()._raw_delete("default")  # type: ignore[attr-defined]


def manifest(client: Client, where: str) -> Any:
    answer = client.get(where)
    assert answer.status_code == 200, answer.content
    return answer.json()


def lines_of(client: Client, where: str) -> Lines:
    """Every line of every file, by type."""
    found: Lines = {}
    for each in manifest(client, where)["output"]:
        answer = client.get(each["url"], headers={"Accept": "application/fhir+ndjson"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/fhir+ndjson")
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
        found.setdefault(each["type"], []).extend(json.loads(line) for line in text.splitlines())
    return found


def taken(client: Client, path: str = "$export") -> Lines:
    where = kicked_off(client, path)
    work()
    return lines_of(client, where)


def searched(client: Client, types: list[str]) -> Lines:
    """The same by searching each type, page by page."""
    found: Lines = {}
    for type in types:
        url = f"/fhir/{type}?_count=200"
        while url:
            answer = client.get(url).json()
            rows = [each["resource"] for each in answer.get("entry", ())]
            found.setdefault(type, []).extend(rows)
            url = next((each["url"] for each in answer["link"] if each["relation"] == "next"), "")
    return {type: rows for type, rows in found.items() if rows}


def by_id(lines: Lines) -> dict[str, list[str]]:
    return {type: sorted(json.dumps(row, sort_keys=True) for row in rows) for type, rows in lines.items()}


def test_everything_that_is_open_in_files_of_one_type(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an)
    where = kicked_off(client)
    waiting = client.get(where)
    assert (waiting.status_code, waiting["Retry-After"]) == (202, "5")
    assert waiting["X-Progress"]
    work()
    said = manifest(client, where)
    assert said["requiresAccessToken"] is True
    assert said["request"] == "http://testserver/fhir/$export"
    assert said["error"] == []
    lines = lines_of(client, where)
    assert {each["type"]: each["count"] for each in said["output"]} == {
        type: len(rows) for type, rows in lines.items()
    }
    assert by_id(lines) == by_id(searched(client, list(TYPES)))
    assert Client().get(said["output"][0]["url"]).status_code == 401, "a key is needed for the files too"
    of_patients = taken(client, "Patient/$export")
    assert by_id(of_patients) == by_id(searched(client, RECORDS))
    assert "Organization" not in of_patients


@given(
    refused=st.sets(st.sampled_from(sorted(MODULES))),
    scope=st.sampled_from(["user/*.rs", "system/*.rs", "user/Observation.rs user/Patient.rs", "user/Task.r"]),
    types=st.sets(st.sampled_from(["Patient", "Observation", "Task", "Consent"])),
    path=st.sampled_from(["$export", "Patient/$export"]),
)
@settings(
    max_examples=sample(12),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_the_lines_are_what_searching_each_type_gives_and_nothing_else(
    people: Cast,
    leen: PregnancyEpisode,
    gp: User,
    connect: Connect,
    refused: set[Any],
    scope: str,
    types: set[str],
    path: str,
) -> None:
    with transaction.atomic():
        for module in refused:
            give_consent(
                episode_id=leen.pk, module=module, given=False, by=people.an, now=LATER, user=gp, said_by="mother"
            )  # fmt: skip
        client = connect(gp, scope)
        opened = scopes_in(scope)
        types = {
            type for type in types if opened.allow(type, "search")
        }  # asked for by name, others are refused
        wanted = sorted(types) or (RECORDS if path.startswith("Patient") else list(TYPES))
        query = f"{path}?{urlencode({'_type': ','.join(sorted(types))})}" if types else path
        assert by_id(taken(client, query)) == by_id(searched(client, wanted))
        transaction.set_rollback(True)


def test_what_was_closed_meanwhile_is_in_no_file(
    people: Cast, leen: PregnancyEpisode, gp: User, connect: Connect
) -> None:
    client = connect(gp)
    where = kicked_off(client)
    work()
    before = lines_of(client, where)
    (warm,) = (row for row in before["Observation"] if row.get("valueQuantity", {}).get("value") == 37.2)
    seen(leen, people.an, "temperature_c", 37.6, corrects=UUID(warm["id"]), reason="misread")
    assert by_id(lines_of(client, where)) == by_id(before), "each line as it stood when it was listed"
    for module in MODULES:
        give_consent(episode_id=leen.pk, module=module, given=False, by=people.an, now=LATER, user=gp)
    after = lines_of(client, where)
    assert by_id(after) != by_id(before)
    assert {row["id"] for row in after.get("Observation", ())} == set()


def test_one_look_for_each_family_and_none_for_the_others(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    other = booked(people.stranger).episode
    client = connect(people.an)
    taken(client)
    looks = AuditEvent.objects.filter(what="fhir:export")
    assert list(looks.values_list("episode_id", "actor_id")) == [(leen.pk, people.an.pk)]
    assert other.pk not in looks.values_list("episode_id", flat=True)


def test_only_what_changed_since(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    client = connect(people.an)
    seen(leen, people.an, "pulse_per_min", 72)
    since = urlencode({"_since": (LATER - timedelta(hours=1)).isoformat()})
    later = urlencode({"_since": (this_morning() + timedelta(hours=1)).isoformat()})
    changed = taken(client, f"$export?{since}")
    measured = [row["valueQuantity"]["value"] for row in changed["Observation"] if "valueQuantity" in row]
    assert sorted(measured) == [37.2, 72, 3400, 3420], "the last is the weight at birth"
    assert taken(client, f"$export?{later}") == {}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("$export", {"Prefer": ""}, 400),
        ("$export?_outputFormat=text/csv", {}, 400),
        ("$export?_outputFormat=application%2Ffhir%2Bndjson", {}, 202),
        ("$export?_outputFormat=application/fhir+ndjson", {}, 202),
        ("$export?_since=yesterday", {}, 400),
        ("$export?_type=Medication", {}, 400),
        ("$export?_type=Medication,Patient", {"Prefer": "respond-async, handling=lenient"}, 202),
        ("Patient/$export?_type=Organization", {}, 400),
        ("$export?_typeFilter=Observation%3Fcode%3Dx", {}, 400),
        ("$export?_typeFilter=Observation%3Fcode%3Dx", {"Prefer": "respond-async,handling=lenient"}, 202),
        ("Observation/$export", {}, 404),
    ],
)
def test_how_it_is_asked(
    people: Cast, connect: Connect, path: str, headers: dict[str, str], status: int
) -> None:
    kicked_off(connect(people.an), path, status, **headers)


def test_a_type_that_the_key_does_not_open_is_refused(people: Cast, connect: Connect) -> None:
    kicked_off(connect(people.an, "user/Observation.rs"), "$export?_type=Patient", 422)


def test_cancelled_it_is_gone_and_no_worker_makes_it(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an)
    where, unmade = kicked_off(client), kicked_off(client)
    kicked_off(client, "$export", 429)
    assert client.delete(unmade).status_code == 202
    work()
    file = manifest(client, where)["output"][0]["url"]
    assert client.delete(where).status_code == 202
    assert {client.get(each).status_code for each in (where, unmade, file)} == {404}
    assert client.delete(where).status_code == 404
    assert not ExportPart.objects.exists()


def test_it_belongs_to_one_program_of_one_person(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    where = kicked_off(connect(people.an))
    work()
    another = give(
        user=people.an, client="another", scope="user/*.rs", lasts=timedelta(days=1), now=this_morning()
    )
    for client in (
        connect(people.colleague),
        connect(people.stranger),
        Client(headers={"Authorization": f"Bearer {another}"}),
    ):
        assert client.get(where).status_code == 404
        assert client.get(f"{where}/Patient.1.ndjson").status_code == 404
        assert client.delete(where).status_code == 404
    narrower = connect(people.an, "user/Observation.rs")
    assert narrower.get(f"{where}/Patient.1.ndjson").status_code == 404
    assert narrower.get(f"{where}/Observation.1.ndjson").status_code == 200


def test_a_backend_finds_its_export_with_the_key_after(
    people: Cast,
    leen: PregnancyEpisode,
    nightly: Program,  # noqa: F811
    settings: Any,
) -> None:
    settings.CLOCK = "tests.clock.this_morning"

    def key() -> Client:
        return Client(headers={"Authorization": f"Bearer {keys(nightly, **signed(nightly))['access_token']}"})

    where = kicked_off(key())
    work()
    assert by_id(lines_of(key(), where)) == by_id(searched(key(), list(TYPES)))


def test_kept_for_a_day(
    people: Cast, leen: PregnancyEpisode, connect: Connect, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(people.an)
    where = kicked_off(client)
    work()
    forget_exports(timestamp=0)
    assert ExportPart.objects.exists()
    assert exporting.end_exports(now=this_morning() + exporting.KEPT + timedelta(minutes=1)) == 1
    assert not ExportPart.objects.exists()
    assert client.get(where).status_code == 404


def test_long_files_are_several_and_one_that_breaks_says_so(
    people: Cast, leen: PregnancyEpisode, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(people.an)
    monkeypatch.setattr("kraamkring.rooms.exchange.exports.LINES_OF_A_PART", 3)
    monkeypatch.setattr(exporting, "PARTS_OF_A_FILE", 2)
    where = kicked_off(client, "$export?_type=Task")
    work()
    numbers = [(each["url"][-8:], each["count"]) for each in manifest(client, where)["output"]]
    assert numbers[:2] == [("1.ndjson", 6), ("2.ndjson", 6)]
    assert by_id(lines_of(client, where)) == by_id(searched(client, ["Task"]))

    def broken(*_args: object) -> None:
        raise RuntimeError("the disk is full")

    where = kicked_off(client)
    monkeypatch.setattr(exporting, "keep_part", broken)
    with pytest.raises(RuntimeError):
        work()
    assert client.get(where).status_code == 500
    assert not ExportPart.objects.filter(export=where[-36:]).exists()
