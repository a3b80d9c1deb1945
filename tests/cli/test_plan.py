"""`kraamkring plan` as a stranger uses it: real processes, real files, and everything that can be wrong."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kraamkring.config.command_line import main
from kraamkring.config.commands.planning import Seconds
from kraamkring.core.planning.week.document import read_plan, read_week
from kraamkring.packs.planning import week_rules

ROOT = Path(__file__).parents[2]
WEEK = ROOT / "docs" / "examples" / "planning" / "small-week.json"
COMMAND = [sys.executable, "-m", "kraamkring.config.command_line", "plan", "week"]


def said() -> dict[str, Any]:
    return json.loads(WEEK.read_bytes())


def test_a_week_is_planned_in_a_process_of_its_own(tmp_path: Path) -> None:
    into = tmp_path / "plan.json"
    done = subprocess.run(
        [*COMMAND, str(WEEK), "--seconds", "0.5", "--seed", "3", "-o", str(into)],
        capture_output=True,
        check=True,
        timeout=600,
    )
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "4 families, 17 care days, 3 carers"
    assert any(line.startswith("cost ") for line in lines)
    assert lines[-1].startswith("bound ")
    assert "% above the best conceivable" in lines[-1]
    problem, _ = read_week(WEEK.read_bytes(), week_rules())
    assert read_plan(into.read_bytes(), problem).shifts
    assert list(tmp_path.iterdir()) == [into]


def test_the_same_seed_and_steps_write_the_same_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.json", "b.json"):
        assert main(["plan", "week", str(WEEK), "--steps", "500", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    out = capsys.readouterr().out
    assert "extra carers" in out
    assert f"written to {tmp_path / 'b.json'}" in out


def test_a_plan_can_be_begun_with_and_is_counted_in_the_order_of_the_product(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert main(["plan", "week", str(WEEK), "--steps", "0", "-o", str(first)]) == 0
    again = [
        "plan",
        "week",
        str(WEEK),
        "--steps",
        "250",
        "--in-order",
        "--start",
        str(first),
        "-o",
        str(second),
    ]
    assert main(again) == 0
    problem, _ = read_week(WEEK.read_bytes(), week_rules())
    assert read_plan(second.read_bytes(), problem).shifts


def changed(**fields: Any) -> bytes:
    return json.dumps({**said(), **fields}).encode()


def family(**fields: Any) -> bytes:
    families = said()["families"]
    return changed(families=[{**families[0], **fields}, *families[1:]])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "this is not JSON"),
        (b"[]", "must be an object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"days": NaN}', "NaN"),
        (changed(weight={}), "Perhaps weights is meant"),
        (changed(days=0), "days: a period has 1 to"),
        (changed(days="eight"), "days: this is not a whole number"),
        (changed(days=10**6), "days: this is too high"),
        (changed(minimum_hours=0), "minimum_hours: this is too low"),
        (changed(minimum_hours=7), "families[0].hours_per_day: hours a day go from 7 to 8"),
        (changed(weights={**said()["weights"], "extra_carer": -1}), "weights.extra_carer: this is too low"),
        (family(days=[0, 0]), "families[0].days: a day stands there twice"),
        (family(days=[8]), "families[0].days: a care day lies outside the period"),
        (family(days=[-1]), "families[0].days[0]: this is too low"),
        (family(id="maes"), "families: an id stands there twice"),
        (family(xy=[1]), "families[0].xy"),
        (family(previous_carer=["bea"]), "Perhaps previous_carers is meant"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(
    given: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance, into = tmp_path / "week.json", tmp_path / "plan.json"
    instance.write_bytes(given)
    assert main(["plan", "week", str(instance), "--seconds", "1", "-o", str(into)]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("kraamkring: ")
    assert says in error
    assert not into.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.json", "-o", "{tmp}/plan.json"], "cannot be read"),
        (["{week}", "-o", "{tmp}"], "is a folder"),
        (["{week}", "-o", "{tmp}/nowhere/plan.json"], "does not exist"),
        (["{week}", "-o", "{tmp}/" + "x" * 300], "not a file name"),
        (["{week}", "--start", "{week}", "-o", "{tmp}/plan.json"], "there is no such field"),
    ],
)
def test_files_that_cannot_be_used(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [each.format(week=WEEK, tmp=tmp_path) for each in arguments]
    assert main(["plan", "week", *words, "--steps", "0"]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong", [["--seconds", "-1"], ["--seconds", "nan"], ["--seconds", "x"], ["--steps", "-1"], []]
)
def test_words_that_cannot_be_used(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    into = ["-o", "plan.json"] if wrong else []
    with pytest.raises(SystemExit) as ended:
        main(["plan", "week", str(WEEK), *into, *wrong])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_no_plan_is_begun_with_that_breaks_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"shifts": [{"family": "maes", "day": 7, "carer": "bea", "hours": 4}]}))
    words = ["plan", "week", str(WEEK), "--start", str(wrong), "-o", str(tmp_path / "plan.json")]
    assert main(words) == 2
    assert "no care day of maes" in capsys.readouterr().err


def test_a_search_of_no_seconds_is_over_at_once() -> None:
    assert Seconds(0).share(0) == 1.0
    assert 0 <= Seconds(1000).share(0) < 1


ROUND = ROOT / "docs" / "examples" / "planning" / "small-round.json"


def test_rounds_of_a_day_are_planned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "rounds.json"
    assert main(["plan", "round", str(ROUND), "--steps", "5000", "-o", str(into)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 visits, 2 carers"
    found = json.loads(into.read_bytes())
    assert sorted(each["caregiver_id"] for each in found["routes"]) == ["bea", "carla"]
    assert sum(len(each["locations"]) for each in found["routes"]) == 6


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"distances": [[0]]}, "distances: there must be a row"),
        ({"patients": "many"}, "patients: this must be a list"),
        ({"caregivers": []}, "nobody there can do this"),
        ({"distances": None}, "distances: this must be a list"),
    ],
)
def test_a_day_that_is_wrong_is_one_sentence(
    change: dict[str, Any], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance, into = tmp_path / "day.json", tmp_path / "rounds.json"
    instance.write_text(json.dumps({**json.loads(ROUND.read_bytes()), **change}))
    assert main(["plan", "round", str(instance), "-o", str(into)]) == 2
    assert says in capsys.readouterr().err
    assert not into.exists()
