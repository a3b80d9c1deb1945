"""`kraamkring import`: what it prints, what it asks, and that nothing else comes out."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from uuid import UUID

import pytest

from kraamkring.config.command_line import main
from kraamkring.config.commands import exporting, importing
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, cast

from .cases import KRAAMWEEK, KRAAMWEEK_ANSWERS, PREGNANCY
from .test_import_record import rows

pytestmark = pytest.mark.django_db
AN = ("--as", "an@example.org", "--region", "be-vlg")


@pytest.fixture(autouse=True)
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The command looks into the database of the test."""
    monkeypatch.setattr(importing, "database_in_use", nullcontext)
    monkeypatch.setattr(importing, "complain_of_unmigrated", lambda: None)
    monkeypatch.setattr(exporting, "database_in_use", nullcontext)
    monkeypatch.setattr(exporting, "complain_of_unmigrated", lambda: None)
    return cast()


@pytest.fixture
def answers(tmp_path: Path) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(KRAAMWEEK_ANSWERS))
    return str(path)


def run(*words: str) -> int:
    return main(["import", *words, *AN])


def test_a_record_comes_in_and_the_report_says_what_became_of_it(
    answers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(KRAAMWEEK[0]), "--answers", answers, "--days-as-noon", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["result"] == "taken over"
    assert PregnancyEpisode.objects.filter(pk=UUID(report["pregnancy"])).exists()
    assert sum(report["counts"].values()) == report["elements"]
    assert run(str(KRAAMWEEK[0]), "--answers", answers, "--days-as-noon") == 0
    said = capsys.readouterr().out
    assert said.startswith("known already: nothing was written")
    assert "1.2 Patient" in said


def test_a_dry_run_says_the_same_and_writes_nothing(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows()
    assert run(str(KRAAMWEEK[0]), "--answers", answers, "--dry-run") == 0
    assert capsys.readouterr().out.startswith("dry run: nothing was written\n")
    assert rows() == before


def test_what_the_source_does_not_say_is_printed_as_a_file_to_fill_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = rows()
    assert run(str(KRAAMWEEK[0])) == 2
    said = capsys.readouterr()
    assert set(json.loads(said.out)) == {"newborn-1.born_at", "since"}
    assert said.err.count("\n") == 1
    assert "--answers" in said.err
    assert rows() == before


def test_who_may_be_known_is_asked_by_id_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(PREGNANCY[0])) == 0
    document = json.loads(PREGNANCY[0].read_text())
    del document["entry"][0]["resource"]["identifier"]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(document))
    capsys.readouterr()
    before = rows("audit.AuditEvent")
    assert run(str(other)) == 2
    said = capsys.readouterr()
    episode = PregnancyEpisode.objects.get()
    assert f"person {episode.mother_id}" in said.out
    assert f"pregnancy {episode.pk}" in said.out
    assert "Vermeulen" not in said.out + said.err
    assert "--into" in said.err
    assert rows("audit.AuditEvent") == before
    assert run(str(other), "--new") == 0
    assert PregnancyEpisode.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["nothing.json"], "cannot be opened"),
        ([str(PREGNANCY[0]), "--match", "x"], "this is no id"),
        ([str(PREGNANCY[0]), "--answers", "nothing.json"], "cannot be opened"),
    ],
)
def test_bad_input_is_one_sentence_and_2(
    words: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows()
    assert run(*words) == 2
    said = capsys.readouterr().err
    assert part in said
    assert said.count("\n") == 1
    assert rows() == before


def test_an_unknown_account_and_an_unknown_region(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(PREGNANCY[0]), "--as", "no@example.org", "--region", "be-vlg"]) == 2
    assert main(["import", str(PREGNANCY[0]), "--as", "an@example.org", "--region", "fr-lille"]) == 2
    said = capsys.readouterr().err
    assert "no account" in said
    assert "no protocol for this region" in said


def test_no_value_comes_out_anywhere(
    answers: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for words in ([], ["--json"], ["--dry-run"]):
        assert run(str(KRAAMWEEK[0]), "--answers", answers, *words) == 0
    said = capsys.readouterr()
    for value in ("Fenna", "FENNA", "Hoekstra", "999910413", "2026-09-10", "Postma"):
        assert value not in said.out + said.err + caplog.text


def test_a_record_goes_out_as_a_whole_file_or_not_at_all(
    answers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(str(KRAAMWEEK[0]), "--answers", answers, "--days-as-noon", "--json")
    pregnancy = json.loads(capsys.readouterr().out)["pregnancy"]
    file, report = tmp_path / "out.xml", tmp_path / "report.json"
    words = ["export", pregnancy, "--dialect", "geboortezorg-stu3", "--output", str(file)]
    assert main([*words, "--as", "an@example.org", "--report", str(report)]) == 0
    assert file.read_text().startswith("<?xml")
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(report.read_text())["kept"] > 10
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers.json", "out.xml", "report.json"]
    assert AuditEvent.objects.filter(what="export:geboortezorg-stu3", action="read").count() == 1
    file.unlink()
    refused = [
        ([*words, "--as", "stranger@example.org"], "there is no such pregnancy for you"),
        (["export", pregnancy, "--dialect", "kmehr", "--as", "an@example.org"], "no such dialect"),
        (["export", "first", "--dialect", "hl7-be", "--as", "an@example.org"], "this is no id"),
        ([*words[:-1], str(tmp_path / "no" / "out.xml"), "--as", "an@example.org"], "cannot be written"),
    ]
    for said, why in refused:
        capsys.readouterr()
        assert main(said) == 2
        assert why in capsys.readouterr().err
    assert not file.exists()
