"""`kraamkring workforce` as a stranger uses it."""

import json
from pathlib import Path

from tests.cli.asking import typed

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "figures" / "workforce-2035.toml"


def test_the_example_is_simulated_from_a_file_and_from_standard_input() -> None:
    text = EXAMPLE.read_bytes().replace(b"runs = 1000", b"runs = 20")
    done = typed("workforce", "-", given=text)
    assert (done.returncode, done.stderr) == (0, b"")
    report = json.loads(done.stdout)
    assert report["format"] == "kraamkring.workforce/1"
    assert report["midwives"]["by_stay"][2]["visits_each"] == 3
    assert b"full-time midwives for" in typed("workforce", "-", "--text", given=text).stdout


def test_what_is_wrong_is_one_sentence_and_exit_2() -> None:
    for words, given, says in (
        (["nowhere.toml"], b"", "cannot be read"),
        (["-"], b"not toml", "this is not TOML"),
        ([], b"", "SCENARIO.toml"),
    ):
        done = typed("workforce", *words, given=given)
        assert (done.returncode, done.stdout) == (2, b"")
        assert says in done.stderr.decode().splitlines()[-1]
