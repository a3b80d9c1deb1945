"""`kraamkring cards` as others' scripts use it."""

import json

import jsonschema
import pytest

from kraamkring.packs import protocols

from .test_commands import ROOT, run, schema


@pytest.mark.parametrize("pack", list(protocols()))
def test_every_pack_prints_its_cards_as_the_schema_says(pack: str) -> None:
    done = run("cards", "--pack", pack, "--at", "2026-10-16", "--diff", "2014-01-01", "--lang", "de")
    assert (done.returncode, done.stderr) == (0, b"")
    said = json.loads(done.stdout)
    jsonschema.validate(said, schema("cards"))
    assert [card["activity"] for card in said["cards"]] == [c.activity for c in protocols()[pack].cards]


def test_the_page_shows_what_comes_out() -> None:
    done = run("cards", "--at", "2023-12-31", "--diff", "2024-01-01", "--text")
    assert done.stdout.decode() in (ROOT / "docs" / "cards.md").read_text(encoding="utf-8")


def test_before_the_first_edition_nothing_is_in_force() -> None:
    said = json.loads(run("cards", "--at", "2014-10-20").stdout)
    assert not any(card["in_force"] for card in said["cards"])
    spot = next(card for card in said["cards"] if card["activity"] == "blood-spot")
    assert (spot["edition"], spot["follows_on"]) == (None, "2014-10-21")


def test_a_review_that_is_past_says_so() -> None:
    first = json.loads(run("cards", "--at", "2027-05-22").stdout)
    then = json.loads(run("cards", "--at", "2027-05-23").stdout)
    assert (first["review_overdue"], "first-home-visit" in then["review_overdue"]) == ([], True)


def test_nothing_is_different_on_the_same_day() -> None:
    said = json.loads(run("cards", "--at", "2026-10-16", "--diff", "2026-10-16").stdout)
    assert said["diff"] == {"to": "2026-10-16", "changes": []}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_text_for_people_in_every_language(language: str) -> None:
    said = run("cards", "--text", "--lang", language).stdout.decode()
    assert "{" not in said
    assert "(first-home-visit)" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["--pack", "be-moon"],
        ["--pack", ""],
        ["--at", "soon"],
        ["--at", "2026-02-30"],
        ["--at", ""],
        ["--at", "2026-10-16T18:30:00+02:00"],
        ["--diff", "99999-01-01"],
        ["--diff"],
        ["--lang", "la"],
        ["facts.json"],
    ],
)
def test_bad_input_gets_one_sentence_and_exit_2(arguments: list[str]) -> None:
    done = run("cards", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert done.stderr.startswith(b"kraamkring: ")
