"""`kraamkring pathway` and `eligible` as others' scripts use them: real processes, real files."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.asking import typed

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.json"))


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return typed(*arguments, given=given)


def schema(name: str) -> dict[str, object]:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_example_goes_in_and_comes_out_as_the_schemas_say(example: Path, language: str) -> None:
    jsonschema.validate(json.loads(example.read_bytes()), schema("facts"))
    dutch = json.loads(example.read_bytes()).get("region") == "nl"  # no criteria for a short stay there
    for command in ("pathway",) if dutch else ("pathway", "eligible"):
        done = run(command, str(example), "--at", "2026-10-16T18:30:00+02:00", "--lang", language)
        assert (done.returncode, done.stderr) == (0, b"")
        jsonschema.validate(json.loads(done.stdout), schema(command))


def test_the_friday_evening() -> None:
    def state(at: str) -> str:
        done = run("pathway", str(ROOT / "docs/examples/friday-evening.json"), "--pack", "be-vlg", "--at", at)
        activities = {each["key"]: each for each in json.loads(done.stdout)["activities"]}
        return activities["first-home-visit/mother/homecoming/1"]["state"]

    assert state("2026-10-16T18:30:00+02:00") == "at_risk"
    assert state("2026-10-17T18:00:00+02:00") == "at_risk"
    assert state("2026-10-17T16:00:01+00:00") == "gap"


def test_the_dutch_morning_after() -> None:
    """The states that docs/pathway.md shows."""
    done = run("pathway", str(ROOT / "docs/examples/nl-home-birth.json"), "--at", "2026-10-16T12:00:00+02:00")
    found = {each["key"]: (each["latest"], each["state"]) for each in json.loads(done.stdout)["activities"]}
    shown = (
        (ROOT / "docs/pathway.md").read_text(encoding="utf-8").split("## The Netherlands")[1].split("## ")[0]
    )
    for key in (
        "maternity-care-start/mother/homecoming/1",
        "maternity-care-day/mother/birth/2",
        "birth-declaration/newborn-1/birth/1",
        "blood-spot/newborn-1/birth/1",
        "rsv/newborn-1/birth/1",
    ):
        latest, state = found[key]
        assert f"| `{key}` | {latest} | `{state}`" in shown


def test_where_there_are_no_criteria_it_says_so() -> None:
    done = run("eligible", str(ROOT / "docs/examples/nl-home-birth.json"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().strip() == (
        "kraamkring: pack: there are no criteria short_stay for nl. Ask it of another region."
    )


@pytest.mark.parametrize(
    ("number", "code"), [("999910413", 0), ("999910414", 2), ("93051822361", 2), ("", 2)]
)
def test_a_dutch_family_has_a_bsn(number: str, code: int) -> None:
    facts = json.loads((ROOT / "docs/examples/nl-home-birth.json").read_bytes()) | {"mother_number": number}
    done = run("pathway", "-", given=json.dumps(facts).encode())
    assert done.returncode == code
    assert not number or number.encode() not in done.stderr


def test_facts_come_from_standard_input_too() -> None:
    facts = (ROOT / "docs/examples/just-booked.json").read_bytes()
    done = run("pathway", "-", given=facts)
    assert done.returncode == 0
    assert json.loads(done.stdout)["format"] == "kraamkring.pathway/1"


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["pathway", "nowhere.json"], b""),
        (["pathway", "."], b""),
        (["pathway", "x" * 5000], b""),
        (["pathway", "-"], b"not json"),
        (["pathway", "-"], b"\xff\xfe\x00"),
        (["pathway", "-"], b"[" * 100_000),
        (["pathway", "-"], b" " * 50_000_000),
        (["pathway", "-"], b'{"booked_on": "2026-03-02"}'),
        (["pathway", "-", "--at", "2026-10-16T18:30:00"], b"{}"),
        (["pathway", "-", "--at", "soon"], b"{}"),
        (["pathway", "-", "--pack", "be-moon"], b"{}"),
        (["pathway", "-", "--lang", "la"], b"{}"),
        (["pathway"], b""),
        (["eligible", "-"], b"{}"),
        (["unheard-of"], b""),
        ([], b""),
    ],
    ids=lambda value: repr(value[:20]),
)  # fmt: skip
def test_bad_input_gets_one_sentence_and_exit_2(arguments: list[str], given: bytes) -> None:
    done = run(*arguments, given=given)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode().strip().splitlines()[-1].startswith("kraamkring")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mother_number", "93051822362"),
        ("mother_number", "79121137740"),
        ("network", [{"role": "gp", "number": "12345678901"}]),
    ],
)
def test_wrong_check_digits_are_refused_without_repeating_them(field: str, value: object) -> None:
    facts = json.loads((ROOT / "docs/examples/just-booked.json").read_bytes())
    done = run("pathway", "-", given=json.dumps({**facts, field: value}).encode())
    assert done.returncode == 2
    assert field.encode() in done.stderr
    assert str(value).encode() not in done.stderr
    assert b"12345678901" not in done.stderr


def test_the_pathway_never_loads_django() -> None:
    code = (
        "import sys; from kraamkring.config.command_line import main; "
        f"main(['pathway', {str(EXAMPLES[0])!r}]); assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_process_of_its_own_answers_the_same() -> None:
    command = [sys.executable, "-m", "kraamkring.config.command_line", "pathway", "no-such-file.json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
