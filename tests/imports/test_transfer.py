"""A transfer of the Dutch kernset (ADA-Lite) comes in: what it says of mother and children, and the rest beside it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.imports.answers import Answers, Unanswered
from kraamkring.doors.imports.files import resources_of
from kraamkring.doors.imports.report import report_of
from kraamkring.doors.imports.understanding import Choices, Understood, understand
from kraamkring.flows.import_record import Imported

from .cases import GOLDEN, KRAAMWEEK, NOW, understood

TRANSFER = GOLDEN / "made_up/overdracht.xml"
MOST_MB = 450  # of a whole Python that reads the largest hostile file; our choice


def transfer(change: tuple[str, str] = ("", ""), **answers: str) -> Understood:
    text = TRANSFER.read_text().replace(*change) if change[0] else TRANSFER.read_text()
    return understand(resources_of(text.encode()), Choices(region="nl", now=NOW), Answers(answers))


def test_twins_come_in_with_what_became_of_each() -> None:
    facts = transfer().record.facts
    assert [(b.newborn, b.born_at, b.mode, b.place, b.weight_g, b.outcome) for b in facts.births] == [
        ("newborn-1", datetime(2026, 9, 10, 4, 30, tzinfo=UTC), "instrumental", "hospital", 2410, "live"),
        ("newborn-2", datetime(2026, 9, 10, 4, 52, tzinfo=UTC), "caesarean", "hospital", 1580, "live"),
    ]
    assert [(d.who, d.at) for d in facts.deaths] == [("newborn-2", datetime(2026, 9, 10, 6, 10, tzinfo=UTC))]
    assert [each.due_on for each in facts.due_dates] == [date(2026, 9, 14)]
    assert (facts.booked_on, facts.earlier_births) == (date(2026, 2, 10), 1)
    assert facts.preferences.place_of_birth == "home"


def test_who_she_is_is_her_number_and_nothing_is_made_up() -> None:
    record = transfer().record
    assert record.mother_number is not None
    assert (record.mother_number.system, record.mother_number.value) == ("bsn", "999910413")
    assert (record.mother.given_name, record.mother.family_name) == ("", "")
    assert record.mother.birth_date == date(1996, 4, 11)
    assert {slot: child.sex for slot, child in record.children.items()} == {
        "newborn-1": "male",
        "newborn-2": "female",
    }


def test_every_element_of_it_is_accounted_for_and_the_rest_is_kept() -> None:
    record, resources = transfer()
    report = report_of(resources, Imported(None, {}, 0), dry_run=True)
    assert sum(report["counts"].values()) == report["elements"]
    taken = {each["element"] for each in report["resources"][0]["taken"]}
    assert "vrouw.burgerservicenummer" in taken
    assert "uitkomst_per_kind[1].baring.demografische_gegevens.geboortedatum" in taken
    (row,) = record.kept
    kept = dict(json.loads(row.content))
    assert kept["zwangerschap.graviditeit"] == "2"
    assert kept["vrouw.lengte_gemeten"] == "171"
    assert len(kept) == report["counts"]["kept"]


def test_a_birth_without_a_time_or_an_end_is_asked() -> None:
    with pytest.raises(Unanswered) as asked:
        transfer(("2026-09-10T06:30:00", "2026-09-10"))
    assert set(asked.value.asked) == {"newborn-1.born_at"}
    with pytest.raises(Unanswered) as asked:
        transfer(("276506001", "277372007"))  # before or during the birth
    assert set(asked.value.asked) == {"newborn-2.outcome"}


@pytest.mark.parametrize("at", ["2026-10-25T02:30:00", "2026-03-29T02:30:00"])
def test_a_time_that_the_clock_showed_twice_or_never_is_asked(at: str) -> None:
    with pytest.raises(Unanswered) as asked:
        transfer(("2026-09-10T06:30:00", at))
    assert "newborn-1.born_at" in asked.value.asked


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (('<rangnummer_kind value="2"/>', '<rangnummer_kind value="1"/>'), "one number"),
        (("<vrouw>", '<vrouw xmlns="urn:x">'), "not of FHIR"),
        (("<kernset_geboortezorg ", "<!DOCTYPE x []><kernset_geboortezorg "), "document type"),
        (("999910413", "999910414"), "BSN"),
    ],
)
def test_a_broken_transfer_is_refused_in_one_sentence(change: tuple[str, str], why: str) -> None:
    with pytest.raises(Refusal, match=why):
        transfer(change)


def test_a_transfer_stands_by_itself() -> None:
    with pytest.raises(Refusal, match="by itself"):
        understood((TRANSFER, *KRAAMWEEK))


HOSTILE = {
    "many elements": ("xml", '<Patient xmlns="http://hl7.org/fhir">' + "<a/>" * 4_800_000 + "</Patient>"),
    "many lists": ("json", '{"resourceType":"Patient","a":[' + "{}," * 6_000_000 + "{}]}"),
    "one long text": ("json", '{"resourceType":"Patient","a":"' + "x" * 19_000_000 + '"}'),
}
READ = (
    "import sys; from pathlib import Path; from kraamkring.doors.imports.files import resources_in\n"
    "from kraamkring.core.kernel.errors import Refusal\n"
    "try:\n    resources_in([Path(sys.argv[1])]); print('read')\nexcept Refusal as refusal:\n    print(refusal)\n"
)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_largest_hostile_file_needs_bounded_memory(name: str, tmp_path: Path) -> None:
    kind, text = HOSTILE[name]
    path = tmp_path / f"hostile.{kind}"
    path.write_text(text)
    most = MOST_MB * 1_000_000
    ended = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    )
    assert ended.returncode == 0, ended.stderr[-300:]
    assert "more than" in ended.stdout or ended.stdout == "read\n"
