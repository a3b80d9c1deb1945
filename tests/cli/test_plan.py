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


@pytest.mark.parametrize(("kind", "problem"), [("week", WEEK), ("round", ROUND)])
def test_several_searches_at_once_find_the_same_plan_again(
    kind: str, problem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.json", "b.json"):
        words = ["plan", kind, str(problem), "--steps", "1000", "--threads", "2", "-o", str(tmp_path / name)]
        assert main(words) == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    with pytest.raises(SystemExit):
        main(["plan", kind, str(problem), "--threads", "0", "-o", str(tmp_path / "c.json")])
    assert "is not a whole number from 1 to" in capsys.readouterr().err


EVENTS = ROOT / "docs" / "examples" / "planning" / "small-events.json"


def test_a_running_week_is_planned_anew_and_says_what_changes_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, new = tmp_path / "plan.json", tmp_path / "new.json"
    assert main(["plan", "week", str(WEEK), "--steps", "500", "-o", str(plan)]) == 0
    capsys.readouterr()
    words = ["plan", "replan", str(WEEK), str(plan), str(EVENTS), "--today", "2", "--steps", "250"]
    assert main([*words, "-o", str(new)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert " changes, " in lines[0]
    assert any("(bea is ill on day 2)" in line for line in lines)
    assert any("(The birth moved the care days of yilmaz)" in line for line in lines)
    shifts = json.loads(new.read_bytes())["shifts"]
    passed = [each for each in json.loads(plan.read_bytes())["shifts"] if each["day"] < 2]
    assert [each for each in shifts if each["day"] < 2] == passed
    assert not any(each["carer"] == "bea" and each["day"] in (2, 3) for each in shifts)
    assert main([*words, "--weighted", "-o", str(new)]) == 0


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([{"what": "earthquake"}], "events[0].what: this code is not known here"),
        ([{"what": "born", "family": "maes"}], "events[0].days: this is missing"),
        ([{"what": "left", "family": "nobody"}], "events[0]: it names a family or carer that is not there"),
        ([{"what": "left", "famly": "maes"}], "Perhaps family is meant"),
        ([{"what": "born", "family": "maes", "days": [9]}], "a care day lies outside the period"),
    ],
)
def test_events_that_are_wrong_are_one_sentence_and_nothing_is_written(
    events: list[dict[str, Any]], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, said, new = tmp_path / "plan.json", tmp_path / "events.json", tmp_path / "new.json"
    plan.write_text('{"shifts": []}')
    said.write_text(json.dumps({"events": events}))
    assert main(["plan", "replan", str(WEEK), str(plan), str(said), "--today", "0", "-o", str(new)]) == 2
    assert says in capsys.readouterr().err
    assert not new.exists()


def with_expected(tmp_path: Path, **fields: Any) -> Path:
    """The small week with a family still to come, due on the day after its first."""
    una = {"id": "una", "hours_per_day": 4, "xy": [5.0, 5.0], "care_days": 5, "planned": "2026-11-25"}
    one = {
        name: value
        for name, value in {**una, "due_date": "2026-12-02", **fields}.items()
        if value is not None
    }
    instance = tmp_path / "expected.json"
    instance.write_bytes(changed(start="2026-11-23", expected=[one]))
    return instance


def test_room_is_kept_for_a_family_still_to_come_and_it_is_there_when_its_child_is_born(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance, plan, new = with_expected(tmp_path), tmp_path / "plan.json", tmp_path / "new.json"
    assert main(["plan", "week", str(instance), "--steps", "250", "-o", str(plan)]) == 0
    assert "1 families are expected, 1.0 births in these days: room is kept on 5 of 5 care days" in (
        capsys.readouterr().out
    )
    solution = json.loads(plan.read_bytes())
    assert [each["day"] for each in solution["room"]] == [2, 3, 4, 5, 6]
    assert "una" not in {each["family"] for each in solution["shifts"]}
    events = tmp_path / "events.json"
    events.write_text('{"events": [{"what": "born", "family": "una", "days": [2, 3]}]}')
    words = ["plan", "replan", str(instance), str(plan), str(events), "--today", "2", "--steps", "250"]
    assert main([*words, "-o", str(new)]) == 0
    assert "(The birth moved the care days of una)" in capsys.readouterr().out
    now = json.loads(new.read_bytes())
    assert {each["day"] for each in now["shifts"] if each["family"] == "una"} == {2, 3}
    assert now["room"] == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"due_date": None}, "expected[0]: it says neither chances nor a due date"),
        ({"chances": [0.7, 0.7]}, "expected[0].chances: there is at most one chance for each day"),
        ({"id": "maes"}, "expected: an id stands there twice"),
        ({"care_days": 0}, "expected[0].care_days: care lasts from 1 to 10 days"),
        ({"days": [1]}, "expected[0].days: there is no such field"),
    ],
)
def test_who_is_expected_wrongly_is_one_sentence(
    fields: dict[str, Any], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "plan.json"
    words = ["plan", "week", str(with_expected(tmp_path, **fields)), "--steps", "0", "-o", str(into)]
    assert main(words) == 2
    assert says in capsys.readouterr().err
    assert not into.exists()


def test_a_due_date_needs_the_date_of_the_first_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = with_expected(tmp_path)
    instance.write_bytes(json.dumps({**json.loads(instance.read_bytes()), "start": None}).encode())
    assert main(["plan", "week", str(instance), "--steps", "0", "-o", str(tmp_path / "plan.json")]) == 2
    assert "start: this is missing. Name the first day, or give chances" in capsys.readouterr().err
