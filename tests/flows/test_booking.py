"""Booking a pregnancy: all of it or nothing."""

from dataclasses import replace

import pytest

from kraamkring.core.facts import Preferences
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.book_pregnancy import Booking, Mother, book_pregnancy
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Activity, ActivityChange
from kraamkring.rooms.people.models import Person, PersonIdentifier, PregnancyEpisode, Subject
from kraamkring.rooms.people.queries import earlier_pregnancies
from kraamkring.rooms.record.models import Entry
from tests.cast import BOOKED, LATER, Cast, booked, born, leen

pytestmark = pytest.mark.django_db


def test_what_was_said_is_written_and_the_pathway_follows(people: Cast) -> None:
    booking = booked(people.an)

    assert {entry.kind for entry in booking.entries} == {"due_dates", "preferences"}
    assert set(Subject.objects.values_list("slot", flat=True)) == {"mother", "newborn-1"}
    assert Activity.objects.count() == len(booking.difference.promised) > 20
    assert set(ActivityChange.objects.values_list("what", flat=True)) == {"promised"}
    event = AuditEvent.objects.get()
    assert (event.action, event.what, event.actor, event.episode) == (
        "write",
        "entries",
        people.an,
        booking.episode,
    )


def test_twins_have_their_slots_before_birth(people: Cast) -> None:
    booked(people.an, expected_newborns=2)
    assert Subject.objects.filter(slot__startswith="newborn-", person=None).count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        leen(region=None),
        leen(region="xx"),
        leen(mother_number="93051822362"),
        leen(births=(born(number="1"),)),
    ],
    ids=["no region", "no protocol", "her number", "the child's number"],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(people: Cast, facts: object) -> None:
    with pytest.raises(ImpossibleFact):
        book_pregnancy(facts=facts, mother=Mother(), by=people.an, now=BOOKED)
    assert not Person.objects.exists()
    assert not PregnancyEpisode.objects.exists()


def test_an_import_keeps_a_wrong_number_unchecked(people: Cast) -> None:
    facts = leen(mother_number="79121137740")
    book_pregnancy(facts=facts, mother=Mother(), by=people.an, now=BOOKED, source=Entry.Source.IMPORT)
    assert not PersonIdentifier.objects.get(value="79121137740").checked


def test_sent_again_is_harmless(people: Cast) -> None:
    made = new_id(BOOKED)

    def send(by: User, **more: object) -> Booking:
        return book_pregnancy(facts=leen(**more), mother=Mother(), by=by, now=BOOKED, id=made)

    first, again = send(people.an), send(people.colleague)
    assert first.episode == again.episode
    assert first.episode.pk == made
    assert not again.difference
    assert Person.objects.count() == PregnancyEpisode.objects.count() == 1
    with pytest.raises(Refusal, match="another pregnancy"):
        send(people.an, booked_on=BOOKED.date().replace(day=3))
    with pytest.raises(Refusal, match="for you"):
        send(people.stranger)


def test_without_an_organisation_nobody_books(people: Cast) -> None:
    people.an.organisation = None
    with pytest.raises(Refusal, match="no organisation"):
        booked(people.an)


def test_a_mother_who_was_here_before_keeps_her_earlier_pregnancies(people: Cast) -> None:
    first = booked(people.an).episode
    again = replace(leen(), booked_on=BOOKED.date().replace(day=20), preferences=Preferences())
    mother = Mother(known=first.mother)
    second = book_pregnancy(facts=again, mother=mother, by=people.colleague, now=LATER).episode
    assert list(earlier_pregnancies(people.an, second)) == [first]
    with pytest.raises(Refusal, match="no such person"):
        book_pregnancy(facts=again, mother=mother, by=people.stranger, now=LATER)
