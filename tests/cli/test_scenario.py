"""`kraamkring scenario` as a stranger uses it."""

import json
import subprocess
import sys

import pytest

from tests.cli.asking import typed


def test_it_starts_without_a_database_or_django() -> None:
    line = (
        "import sys; from kraamkring.config.command_line import main; "
        "code = main(['scenario', 'kce']); sys.exit(code or ('django' in sys.modules) * 9)"
    )
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    report = json.loads(done.stdout)
    assert report["format"] == "kraamkring.scenario/1"
    assert [each["saving_eur"] for each in report["scenarios"]] == [0, 431, 716]
    assert [each["saving_with_help_eur"] for each in report["scenarios"]] == [0, 264, 445]


def test_an_assumption_is_set_and_the_answer_says_so() -> None:
    done = typed("scenario", "kce", "--set", "stay_days=3", "--set", "visit_eur=100")
    report = json.loads(done.stdout)
    assert report["asked"]["visits"] == 2
    assert report["asked"]["saving_eur"] == 356
    assert report["changed"] == ["stay_days", "visit_eur"]
    visit = next(each for each in report["assumptions"] if each["name"] == "visit_eur")
    assert (visit["value"], visit["on_the_card"], visit["changed"]) == (100, 62.5, True)
    assert "Derived by us" in visit["note"]


def test_it_can_be_read() -> None:
    text = typed("scenario", "kce", "--text").stdout.decode()
    assert "347.50 euro a day in hospital" in text
    assert "derived by us" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["kce", "--set", "stay_days"], "write a name, = and a number"),
        (["kce", "--set", "stay_days=two"], "this is not a number"),
        (["kce", "--set", "stay_days=nan"], "this is not a number"),
        (["kce", "--set", "stay_days=2", "--set", "stay_days=3"], "this is set twice"),
        (["kce", "--set", "stay_days=-2"], "this cannot be. Give a number from 0.25 to 14"),
        (["kce", "--set", "beds=2"], "there is no such assumption. There is stay_days, visits"),
        (["unheard-of"], "invalid choice"),
        ([], "required"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_2(words: list[str], says: str) -> None:
    done = typed("scenario", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr.decode().splitlines()[-1]
