"""How names are compared, what was typed, and who may be one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.finding import (
    Known,
    contradiction,
    endings,
    folded,
    likeness,
    sought,
    words,
    words_and_numbers,
)
from kraamkring.core.finding.fragments import MOST_FRAGMENTS, Sought
from kraamkring.core.finding.names import LONGEST_FRAGMENT
from kraamkring.core.kernel.errors import Refusal

BORN = date(1994, 3, 12)


# --- names


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("Amina", "amina"),
        ("Zoë", "zoe"),
        ("D'Hondt", "dhondt"),
        ("Van den Berghe", "vandenberghe"),
        ("Anne-Marie", "annemarie"),
        ("Yıldız", "yildiz"),
        ("İnci", "inci"),
        ("Łukasz Sørensen", "lukaszsorensen"),
        ("Strauß", "strauss"),
        ("Đurđa Œuvre Ægir Þóra", "durdaoeuvreaegirthora"),
        ("Ａｍｉｎａ", "amina"),
        ("Nguyễn", "nguyen"),
        ("أمينة", "امينة"),
        ("مُحَمَّد", "محمد"),
        ("Світлана", "світлана".replace("ї", "і")),
        ("王芳", "王芳"),
        ("प्रिया", "प्रिया"),
        ("Leen 2", "leen"),
        ("' - 12", ""),
    ],
)
def test_a_name_is_compared_by_its_letters(name: str, compared: str) -> None:
    assert folded(name) == compared


def test_what_is_typed_is_split_where_there_is_no_letter() -> None:
    assert words("Anne-Marie  d'Hondt, 3") == ("anne", "marie", "d", "hondt")
    assert words_and_numbers("Kerkstraat 12b, 9000 Gent") == ("kerkstraat", "12b", "9000", "gent")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 30))
def test_any_fragment_of_a_name_begins_one_of_its_endings(name: str, start: int, length: int) -> None:
    fragment = folded(name)[start : start + length]
    if fragment:
        assert any(ending.startswith(fragment[:LONGEST_FRAGMENT]) for ending in endings(name))


# --- what was typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ami", Sought(("ami",), (), ())),
        ("Ami JANSS", Sought(("janss", "ami"), (), ())),
        ("12-03-1994", Sought((), (BORN,), ())),
        ("12/3/1994", Sought((), (BORN,), ())),
        ("12.03.1994", Sought((), (BORN,), ())),
        ("12031994", Sought((), (BORN,), ())),
        ("1994-03-12", Sought((), (BORN,), ())),
        ("Amina 12-03-1994", Sought(("amina",), (BORN,), ())),
        ("93.05.18-223.61", Sought((), (), ("93051822361",))),
        ("93 05 18 223 61", Sought((), (), ("93051822361",))),
        ("93051822361", Sought((), (), ("93051822361",))),
        ("leen 93051822361", Sought(("leen",), (), ("93051822361",))),
        ("31-02-1994", Sought((), (), ("31021994",))),
        ("ami ami", Sought(("ami",), (), ())),
        ("x" * 60, Sought(("x" * LONGEST_FRAGMENT,), (), ())),
    ],
)
def test_fragments_dates_and_numbers_are_told_apart(typed: str, found: Sought) -> None:
    assert sought(typed) == found


def test_of_many_fragments_the_longest_count() -> None:
    assert len(sought("a bb ccc dddd eeeee ffffff ggggggg").names) == MOST_FRAGMENTS
    assert "a" not in sought("a bb ccc dddd eeeee ffffff ggggggg").names


@pytest.mark.parametrize("typed", ["", "  ", "-", "'", "%"])
def test_nothing_to_search_by_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="nothing to search by"):
        sought(typed)


# --- one person?

SSIN, OTHER = ("ssin", "93051822361"), ("ssin", "79121137740")


def known(
    given: str = "Amina", family: str = "El Idrissi", born: date | None = BORN, *numbers: object
) -> Known:
    return Known(given_name=given, family_name=family, birth_date=born, numbers=frozenset(numbers))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (known("X", "Y", None, SSIN), "number"),
        (known("Fatima"), "name_and_birth_date"),
        (known("Fatima", "el-idrissi"), "name_and_birth_date"),
        (known("El Idrissi", "Amina"), "name_and_birth_date"),
        (known("Emina", "Peeters"), "birth_date"),
        (known("Ami", "Peeters"), "birth_date"),
        (known("Aimna", "Peeters"), "birth_date"),
        (known("Amina", "EL IDRISSI", None), "name"),
        (known("Fatima", "El Idrissi", None), None),
        (known("Fatima", "Peeters"), None),
        (known("Amina", "El Idrissi", date(1995, 3, 12)), None),
        (known("Amina", "El Idrissi", BORN, OTHER), None),
        (known("Amina", "El Idrissi", BORN, ("bis", "1")), "name_and_birth_date"),
        (Known(), None),
    ],
)
def test_who_may_be_the_same_person(other: Known, why: str | None) -> None:
    asked = known("Amina", "El Idrissi", BORN, SSIN)
    assert likeness(asked, other) == likeness(other, asked) == why


def test_two_of_whom_nothing_is_known_are_not_alike() -> None:
    assert likeness(Known(), Known()) is None
    assert likeness(Known(birth_date=BORN), Known(birth_date=BORN)) is None


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (known(), known(), None),
        (known("", "", None), known(), None),
        (known("A", "B", BORN, SSIN), known("C", "D", BORN, OTHER), "number"),
        (known("A", "B", BORN, SSIN), known("C", "D", BORN, ("bis", "1")), None),
        (known("A", "B", BORN, SSIN, OTHER), known("C", "D", BORN, SSIN), None),
        (known("A", "B", BORN), known("A", "B", date(1994, 12, 3)), "birth_date"),
    ],
)
def test_what_makes_two_of_them(one: Known, other: Known, what: str | None) -> None:
    assert contradiction(one, other) == contradiction(other, one) == what
