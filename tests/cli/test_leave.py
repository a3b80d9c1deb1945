"""`kraamkring leave` as a stranger uses it: real processes, real files, and everything that can be wrong."""

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
EXAMPLES = sorted((ROOT / "docs" / "examples" / "leave").glob("*.json"))
LANGUAGES = {"nl", "fr", "de", "en"}


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return typed("leave", *arguments, given=given)


def schema(name: str) -> dict[str, object]:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_comes_out_as_the_schema_says(example: Path) -> None:
    country = example.stem.split("-")[0]
    jsonschema.validate(json.loads(example.read_bytes()), schema(f"leave-{country}"))
    done = run("--country", country, str(example))
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    jsonschema.validate(found, schema("leave"))
    assert found["reviewed"] is False
    for part in found["parts"]:
        for why in part["why"]:
            assert set(why["parent"]) == set(why["professional"]) == LANGUAGES
            assert why["source"]


def test_what_is_not_confirmed_is_said() -> None:
    done = run(
        "--country",
        "nl",
        "-",
        given=b'{"due_on": "2026-10-14", "born_on": "2026-10-14", "hospital_days": 20}',
    )
    assert json.loads(done.stdout)["to_be_confirmed"] == ["hospital"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "this is not JSON"),
        (b"not json", "this is not JSON"),
        (b"\xff\xfe\x00", "this is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "must be an object"),
        (b"{}", "due_on: this is missing"),
        (b'{"due": "2026-10-14"}', "Perhaps due_on is meant"),
        (b'{"due_on": "2026-10-14", "due_on": "2026-10-15"}', "stands there twice"),
        (b'{"due_on": "14-10-2026"}', "due_on: this is not a date"),
        (b'{"due_on": 20261014}', "due_on: this is not a date"),
        (b'{"due_on": "2026-10-14", "children": -1}', "children: this is too low"),
        (b'{"due_on": "2026-10-14", "children": NaN}', "NaN and Infinity are no numbers"),
        (b'{"due_on": "2026-10-14", "children": 1e999}', "children: this is not a whole number"),
        (b'{"due_on": "2026-10-14", "children": ' + b"9" * 5000 + b"}", "too long"),
        (b'{"due_on": "2026-10-14", "children": "two"}', "children: this is not a whole number"),
        (b'{"due_on": "2026-10-14", "born_at": "2026-10-14T08:00:00"}', "Write it with its offset"),
        (b'{"due_on": "2026-10-14", "born_on": "2027-10-14"}', "does not fit the due date"),
        (b'{"due_on": "0001-10-14"}', "due_on: this year cannot be meant"),
        (b'{"due_on": "2026-10-14", "hospital_days": 3}', "Give born_on too"),
        (b'{"due_on": "2026-10-14", "weeks_before": 2}', "Choose a day from"),
        (
            b'{"due_on": "2026-10-14", "sick": [{"from": "2026-09-05", "until": "2026-09-01"}]}',
            "sick[0].until",
        ),
    ],
)
def test_bad_input_is_one_clear_sentence(
    given: bytes, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert main(["leave", "--country", "nl", "-"]) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert says in said
    assert said.startswith("kraamkring: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--country", "nl", "nowhere.json"], ["--country", "nl", "."], ["-"],
                                       ["--country", "fr", "-"]])  # fmt: skip
def test_a_file_or_country_that_is_not_there_is_one_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1


def test_no_framework_is_loaded() -> None:
    code = (
        "import sys; sys.argv = ['kraamkring', 'leave', '--country', 'be', sys.argv[1]];"
        "from kraamkring.config.command_line import main; main(sys.argv[1:]); assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLES[0])], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_process_of_its_own_answers_the_same() -> None:
    command = [sys.executable, "-m", "kraamkring.config.command_line", "leave", "no-such-file.json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
