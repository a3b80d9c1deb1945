"""`kraamkring warn` as others' scripts use it: real processes, real files."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.asking import typed

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "docs" / "examples" / "warnings").glob("*.json"))


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return typed("warn", *arguments, given=given)


def schema(name: str) -> dict[str, object]:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_goes_in_and_comes_out_as_the_schemas_say(example: Path) -> None:
    said = json.loads(example.read_bytes())
    if "readings" in said or "scores" in said or "ticked" in said:
        jsonschema.validate(said, schema(f"warn/{example.stem}"))
    done = run(example.stem, str(example))
    assert (done.returncode, done.stderr) == (0, b"")
    jsonschema.validate(json.loads(done.stdout), schema("warning"))


def test_every_chart_has_an_example_and_stands_in_the_list() -> None:
    done = run("--list")
    assert done.returncode == 0
    listed = {each["id"]: each for each in json.loads(done.stdout)["charts"]}
    assert {path.stem for path in EXAMPLES} == set(listed)
    assert listed["meows"]["certainty"] == "to be confirmed"
    assert listed["meows"]["drawn"] is False


def test_readings_come_from_standard_input_too() -> None:
    done = run(
        "bilirubin-nice", "-", given=b'{"gestation": "39+4", "age_hours": 48, "bilirubin_umol_l": 251}'
    )
    said = json.loads(done.stdout)
    assert (said["format"], said["level"], said["within_hours"]) == ("kraamkring.warning/1", "act", 4)


def test_the_page_shows_one_run_as_it_is() -> None:
    text = (ROOT / "docs" / "warnings.md").read_text(encoding="utf-8")
    shown = json.loads(text.split("```json\n")[1].split("```")[0])
    done = run("bilirubin-nice", str(ROOT / "docs/examples/warnings/bilirubin-nice.json"))
    said = json.loads(done.stdout)
    assert {name: said[name] for name in shown if name != "why"} == {
        name: value for name, value in shown.items() if name != "why"
    }
    assert {name: said["why"][0][name] for name in shown["why"][0]} == shown["why"][0]


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["meows", "nowhere.json"], b""),
        (["meows", "."], b""),
        (["meows", "x" * 5000], b""),
        (["meows", "-"], b""),
        (["meows", "-"], b"not json"),
        (["meows", "-"], b"\xff\xfe\x00"),
        (["meows", "-"], b"[" * 100_000),
        (["meows", "-"], b" " * 50_000_000),
        (["meows", "-"], b"{}"),
        (["meows", "-"], b"[]"),
        (["meows", "-"], b"null"),
        (["meows", "-"], b'{"temperature_c": -1}'),
        (["meows", "-"], b'{"temperature_c": NaN}'),
        (["meows", "-"], b'{"temperature_c": 1e999}'),
        (["meows", "-"], b'{"temperature_c": ' + b"9" * 5000 + b"}"),
        (["meows", "-"], b'{"readings": [{"at": "2026-10-17T21:15:00", "temperature_c": 37}]}'),
        (["meows", "-"], b'{"readings": [{"at": 5, "temperature_c": 37}]}'),
        (["meows", "-"], b'{"readings": [{"at": "0001-01-01T00:00:00+14:00", "temperature_c": 37}]}'),
        (["meows", "-"], b'{"readings": {"temperature_c": 37}}'),
        (["bilirubin-nice", "-"], b'{"gestation": "37+6", "age_hours": 48, "bilirubin_umol_l": 251}'),
        (["bilirubin-nice", "-"], b'{"gestation": 39, "age_hours": 48, "bilirubin_umol_l": 251}'),
        (["growth-who", "-"], b'{"sex": "x", "age_days": 3, "weight_g": 3000}'),
        (["epds", "-"], b'{"scores": "1111111111"}'),
        (["ichom", "-"], b'{"scores": {"unheard_of": 1}}'),
        (["bilirubin", "-"], b"{}"),
        (["../meows", "-"], b"{}"),
        (["meows"], b""),
        ([], b""),
        (["meows", "-", "--lang", "la"], b"{}"),
    ],
    ids=lambda value: str(value[:50]),
)  # fmt: skip
def test_bad_input_gets_one_sentence_and_exit_2(arguments: list[str], given: bytes) -> None:
    done = run(*arguments, given=given)
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert b"went wrong inside" not in done.stderr
    assert done.stderr.startswith(b"kraamkring: ")


def test_what_was_given_is_never_repeated() -> None:
    done = run("meows", "-", given=b'{"temperature_c": 123.456}')
    assert b"temperature_c" in done.stderr
    assert b"123" not in done.stderr


@pytest.mark.parametrize("name", ["bilirubin-nice", "growth-who", "temperature-trend", "weight-loss"])
def test_a_chart_is_drawn_into_a_file(tmp_path: Path, name: str) -> None:
    svg, page = tmp_path / "chart.svg", tmp_path / "chart.html"
    example = str(ROOT / "docs" / "examples" / "warnings" / f"{name}.json")
    done = run(name, example, "--svg", str(svg), "--page", str(page), "--lang", "nl")
    assert (done.returncode, done.stderr) == (0, b"")
    assert svg.read_text(encoding="utf-8").startswith("<?xml")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chart.html", "chart.svg"]


def test_a_file_that_stands_there_is_kept_when_anything_goes_wrong(tmp_path: Path) -> None:
    svg = tmp_path / "chart.svg"
    svg.write_text("mine", encoding="utf-8")
    example = str(ROOT / "docs" / "examples" / "warnings" / "meows.json")
    for arguments in (["meows", example], ["weight-loss", example]):
        done = run(*arguments, "--svg", str(svg))
        assert (done.returncode, done.stdout) == (2, b"")
    assert svg.read_text(encoding="utf-8") == "mine"
    good = str(ROOT / "docs" / "examples" / "warnings" / "weight-loss.json")
    for nowhere in (tmp_path / "none" / "chart.svg", tmp_path):
        done = run("weight-loss", good, "--svg", str(nowhere))
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["chart.svg"]


def test_warnings_never_load_django(tmp_path: Path) -> None:
    example = ROOT / "docs" / "examples" / "warnings" / "weight-loss.json"
    code = (
        "import sys; from kraamkring.config.command_line import main; "
        f"main(['warn', 'weight-loss', {str(example)!r}, '--svg', {str(tmp_path / 'a.svg')!r}]); "
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_process_of_its_own_answers_the_same() -> None:
    command = [sys.executable, "-m", "kraamkring.config.command_line", "warn", "no-such-file.json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
