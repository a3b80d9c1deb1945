"""Every medical word of the glossary was looked for in published usage: docs/glossary-sources.md says where it stands.

A new word cannot enter without a look, and what GLOSSARY.md says of the looking is counted here.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

import pytest

from .test_glossary import GLOSSARY, SECTIONS, words_in

SOURCES = GLOSSARY.parent / "docs" / "glossary-sources.md"
COLUMNS = {"Nederlands": 1, "Français": 2, "Deutsch": 3}  # of the medical sections
OF_PARENTS = {"Türkçe": 2, "العربية": 3}  # of the list for parents
NOT_FOUND = "not found"


class Look(NamedTuple):
    """A word that was looked for: in which source it stands, and the day of looking."""

    word: str
    source: str
    day: str


def cells(line: str) -> list[str]:
    return [each.strip() for each in line.strip("|").split("|")]


def chapters(text: str) -> dict[str, list[list[str]]]:
    """The rows of the table under each heading, without its head."""
    found: dict[str, list[list[str]]] = {}
    for chapter in text.split("\n## ")[1:]:
        title, *lines = chapter.splitlines()
        found[title.strip()] = [cells(line) for line in lines if line.startswith("|")][2:]
    return found


def medical_words(language: str) -> set[str]:
    """The words of the glossary in a language, in small letters."""
    medical, parents = GLOSSARY.read_text("utf-8").split("\n## ")[:2]
    found: set[str] = set()
    if language in OF_PARENTS:
        rows = [cells(line) for line in parents.splitlines() if line.startswith("|")][2:]
        return {word for row in rows for word in words_in(row[OF_PARENTS[language]])}
    section = ""
    for row in (cells(line) for line in medical.splitlines()):
        if row[0].startswith("**"):
            section = row[0].strip("*")
        elif section in SECTIONS and len(row) > COLUMNS[language]:
            found.update(words_in(row[COLUMNS[language]]))
    return found


def looks(language: str) -> list[Look]:
    return [Look(*row) for row in chapters(SOURCES.read_text("utf-8"))[language]]


LANGUAGES = (*COLUMNS, *OF_PARENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_medical_word_was_looked_for(language: str) -> None:
    words, rows = medical_words(language), [each.word.lower() for each in looks(language)]
    assert len(words) > 30, "the glossary is read"
    assert words - set(rows) == set(), (
        "looked for by nobody: find where the field uses it, or write `not found`"
    )
    assert set(rows) - words == set(), "no longer a word of the glossary"
    assert len(rows) == len(set(rows)), "one row a word"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_stands_in_a_source_that_is_named_or_was_not_found(language: str) -> None:
    named = {row[0] for row in chapters(SOURCES.read_text("utf-8"))["Sources"]}
    for each in looks(language):
        assert each.source in named | {NOT_FOUND}, each
        assert re.fullmatch(r"\d\d-\d\d-\d{4}", each.day), each
        datetime.strptime(each.day, "%d-%m-%Y")  # noqa: DTZ007  # a day has no zone


def test_every_source_has_a_title_a_publisher_and_a_place_and_is_used() -> None:
    sources = chapters(SOURCES.read_text("utf-8"))["Sources"]
    assert all(len(row) == 4 and all(row) for row in sources)
    assert {row[0] for row in sources} == {
        each.source for language in LANGUAGES for each in looks(language)
    } - {NOT_FOUND}


def test_the_glossary_says_how_many_of_its_words_are_attested() -> None:
    """No professional is named who has not read it, and no word counts as attested that is not."""
    said = GLOSSARY.read_text("utf-8").split("\n| English")[0]
    for language in LANGUAGES:
        rows = looks(language)
        attested = sum(each.source != NOT_FOUND for each in rows)
        assert f"| {language} | {attested} | {len(rows) - attested} |" in said
    assert "No professional has read it yet" in said
