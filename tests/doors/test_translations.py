"""Every message of the doors is translated into nl, fr and de, and what parents meet into tr and ar; what is compiled
is what is written."""

import ast
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from . import catalogue

DOORS = Path(__file__).parents[2] / "kraamkring" / "doors"


@pytest.mark.parametrize(
    ("door", "language"),
    [(door, language) for door in catalogue.doors() for language in catalogue.languages(door)],
    ids=lambda each: each.name if isinstance(each, Path) else each,
)
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
    for language in (*catalogue.LANGUAGES, *catalogue.OF_PARENTS):
        said: dict[object, set[object]] = {}
        for door in catalogue.doors():
            if language not in catalogue.languages(door):
                continue
            for message in catalogue.read(catalogue.po_file(door, language), language):
                said.setdefault((message.id, message.context), set()).add(message.string)
        assert not {key: strings for key, strings in said.items() if len(strings) > 1 and key[0]}


@pytest.mark.parametrize(
    ("many", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (103, 3)]
)
def test_arabic_counts_in_six_forms(many: int, form: int) -> None:
    """As in Unicode: zero, one, two, few, many, other. Babel alone would write the last two in another order."""
    for door in catalogue.doors():
        if "ar" in catalogue.languages(door):
            there = catalogue.read(catalogue.po_file(door, "ar"), "ar")
            assert there.num_plurals == 6
            assert c2py(there.plural_expr)(many) == form


@pytest.mark.parametrize(("many", "form"), [(1, 0), (2, 1), (11, 1)])
def test_turkish_counts_in_two_forms(many: int, form: int) -> None:
    for door in catalogue.doors():
        if "tr" in catalogue.languages(door):
            assert c2py(catalogue.read(catalogue.po_file(door, "tr"), "tr").plural_expr)(many) == form


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


def test_no_words_hide_inside_another_string() -> None:
    """Whoever looks for words to translate does not see them in the braces of an f-string: there only words stand that
    are found elsewhere too."""
    hidden = {
        call.args[0].value
        for path in DOORS.rglob("*.py")
        for whole in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "_t", "gettext")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    known = {
        message.id
        for door in catalogue.doors()
        for message in catalogue.read(catalogue.po_file(door, "nl"), "nl")
    }
    assert not hidden - known
