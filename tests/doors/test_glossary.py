"""Medical words come from the glossary: where a sentence uses one, each of its translations uses the glossary's word.

The glossary is one page for a midwife to read and correct. It was held to published usage (test_glossary_sources.py);
no professional has read it yet, and GLOSSARY.md says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from . import catalogue

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"
SECTIONS = ("The care", "Going home", "The child", "Time")
ENDING = 3  # letters at the end of a word that may differ: plurals, cases
SHORT = 3  # words of so many letters are articles and prepositions


class Term(NamedTuple):
    """A word of the field: in English, and in a language any of its words."""

    english: str
    words: tuple[str, ...]


def words_in(cell: str) -> tuple[str, ...]:
    """The words of a cell, without what stands in brackets."""
    plain = re.sub(r"\([^)]*\)|`", "", cell).lower()
    return tuple(each.strip() for each in re.split("[,;،؛]", plain) if each.strip())


def terms(language: str) -> Iterator[Term]:
    """The medical words of the glossary."""
    column, section = 1 + catalogue.LANGUAGES.index(language), ""
    for line in GLOSSARY.read_text("utf-8").split("\n## ")[0].splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        if cells[0].startswith("**"):
            section = cells[0].strip("*")
        elif section in SECTIONS and len(cells) > column:
            yield from (
                Term(each, words_in(cells[column]))
                for each in words_in(cells[0])
                if " " in each or len(each) > 5
            )


def says(text: str, term: Term) -> bool:
    """Whether a text uses one of the words, in whatever number and case."""
    return any(
        word in text
        if all(len(part) <= SHORT for part in word.split())
        else all(
            part[: max(SHORT + 1, len(part) - ENDING)] in text for part in word.split() if len(part) > SHORT
        )
        for word in term.words
    )


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_a_medical_word_is_the_one_of_the_glossary(language: str) -> None:
    found, otherwise = 0, []
    for door in catalogue.doors():
        file = catalogue.po_file(door, language)
        for message in catalogue.read(file, language) if file.exists() else ():
            english, text = _joined(message.id).lower(), _joined(message.string).lower().replace("’", "'")
            for term in terms(language):
                if english and re.search(rf"\b{re.escape(term.english)}s?\b", english):
                    found += 1
                    if not says(text, term):
                        otherwise.append(
                            f"{term.english}: {_joined(message.id)!r} -> {_joined(message.string)!r}"
                        )
    assert not otherwise, f"{len(otherwise)} of {found}\n" + "\n".join(otherwise)
    assert found > 100, "the glossary is read"


def _joined(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)
