"""`kraamkring indicate` as a stranger uses it: real processes, real files."""

import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from kraamkring.config.command_line import main
from tests.cli.asking import typed

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples" / "indication"
FAMILIES = ["one-day-in-hospital", "twins-at-home", "week-under-way", "needs-and-goals"]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return typed("indicate", *arguments, given=given)


def schema(name: str) -> dict[str, object]:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", FAMILIES)
@pytest.mark.parametrize("method", ["lip", "klim", "vlg"])
def test_every_example_goes_in_and_comes_out_as_the_schemas_say(example: str, method: str) -> None:
    path = EXAMPLES / f"{example}.json"
    jsonschema.validate(json.loads(path.read_bytes()), schema("family"))
    done = run("--method", method, str(path), "--also", "lip", "--on", "2025-06-05")
    assert (done.returncode, done.stderr) == (0, b"")
    jsonschema.validate(json.loads(done.stdout), schema("indication"))


def test_the_published_example_of_43_hours() -> None:
    done = run("--method", "lip", str(EXAMPLES / "one-day-in-hospital.json"))
    answer = json.loads(done.stdout)
    assert answer["hours"] == 43
    assert answer["said"]["en"] == "49 h, minus 6 h for one hospital day = 43 h"
    assert answer["reviewed"] is False


def test_the_page_shows_what_comes_out() -> None:
    page = (ROOT / "docs" / "indication.md").read_text(encoding="utf-8")
    answer = json.loads(run("--method", "lip", str(EXAMPLES / "one-day-in-hospital.json")).stdout)
    assert json.dumps(answer["said"], ensure_ascii=False, indent=2).replace("\n", "\n  ") in page
    assert json.dumps(answer["lines"][1], ensure_ascii=False, indent=2) in page
    shared = json.loads(run("--method", "lip", "--share", "140", str(EXAMPLES / "too-few-hours.json")).stdout)
    for family in shared["families"]:
        assert (
            f"| {family['family']} | {family['indicated']:g} | {family['basic']:g} | {family['hours']:g} |"
            in page
        )


def test_a_table_of_hours_makes_hours_where_there_were_none() -> None:
    family, table = str(EXAMPLES / "needs-and-goals.json"), str(EXAMPLES / "made-up-hour-table.json")
    jsonschema.validate(json.loads(Path(table).read_bytes()), schema("hour-table"))
    without, with_it = run("--method", "klim", family), run("--method", "klim", family, "--table", table)
    assert json.loads(without.stdout)["hours"] is None
    assert "hour-table" in [each["about"] for each in json.loads(without.stdout)["not_found"]]
    assert json.loads(with_it.stdout)["hours"] == 42


def test_sharing_comes_out_as_its_schema_says() -> None:
    path = EXAMPLES / "too-few-hours.json"
    jsonschema.validate(json.loads(path.read_bytes()), schema("families"))
    done = run("--method", "lip", "--share", "100", "-", given=path.read_bytes())
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, schema("sharing"))
    assert sum(family["hours"] for family in answer["families"]) == 100


def test_days_say_over_how_many_the_hours_are_spread() -> None:
    answer = json.loads(run("--method", "lip", "-", "--days", "14", given=b'{"feeding": "breast"}').stdout)
    assert len(answer["spreading"]["plan"]) == 14
    assert sum(day["hours"] for day in answer["spreading"]["plan"]) == 49


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["--method", "lip", "nowhere.json"], b""),
        (["--method", "lip", "."], b""),
        (["--method", "lip", "x" * 5000], b""),
        (["--method", "lip", "-"], b""),
        (["--method", "lip", "-"], b"not json"),
        (["--method", "lip", "-"], b"\xff\xfe\x00"),
        (["--method", "lip", "-"], b"[" * 100_000),
        (["--method", "lip", "-"], b" " * 5_000_000),
        (["--method", "lip", "-"], b"[]"),
        (["--method", "lip", "-"], b'{"feeding": "brest"}'),
        (["--method", "lip", "-"], b'{"feding": "breast"}'),
        (["--method", "lip", "-"], b'{"hospital_days": -1}'),
        (["--method", "lip", "-"], b'{"hospital_days": 1.5}'),
        (["--method", "lip", "-"], b'{"hospital_days": 100000000000000000000000}'),
        (["--method", "lip", "-"], b'{"wished_hours": NaN}'),
        (["--method", "lip", "-"], b'{"wished_hours": 1e999}'),
        (["--method", "lip", "-"], b'{"newborns": 2, "newborns": 3}'),
        (["--method", "lip", "-"], b'{"born_on": "2025-06-31"}'),
        (["--method", "lip", "-"], b'{"born_on": "1999-06-30"}'),
        (["--method", "lip", "-"], b'{"loss": {"gestation": "24"}}'),
        (["--method", "lip", "-", "--days", "15"], b"{}"),
        (["--method", "lip", "-", "--days", "eight"], b"{}"),
        (["--method", "lip", "-", "--on", "today"], b"{}"),
        (["--method", "lip", "-", "--also", "moon"], b"{}"),
        (["--method", "moon", "-"], b"{}"),
        (["-"], b"{}"),
        (["--method", "klim", "-", "--table", "nowhere.json"], b"{}"),
        (["--method", "lip", "-", "--table", "nowhere.json"], b"{}"),
        (["--method", "klim", "-", "--share", "50"], b'{"families": [{}]}'),
        (["--method", "lip", "-", "--share", "50"], b"{}"),
        (["--method", "lip", "-", "--share", "50"], b'{"families": []}'),
        (["--method", "lip", "-", "--share", "-1"], b'{"families": [{}]}'),
        (["--method", "lip", "-", "--share", "nan"], b'{"families": [{}]}'),
        (["--method", "lip", "-", "--share", "50"], b'{"families": [{"name": "A"}, {"name": "A"}]}'),
        (["--method", "lip", "-", "--share", "50", "--days", "9"], b'{"families": [{}]}'),
    ],
    ids=lambda _: "",
)  # fmt: skip
def test_bad_input_gets_one_sentence_and_exit_2(
    arguments: list[str], given: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    try:
        code: object = main(["indicate", *arguments])
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    said = err.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith("kraamkring: ")
    assert "went wrong inside" not in said[0]


def test_indicate_never_loads_django() -> None:
    path = str(EXAMPLES / "one-day-in-hospital.json")
    code = (
        "import sys; from kraamkring.config.command_line import main; "
        f"main(['indicate', '--method', 'lip', {path!r}]); assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_process_of_its_own_answers_the_same() -> None:
    command = [sys.executable, "-m", "kraamkring.config.command_line", "indicate", "no-such-file.json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
