"""`kraamkring indicators` and `kraamkring extract`: what is printed, and what is refused in one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kraamkring.config.command_line import main
from tests.indicators.region import lake_of, region


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(lake_of(region(), tmp_path_factory.mktemp("lake")))


def test_figures_come_as_json_with_what_is_known_of_them(
    lake: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["indicators", "--lake", lake, "--by", "organisation", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    first = next(each for each in report["indicators"] if each["id"] == "kce-first-visit")
    assert first["certainty"] == "verified"
    assert first["reviewed"] is False
    assert {tuple(each["group"]) for each in first["figures"]} == {("beuk",), ("eik",), ("linde",), ()}
    numbers = [
        each["numerator"]
        for one in report["indicators"]
        for each in one["figures"]
        if one["measure"] != "mean"
    ]
    assert all(number is None or number % 5 == 0 for number in numbers)
    assert None in numbers


def test_figures_come_in_words(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--lake", lake, "--only", "ep-c7-multiple-births", "--from", "2026-08"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("ep-c7-multiple-births: multiple births, per 100 (reading; not reviewed)\n")
    assert "  all  1  " in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "street"], "--by: name one or two of"),
        (["--by", "month,province,country"], "--by: name one or two of"),
        (["--by", ","], "--by: name one or two of"),
        (["--from", "2026-13"], "--from: this is no month"),
        (["--from", "2026-08", "--to", "2026-07"], "--to: the period ends before it begins"),
        (["--from", "2040-01"], "--from: the lake has no month in this period"),
        (["--only", "waiting-time"], "there is no such indicator"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    lake: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["indicators", "--lake", lake, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_a_lake_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", "--lake", str(tmp_path)]) == 2
    assert "there is no lake in this folder" in capsys.readouterr().err


HEAD = '{"format": "kraamkring.lake/1", "key": "", "written_to": "2026-11-23", "months": '


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("", "cannot be read"),
        ('{"a": 1}', "no lake of this version"),
        ('{"format": "kraamkring.lake/1"}', "is not whole"),
        (
            HEAD + '{"2026-10": []}}',
            "is not whole",
        ),
        (
            HEAD + '{"2026-10": [{"number": 1}]}}',
            "a file of this lake is missing",
        ),
    ],
)
def test_a_lake_that_is_not_whole_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], manifest: str, said: str
) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "manifest.json").write_text(manifest)
    assert main(["indicators", "--lake", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    known = "import sys; from kraamkring.config.command_line import command_parser; command_parser()"
    told = f"{known}; print(*(each for each in ('duckdb', 'pyarrow', 'django', 'pyspark') if each in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == ""


@pytest.mark.spark
def test_spark_gives_the_same_figures(lake: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["indicators", "--lake", lake, "--by", "organisation,month", "--json"]
    assert main(arguments) == 0
    ours = json.loads(capsys.readouterr().out)
    assert main([*arguments, "--engine", "spark"]) == 0
    assert json.loads(capsys.readouterr().out) == ours
