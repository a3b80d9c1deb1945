"""Every message of the doors is translated into nl, fr and de; what is compiled is what is written."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from . import catalogue


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
@pytest.mark.parametrize("door", catalogue.doors(), ids=lambda door: door.name)
def test_nothing_is_missing_uncertain_or_stale(door: Path, language: str) -> None:
    faults = list(catalogue.faults(door, language))
    assert not faults, "\n".join([*faults, "Mend with: python -m tests.doors.catalogue, then translate"])


def test_messages_of_code_and_of_templates_are_found() -> None:
    found = {message.id for door in catalogue.doors() for message in catalogue.messages(door)}
    assert "Give the due date." in found  # forms.py
    assert "Needs somebody now" in found  # a template
    assert "Edition of %(day)s" in found  # blocktrans


def test_what_the_storeys_below_refuse_with_is_said_in_the_readers_language() -> None:
    sentences = {sentence for sentence, *_ in catalogue.refused()}
    assert "nobody recorded that this person is in hospital" in sentences  # rooms, what is wrong
    assert "Record the birth first" in sentences  # what to do about it
    assert "she has not agreed that you see this part" in sentences  # core.access.SENTENCES
    ui = catalogue.DOORS / "ui"
    for language in catalogue.LANGUAGES:
        there = catalogue.read(catalogue.po_file(ui, language), language)
        assert not {
            sentence for sentence in sentences if not (there.get(sentence) and there.get(sentence).string)
        }


def test_the_same_words_are_the_same_in_every_door() -> None:
    """Django joins the catalogues of all doors: of two that differ, one would win everywhere."""
    for language in catalogue.LANGUAGES:
        said: dict[object, set[object]] = {}
        for door in catalogue.doors():
            for message in catalogue.read(catalogue.po_file(door, language), language):
                said.setdefault((message.id, message.context), set()).add(message.string)
        assert not {key: strings for key, strings in said.items() if len(strings) > 1 and key[0]}


def test_an_empty_translation_is_a_fault(tmp_path: Path) -> None:
    door = tmp_path / "door"
    file = catalogue.po_file(door, "nl")
    file.parent.mkdir(parents=True)
    (door / "words.py").write_text('_("Hello")\n')
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hello"\nmsgstr ""\n'
    )
    file.with_suffix(".mo").write_bytes(catalogue.compiled(Catalog(locale="nl")))
    catalogue.DOORS, kept = tmp_path, catalogue.DOORS
    try:
        faults = list(catalogue.faults(door, "nl"))
    finally:
        catalogue.DOORS = kept
    assert "nl: not translated Hello" in faults
