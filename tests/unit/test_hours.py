"""Schemes of maternity care: what they refuse, and that every rule speaks four languages."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from kraamkring import packs
from kraamkring.core.kernel.errors import BadCard, ImpossibleFact
from kraamkring.core.kraamzorg.days import even
from kraamkring.core.kraamzorg.family import Family
from kraamkring.core.kraamzorg.indicate import indicate
from kraamkring.core.kraamzorg.reading import read_family
from kraamkring.core.kraamzorg.scheme import Book, NeedsScheme, PackageScheme
from kraamkring.core.pathway.cards import LANGUAGES
from kraamkring.packs.kraamzorg import book, book_of, books


def lip() -> tuple[dict[str, Any], Book]:
    file = files(packs) / "nl" / "schemes" / "lip.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")), book("lip")


def test_the_law_gave_ten_days_from_2006_and_six_weeks_from_2024() -> None:
    scheme = book("lip").scheme
    assert isinstance(scheme, PackageScheme)
    edition = scheme.editions[0]
    assert edition.legal_limit(date(2005, 12, 31)) is None
    limits = {
        day: edition.legal_limit(day) for day in (date(2006, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    }
    assert [limit.days if limit else None for limit in limits.values()] == [10, 10, 42]


def test_the_average_of_flanders_is_that_of_2016() -> None:
    scheme = book("vlg").scheme
    assert isinstance(scheme, PackageScheme)
    assert [(each.year, each.hours_per_family, each.families) for each in scheme.averages] == [
        (2016, 30.17, 13571)
    ]
    assert round(409_417.33 / 13_571, 2) == 30.17


def test_a_scheme_whose_parts_do_not_add_up_is_refused() -> None:
    said, known = lip()
    said["edition"][0]["part"][0]["first_child_hours"] = 10
    with pytest.raises(BadCard, match="do not add up"):
        book_of(said, known.words, known.sources, "lip.toml")


def test_a_rule_without_a_sentence_a_source_or_a_note_is_refused() -> None:
    for field, value, problem in (
        ("rule", "unheard-of", "no sentence"),
        ("source", "unheard-of", "no source"),
        ("certainty", "proposed", "does not say why"),
    ):
        said, known = lip()
        said["edition"][0]["minimum"][field] = value
        with pytest.raises(BadCard, match=problem):
            book_of(said, known.words, known.sources, "lip.toml")


@pytest.mark.parametrize("method", ["lip", "klim", "vlg"])
def test_no_clinician_is_invented(method: str) -> None:
    assert book(method).scheme.sign.checked_by == "not reviewed"


def test_every_sentence_asks_for_the_same_things_in_each_language() -> None:
    for code, sentence in book("lip").words.sentences.items():
        for said in (sentence.label, sentence.label_one, sentence.parent, sentence.professional):
            if said is not None:
                asked = {
                    language: set(re.findall(r"\{(\w+)\}", getattr(said, language))) for language in LANGUAGES
                }
                assert all(each == asked["en"] for each in asked.values()), (code, asked)


def test_sentences_for_parents_are_short() -> None:
    for code, sentence in book("lip").words.sentences.items():
        for language in LANGUAGES:
            for part in re.split(r"[.!?:;] ", getattr(sentence.parent, language)):
                assert len(part.split()) <= 24, (code, language, part)


def test_no_sentence_is_the_same_in_two_languages() -> None:
    for code, sentence in book("lip").words.sentences.items():
        assert len({getattr(sentence.parent, language) for language in LANGUAGES}) == len(LANGUAGES), code


def test_every_sentence_is_used_by_a_rule_or_by_the_sum() -> None:
    used = {"sum", "to-be-judged", "difference-line", "difference-no-line"}
    for each in books().values():
        used |= _rules(each.scheme)
    assert set(book("lip").words.sentences) == used


def _rules(scheme: PackageScheme | NeedsScheme) -> set[str]:
    return set(re.findall(r"'rule': '([^']+)'", str(scheme.model_dump())))


def test_evenly_over_days_with_the_rest_first() -> None:
    assert even(10, 3, 0.5, 8) == [3.5, 3.5, 3]
    assert even(0, 3, 0.5, 8) == [0, 0, 0]
    assert even(100, 2, 0.5, 8) == [8, 8]
    assert even(7.75, 2, 0.5, 8) == [4, 3.75]
    assert even(5, 0, 0.5, 8) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ('{"discharged_on": "2025-06-02"}', "discharged_on"),
        ('{"born_on": "2025-06-02", "discharged_on": "2025-06-01"}', "discharged_on"),
        ('{"born_on": "2025-06-02", "discharged_on": "2025-06-03", "hospital_days": 2}', "hospital_days"),
        ('{"place_of_birth": "home", "hospital_days": 2}', "hospital_days"),
        ('{"wishes_fewer_hours": false, "wished_hours": 30}', "wished_hours"),
        ('{"concerns": ["mother_health", "mother_health"]}', "concerns"),
        ('{"pause_days": [3, 3]}', "pause_days"),
        ('{"given": [{"on": "2025-06-02", "hours": 3}], "hours_given": 3}', "hours_given"),
        ('{"indications": [{"on": "2025-06-02", "hours": 3, "moment": "intake"}, '
         '{"on": "2025-06-02", "hours": 4, "moment": "intake"}]}', "indications"),
        ('{"loss": {"gestation": "20"}}', "loss.gestation"),
        ('{"hour_table": {"source": "x", "packages": [{"name": "A", "hours": 1}, {"name": "A", "hours": 2}]}}',
         "hour_table.packages"),
        ('{"newborns": 0}', "newborns"),
        ('{"newborns": "2"}', "newborns"),
        ('{"wished_hours": NaN}', ""),
        ('{"wished_hours": 1e400}', "wished_hours"),
        ('{"newborns": 1, "newborns": 2}', "newborns"),
        ('{"born_on": "2025-06-02T10:00:00+02:00"}', "born_on"),
        ("[]", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(said: str, field: str) -> None:
    with pytest.raises(ImpossibleFact) as refused:
        read_family(said)
    assert refused.value.field == field


def test_the_same_family_always_gets_the_same_answer() -> None:
    family = Family(feeding="formula", hospital_days=3, newborns=2)
    today = date(2025, 6, 2)
    assert indicate(family, book("lip"), today) == indicate(family, book("lip"), today)
