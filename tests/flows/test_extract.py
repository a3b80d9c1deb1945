"""The record as a lake: pseudonyms, months that close, corrections that show, and nothing half after a kill."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kraamkring.core.facts import Contact, Discharge
from kraamkring.core.indicators.schema import TABLES
from kraamkring.core.kernel.errors import NotAllowed, Refusal
from kraamkring.flows.extract_lake import Extracted, extract_lake
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.indicators import indicator
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.registry import lake
from kraamkring.rooms.registry.engines import opened
from kraamkring.rooms.registry.figures import units
from kraamkring.rooms.registry.lake import files_of, manifest_in
from tests.cast import BORN, account, booked, born, cast
from tests.indicators.region import region

pytestmark = pytest.mark.django_db
KEY = "a key of tests, long enough for the lake and nothing else"
HOME = BORN + timedelta(hours=50)
VISIT = HOME + timedelta(hours=20)
OPEN = datetime(2026, 11, 23, tzinfo=UTC)
CLOSED = datetime(2027, 3, 1, tzinfo=UTC)


def extracted(to: Path, by: User, now: datetime, key: str = KEY) -> Extracted:
    return extract_lake(to=to, key=key, by=by, now=now)


def a_family(by: User) -> object:
    episode = booked(by).episode
    for value, at in (
        (born(), BORN),
        (Discharge(who=("mother", "newborn-1"), at=HOME), HOME),
        (Contact(kind="home_visit", at=VISIT, by="midwife"), VISIT),
    ):
        record_fact(episode_id=episode.pk, value=value, by=by, now=at + timedelta(minutes=5))
    return episode


def first_visit(to: Path) -> list[tuple[bool, float, str]]:
    with opened(to) as ask:
        return [(each.counts, each.numerator, each.why) for each in units(indicator("kce-first-visit"), ask)]


def test_an_extract_leads_from_the_record_to_a_figure(tmp_path: Path) -> None:
    people = cast()
    governor = account("gov", "governor")
    episode = a_family(people.an)

    done = extracted(tmp_path, governor, OPEN)

    assert done.read == 1
    assert first_visit(tmp_path) == [(True, 1.0, "counts")]
    looks = AuditEvent.objects.filter(what="extract", purpose="quality")
    assert set(looks.values_list("episode", flat=True)) == {episode.pk, None}, (
        "she sees it, and the run is known"
    )


def test_nothing_in_the_lake_names_anybody(tmp_path: Path) -> None:
    people = cast()
    episode = a_family(people.an)
    extracted(tmp_path, account("gov", "governor"), OPEN)

    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for word in ("Leen", str(episode.pk), str(episode.mother_id), "2026-10-05", KEY):
        assert word.encode() not in written
    for table, columns in TABLES.items():
        (path,) = files_of(tmp_path, table)
        assert pq.read_schema(path).names == [column.name for column in columns], table
        told = pq.read_table(path).to_pydict()
        assert not any(isinstance(each, str) and " " in each for values in told.values() for each in values)


def test_mother_and_child_stay_linked_under_one_key_and_not_under_another(tmp_path: Path) -> None:
    people = cast()
    governor = account("gov", "governor")
    a_family(people.an)
    extracted(tmp_path / "one", governor, OPEN)
    extracted(tmp_path / "again", governor, OPEN)
    extracted(tmp_path / "other", governor, OPEN, key=KEY + "!")

    def links(name: str) -> list[object]:
        folder = tmp_path / name
        mother = pq.read_table(files_of(folder, "pregnancies")[0]).to_pylist()[0]
        child = pq.read_table(files_of(folder, "newborns")[0]).to_pylist()[0]
        assert mother["pregnancy"] == child["pregnancy"]
        return [mother["mother"], child["newborn"], mother["pregnancy"]]

    assert links("one") == links("again")
    assert not set(links("one")) & set(links("other"))
    with pytest.raises(Refusal, match="another key"):
        extracted(tmp_path / "one", governor, OPEN, key=KEY + "!")


def test_without_a_key_or_the_right_to_ask_nothing_is_written(tmp_path: Path) -> None:
    people = cast()
    with pytest.raises(NotAllowed):
        extracted(tmp_path, people.an, OPEN)
    with pytest.raises(Refusal, match="key"):
        extracted(tmp_path, account("gov", "governor"), OPEN, key="short")
    assert not list(tmp_path.iterdir())
    assert not AuditEvent.objects.filter(what="extract").exists()


def test_a_second_extract_writes_only_what_changed(tmp_path: Path) -> None:
    people = cast()
    governor = account("gov", "governor")
    episode = a_family(people.an)
    first = extracted(tmp_path, governor, CLOSED).manifest
    later = CLOSED + timedelta(days=2)

    same = extracted(tmp_path, governor, later)
    assert same.read == 0
    assert same.manifest["months"] == first["months"]

    record_fact(
        episode_id=episode.pk,
        value=Contact(kind="phone", at=VISIT + timedelta(days=1), by="midwife"),
        by=people.an,
        now=later + timedelta(hours=3),
    )
    (editions,) = extracted(tmp_path, governor, later + timedelta(days=1)).manifest["months"].values()
    assert [(each["number"], each["correction"], each["changed"]) for each in editions] == [
        (1, False, 0),
        (2, True, 1),
    ]
    kept = [path.parent.name for path in sorted(tmp_path.rglob("contacts.parquet"))]
    assert kept == ["e0001", "e0002"], "what a closed month said stays"


def test_an_open_month_is_written_anew_and_leaves_no_edition_behind(tmp_path: Path) -> None:
    people = cast()
    governor = account("gov", "governor")
    a_family(people.an)
    extracted(tmp_path, governor, BORN + timedelta(days=5))
    (editions,) = extracted(tmp_path, governor, BORN + timedelta(days=8)).manifest["months"].values()

    assert [(each["number"], each["correction"]) for each in editions] == [(2, False)]
    assert len(list(tmp_path.rglob("contacts.parquet"))) == 1


def test_who_closed_a_part_to_everybody_is_in_no_figure(tmp_path: Path) -> None:
    people = cast()
    governor = account("gov", "governor")
    episode = a_family(people.an)
    extracted(tmp_path, governor, OPEN)
    give_consent(
        episode_id=episode.pk, module="postnatal", given=False, said_by="mother", by=people.an, now=OPEN
    )

    done = extracted(tmp_path, governor, OPEN + timedelta(days=1))

    assert done.manifest["refused"] == 1
    assert first_visit(tmp_path) == []


@pytest.mark.parametrize("step", ["write_table", "fsync"])
def test_an_extract_that_is_killed_leaves_the_lake_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    people = cast()
    governor = account("gov", "governor")
    episode = a_family(people.an)
    before = extracted(tmp_path, governor, OPEN).manifest
    record_fact(
        episode_id=episode.pk,
        value=Contact(kind="home_visit", at=VISIT + timedelta(days=1), by="midwife"),
        by=people.an,
        now=OPEN + timedelta(minutes=1),
    )

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(lake.pq if step == "write_table" else lake.os, step, killed)
        with pytest.raises(KeyboardInterrupt):
            extracted(tmp_path, governor, OPEN + timedelta(days=1))
    assert manifest_in(tmp_path) == before
    assert len(list(tmp_path.rglob("contacts.parquet"))) == 1, "no edition that does not hold"
    assert not list(tmp_path.rglob("*.jsonl")), "nor what was laid aside for it"
    assert first_visit(tmp_path) == [(True, 1.0, "counts")]

    extracted(tmp_path, governor, OPEN + timedelta(days=1))
    assert sum(len(pq.read_table(path)) for path in files_of(tmp_path, "contacts")) == 2
    assert len(list(tmp_path.rglob("contacts.parquet"))) == 1


def test_what_a_killed_run_laid_aside_is_in_no_later_one(tmp_path: Path) -> None:
    people = cast()
    governor = account("gov", "governor")
    a_family(people.an)
    extracted(tmp_path, governor, OPEN)
    (month,) = manifest_in(tmp_path)["months"]  # type: ignore[index]
    left = tmp_path / "v1" / "aside" / f"{month}.jsonl"
    left.parent.mkdir()
    (other,) = region(1)
    other["pregnancies"][0]["month"] = month
    left.write_text(json.dumps({"pregnancy": 1, "rows": other}) + "\n")
    (tmp_path / "v1" / month / "e0009").mkdir()

    extracted(tmp_path, governor, OPEN + timedelta(days=1))

    assert first_visit(tmp_path) == [(True, 1.0, "counts")]
    assert [each.name for each in (tmp_path / "v1" / month).iterdir()] == ["e0001"]
    assert not left.exists()
