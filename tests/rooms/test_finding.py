"""Finding among the pregnancies that one may look at; merges and names keep what is found true."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kraamkring.core.finding import Known, endings, sought
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.identifiers import KnownNumber, unchecked
from kraamkring.rooms.people.actions import (
    complete_person,
    identify,
    merge_persons,
    register_person,
    undo_merge,
)
from kraamkring.rooms.people.finding import mothers_who_may_be, with_all_sought
from kraamkring.rooms.people.models import NameEnding, Person, PersonMerge, PregnancyEpisode, Subject
from kraamkring.rooms.people.queries import episodes_of, one_person, one_person_each, rows_of
from tests.cast import BOOKED, BORN, LATER, Cast, born, cast, leen

pytestmark = pytest.mark.django_db

BIRTHDAY = date(1994, 3, 12)
SSIN = KnownNumber("ssin", "93051822361", checked=True)


def book(people: Cast, given: str, family: str = "Voorbeeld", **more: object) -> PregnancyEpisode:
    mother = Mother(given_name=given, family_name=family, **more)
    return book_pregnancy(facts=leen(), mother=mother, by=people.an, now=BOOKED).episode


def found(people: Cast, typed: str, **how: bool) -> set[str]:
    """The given names of the mothers."""
    scope = episodes_of(people.an)
    return set(with_all_sought(scope, sought(typed), **how).values_list("mother__given_name", flat=True))


# --- names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ami", {"Amina", "Zamira"}),
        ("AMÍ", {"Amina", "Zamira"}),
        ("ina", {"Amina"}),
        ("ami idr", {"Amina"}),
        ("idr ami", {"Amina"}),
        ("dhondt", {"Zamira"}),
        ("d'hondt", {"Zamira"}),
        ("vandenberghe", {"Zoë"}),
        ("berghe zoe", {"Zoë"}),
        ("هاني", {"هانية"}),
        ("ami xyz", set()),
        ("ami\\", {"Amina", "Zamira"}),
    ],
)
def test_any_fragment_finds_her_and_several_must_all_hold(people: Cast, typed: str, names: set[str]) -> None:
    book(people, "Amina", "El Idrissi")
    book(people, "Zamira", "D'Hondt")
    book(people, "Zoë", "Van den Berghe")
    book(people, "هانية", "")
    assert found(people, typed) == names


def test_nobody_is_found_outside_the_scope(people: Cast) -> None:
    book(people, "Amina")
    assert not with_all_sought(episodes_of(people.stranger), sought("amina")).exists()


def test_a_name_that_was_filled_in_later_is_found(people: Cast) -> None:
    mother = book(people, "", "").mother
    assert found(people, "amina") == set()
    kept = complete_person(person=mother, given_name="Amina", birth_date=BIRTHDAY, interpreter_needed=False)
    assert found(people, "amina") == found(people, "12031994") == {"Amina"}
    again = complete_person(person=kept, given_name="Emina", birth_date=date(1990, 1, 1), language="fr")
    assert (again.given_name, again.birth_date) == ("Amina", BIRTHDAY)
    assert (again.language, again.interpreter_needed) == ("fr", False)
    assert found(people, "emina") == set()


def test_only_the_endings_of_her_names_are_kept(people: Cast) -> None:
    person = book(people, "Ann", "Ny").mother
    NameEnding.objects.create(person=person, ending="stale")
    complete_person(person=person)
    assert set(NameEnding.objects.values_list("ending", flat=True)) == endings("Ann") | endings("Ny")


# --- dates and numbers


@pytest.mark.parametrize("typed", ["12-03-1994", "12031994", "1994-03-12", "ami 12/03/1994"])
def test_a_whole_birth_date_finds_her(people: Cast, typed: str) -> None:
    book(people, "Amina", birth_date=BIRTHDAY)
    book(people, "Zamira", birth_date=date(1994, 12, 3))
    assert found(people, typed) == {"Amina"}


def test_a_number_is_found_whole_and_never_in_part(people: Cast) -> None:
    mother = book(people, "Amina").mother
    identify(person=mother, number=unchecked("bis", "93251822361"), now=BOOKED)
    identify(person=mother, number=SSIN, now=LATER)
    for whole in (SSIN.value, "93.05.18-223.61", "93251822361"):
        assert found(people, whole) == {"Amina"}
    for part in ("22361", "361", "9305182236", "93051822361 1"):
        assert found(people, part) == set()


def test_a_number_that_is_no_national_one_is_not_searched(people: Cast) -> None:
    identify(person=book(people, "Amina").mother, number=unchecked("provisional", "12345"), now=BOOKED)
    assert found(people, "12345") == set()


def test_a_child_leads_to_its_family(people: Cast) -> None:
    episode = book(people, "Amina")
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    child = Subject.objects.get(slot="newborn-1").person
    assert child is not None
    complete_person(person=child, given_name="Noor")
    typed = f"{BORN:%d-%m-%Y}"
    assert found(people, f"noor {typed}") == found(people, "amina noor") == {"Amina"}
    assert found(people, "amina noor", children_too=False) == set()
    assert found(people, "amina", children_too=False) == {"Amina"}


# --- merges


def test_after_a_merge_either_name_finds_the_pregnancies_of_both(people: Cast) -> None:
    one, other = book(people, "Amina", "Peeters"), book(people, "Fatima", "Idrissi")
    identify(person=one.mother, number=SSIN, now=BOOKED)
    merge = merge_persons(kept=one.mother, merged=other.mother, reason="married", by=people.an, now=LATER)
    both = {"Amina", "Fatima"}
    for typed in ("amina", "fatima", "amina idrissi", SSIN.value):
        assert found(people, typed) == both
    undo_merge(merge=merge, by=people.an, now=LATER)
    assert found(people, "amina idrissi") == set()
    assert found(people, SSIN.value) == {"Amina"}


class TestEverybodyStandsForWhomTheMergesSay(TestCase):
    """Any merges and undoings, in any order."""

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=14))
    def test_whatever_is_merged_and_undone(self, steps: list[tuple[int, int, bool]]) -> None:
        by = cast().an
        persons = [register_person(now=BOOKED) for _ in range(5)]
        for kept, merged, undo in steps:
            standing = PersonMerge.objects.filter(undone_at=None).order_by("pk")
            try:
                if undo and standing:
                    undo_merge(merge=standing[kept % len(standing)], by=by, now=LATER)
                else:
                    merge_persons(kept=persons[kept], merged=persons[merged], reason="x", by=by, now=LATER)
            except ValueError:
                continue
        kept_of = dict(PersonMerge.objects.filter(undone_at=None).values_list("merged_id", "kept_id"))
        for person in persons:
            end = person.pk
            for _ in persons:
                end = kept_of.get(end, end)
            assert end not in kept_of
            assert one_person(person).pk == one_person_each([person])[person.pk].pk == end
            assert person.pk in rows_of(Person.objects.get(pk=end))


# --- what was there before


def test_who_was_registered_before_is_filled_in(people: Cast) -> None:
    one, other = book(people, "Amina", birth_date=BIRTHDAY).mother, book(people, "Fatima").mother
    made = set(NameEnding.objects.values_list("person", "ending"))
    NameEnding.objects.all().delete()
    PersonMerge.objects.create(id=one.pk, kept=one, merged=other, by=people.an, at=LATER, reason="x")
    fill = import_module("kraamkring.rooms.people.migrations.0003_fill_what_is_there").fill
    fill(apps, None)
    fill(apps, None)
    assert set(NameEnding.objects.values_list("person", "ending")) == made
    assert set(Person.objects.values_list("stands_for", flat=True)) == {one.pk}


# --- one person?


def alike(people: Cast, **asked: object) -> list[tuple[str, str]]:
    return [
        (each.person.given_name, each.why)
        for each in mothers_who_may_be(episodes_of(people.an), Known(**asked))
    ]


def test_who_may_be_the_same_person(people: Cast) -> None:
    identify(person=book(people, "Amina", "Peeters", birth_date=BIRTHDAY).mother, number=SSIN, now=BOOKED)
    numbered = frozenset({(SSIN.system, SSIN.value)})
    assert alike(people, numbers=numbered) == [("Amina", "number")]
    assert alike(people, given_name="Emina", birth_date=BIRTHDAY) == [("Amina", "birth_date")]
    assert alike(people, family_name="peeters", birth_date=BIRTHDAY) == [("Amina", "name_and_birth_date")]
    assert alike(people, given_name="amina", family_name="Peeters") == [("Amina", "name")]
    assert alike(people, given_name="amina", family_name="Peeters", birth_date=date(1990, 1, 1)) == []
    assert alike(people, family_name="Peeters") == []
    other = frozenset({("ssin", "79121137740")})
    assert alike(people, given_name="Amina", birth_date=BIRTHDAY, numbers=other) == []
    assert mothers_who_may_be(episodes_of(people.stranger), Known(numbers=numbered)) == []


def test_a_merged_person_is_named_once_by_what_any_of_her_rows_says(people: Cast) -> None:
    one = book(people, "Amina", "Peeters").mother
    other = book(people, "Amy", "Idrissi", birth_date=BIRTHDAY).mother
    merge_persons(kept=one, merged=other, reason="one", by=people.an, now=LATER)
    assert alike(people, family_name="Idrissi", birth_date=BIRTHDAY) == [("Amina", "name_and_birth_date")]
    identify(person=one, number=SSIN, now=LATER)
    other_number = frozenset({("ssin", "79121137740")})
    assert alike(people, family_name="Idrissi", birth_date=BIRTHDAY, numbers=other_number) == []


def test_however_many_there_are_it_takes_three_queries(people: Cast) -> None:
    for number in range(12):
        person = book(people, "Amina", "Peeters", birth_date=BIRTHDAY).mother
        identify(person=person, number=unchecked("bis", str(number)), now=BOOKED)
    with CaptureQueriesContext(connection) as queries:
        assert len(alike(people, given_name="Amina", family_name="Peeters", birth_date=BIRTHDAY)) == 10
    assert len(queries) == 3
