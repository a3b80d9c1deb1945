"""`kraamkring forecast` as a stranger uses it."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.asking import typed


@pytest.fixture
def history(tmp_path: Path) -> Path:
    days = [date(2020, 1, 1) + timedelta(days=at) for at in range(500)]
    rows = [f"{day},{(30 if day.weekday() < 5 else 18) + at * 7 % 9}" for at, day in enumerate(days)]
    file = tmp_path / "births.csv"
    file.write_text("\n".join(["date,births", *rows]), encoding="utf-8")
    return file


def test_births_are_forecast_in_a_process_without_django(history: Path) -> None:
    line = (
        "import sys; from kraamkring.config.command_line import main; "
        "code = main(sys.argv[1:]); sys.exit(code or ('django' in sys.modules) * 9)"
    )
    words = ["forecast", "births", "--history", str(history), "--days", "28"]
    done = subprocess.run([sys.executable, "-c", line, *words], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    report = json.loads(done.stdout)
    assert report["format"] == "kraamkring.births/1"
    assert [report["from"], report["days"], len(report["by_day"])] == ["2021-05-15", 28, 28]
    for each in report["by_day"]:
        order = [each[name] for name in ("low_95", "low_80", "median", "high_80", "high_95")]
        assert order == sorted(order)
    assert typed(*words).stdout == done.stdout  # the same again


def test_due_dates_and_another_first_day(history: Path, tmp_path: Path) -> None:
    due = tmp_path / "due.json"
    due.write_text(json.dumps({"due": [{"due_date": "2021-06-10", "planned": "2021-06-03"}]}))
    words = ["--history", str(history), "--due", str(due), "--from", "2021-06-01", "--days", "7"]
    report = json.loads(typed("forecast", "births", *words).stdout)
    assert report["from"] == "2021-06-01"
    assert report["by_day"][2]["planned"] > 0.8
    assert "births expected in 7 days" in typed("forecast", "births", *words, "--text").stdout.decode()


def test_a_table_by_municipality_gives_a_forecast_of_each(tmp_path: Path) -> None:
    days = [date(2020, 1, 1) + timedelta(days=at) for at in range(90)]
    rows = [f"{day},{area},{births}" for day in days for area, births in (("24062", 4), ("24001", 1))]
    file = tmp_path / "births.csv"
    file.write_text("\n".join(["date,municipality,births", *rows]), encoding="utf-8")
    report = json.loads(typed("forecast", "births", "--history", str(file), "--days", "7").stdout)
    assert [each["municipality"] for each in report["municipalities"]] == ["24001", "24062"]
    assert sum(each["expected"] for each in report["municipalities"]) == pytest.approx(
        report["expected"], abs=0.1
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--history", "nowhere.csv"], "--history: it cannot be read"),
        (["--history", "."], "--history: it cannot be read"),
        (["--history", "x\0y"], "--history: this is not a file name"),
        (["--history", "{history}", "--due", "nowhere.json"], "nowhere.json cannot be read"),
        (["--history", "{history}", "--days", "0"], "is not a whole number from 1 to 400"),
        (["--history", "{history}", "--from", "soon"], "is not a date"),
        (["--history", "{history}", "--from", "2020-01-01"], "the history goes on until then"),
        (["--history", "{history}", "--from", "2030-01-01"], "this is too far ahead"),
        (["--history", "{history}", "--country", "fr"], "nothing is known of it here. There is be, nl"),
        ([], "--history"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_2(words: list[str], says: str, history: Path) -> None:
    done = typed("forecast", "births", *(each.format(history=history) for each in words))
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode().splitlines()[-1]


def test_a_table_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "births.csv"
    file.write_bytes(b"\xff\xfe\x00")
    done = typed("forecast", "births", "--history", str(file))
    assert done.returncode == 2
    assert b"this is not text" in done.stderr
