"""Persons, numbers that replace one another, links that end, merges that are undone."""

from datetime import timedelta

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.identifiers import KnownNumber, unchecked
from kraamkring.rooms.people.actions import (
    end_parent_link,
    identify,
    link_parent,
    merge_persons,
    register_person,
    undo_merge,
)
from kraamkring.rooms.people.models import ParentChildLink, Person, PersonIdentifier, PersonMerge, Subject
from kraamkring.rooms.people.queries import earlier_pregnancies, episodes_of, one_person, persons_of, rows_of
from tests.cast import BOOKED, LATER, Cast, booked, born

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NUMBER = KnownNumber("ssin", "93051822361", checked=True)


@pytest.fixture
def leen(people: Cast) -> Person:
    return booked(people.an).episode.mother


def test_the_same_number_again_changes_nothing(leen: Person) -> None:
    first = identify(person=leen, number=NUMBER, now=LATER)
    assert identify(person=leen, number=NUMBER, now=LATER + HOUR) == first
    assert PersonIdentifier.objects.count() == 1


def test_another_number_ends_the_first_which_stays(leen: Person) -> None:
    identify(person=leen, number=unchecked("ssin", "1"), now=LATER)
    identify(person=leen, number=NUMBER, now=LATER + HOUR)
    assert [row.value for row in leen.identifiers.filter(valid_to=None)] == [NUMBER.value]
    assert leen.identifiers.get(value="1").valid_to == LATER + HOUR


def test_a_bis_number_ends_when_a_national_one_comes(leen: Person) -> None:
    for hours, system in enumerate(("provisional", "national", "bis", "ssin", "bsn")):
        identify(person=leen, number=unchecked(system, "1"), now=LATER + hours * HOUR)
    assert set(leen.identifiers.filter(valid_to=None).values_list("system", flat=True)) == {"ssin", "bsn"}
    assert leen.identifiers.count() == 5


def test_each_hospital_has_its_own_number(leen: Person, people: Cast) -> None:
    practice, elsewhere = people.an.organisation, people.stranger.organisation
    for issuer in (practice, elsewhere, practice):
        identify(person=leen, number=unchecked("hospital", "42"), now=LATER, issuer=issuer)
    assert leen.identifiers.filter(valid_to=None).count() == 2


def test_no_row_shows_a_name_or_a_number(leen: Person, people: Cast) -> None:
    identifier = identify(person=leen, number=NUMBER, now=LATER)
    for row in (leen, identifier, people.an, people.practice, Subject.objects.first()):
        shown = f"{row!s} {row!r}"
        assert str(row.pk) in shown
        assert not any(secret in shown for secret in (NUMBER.value, "Leen", "An", "@", "Linde"))


def test_a_link_ends_once_and_stays(leen: Person, people: Cast) -> None:
    record_fact(episode_id=leen.pregnancies.get().pk, value=born(), by=people.an, now=LATER)
    child = Subject.objects.get(slot="newborn-1").person
    foster = register_person(now=LATER)
    assert child is not None
    link = link_parent(
        parent=foster, child=child, kind=ParentChildLink.Kind.FOSTER, since=LATER, by=people.an, now=LATER
    )
    end_parent_link(link=link, until=LATER + HOUR)
    with pytest.raises(Refusal, match="has ended"):
        end_parent_link(link=link, until=LATER + 2 * HOUR)
    assert {(row.parent, row.until) for row in child.links_to_parents.all()} == {
        (leen, None),
        (foster, LATER + HOUR),
    }


def test_a_merge_can_be_undone(leen: Person, people: Cast) -> None:
    again, third = register_person(now=LATER), register_person(now=LATER)
    merge = merge_persons(kept=leen, merged=again, reason="booked twice", by=people.an, now=LATER)
    merge_persons(kept=again, merged=third, reason="and again", by=people.an, now=LATER)
    assert one_person(third) == leen

    for kept, merged in ((again, leen), (third, again), (leen, again), (leen, leen)):
        with pytest.raises(Refusal):
            merge_persons(kept=kept, merged=merged, reason="x", by=people.an, now=LATER)
    undo_merge(merge=merge, by=people.an, now=LATER + HOUR)
    assert one_person(third) == again
    assert PersonMerge.objects.count() == 2
    with pytest.raises(Refusal, match="was undone"):
        undo_merge(merge=merge, by=people.an, now=LATER + HOUR)


def test_earlier_pregnancies_are_found_through_merges(leen: Person, people: Cast) -> None:
    first, now = leen.pregnancies.get(), booked(people.an, booked_on=BOOKED.date().replace(day=9)).episode
    assert not earlier_pregnancies(people.an, now).exists()
    between = register_person(now=LATER)
    for kept, merged in ((between, leen), (now.mother, between)):
        merge = merge_persons(kept=kept, merged=merged, reason="one person", by=people.an, now=LATER)
    assert rows_of(leen) == {leen.pk, between.pk, now.mother.pk}
    assert list(earlier_pregnancies(people.an, now)) == [first]
    assert not earlier_pregnancies(people.stranger, now).exists()
    undo_merge(merge=merge, by=people.an, now=LATER)
    assert not earlier_pregnancies(people.an, now).exists()


def test_only_who_registered_or_works_there_finds_them(leen: Person, people: Cast) -> None:
    assert list(persons_of(people.an)) == list(persons_of(people.colleague)) == [leen]
    people.an.organisation = None
    assert episodes_of(people.an).count() == 1  # she registered it herself
    people.colleague.organisation = None
    for nobody in (people.colleague, people.stranger, None):
        assert not episodes_of(nobody).exists()
        assert not persons_of(nobody).exists()
