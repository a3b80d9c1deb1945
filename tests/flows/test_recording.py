"""One fact at a time: written, corrected, sent again, refused; the pathway follows each time."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from kraamkring.core.facts import Birth, Death, Discharge, DueDate, Preferences, Retraction, Waiver
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Activity, ActivityChange
from kraamkring.rooms.people.models import ParentChildLink, PersonIdentifier, Subject
from kraamkring.rooms.record.actions import Device
from kraamkring.rooms.record.facts import facts_of
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import contradictions, versions_of
from tests.cast import BORN, LATER, Cast, booked, born

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_a_birth_makes_a_person_and_moves_what_depends_on_it(people: Cast) -> None:
    episode = booked(people.an).episode
    recorded = record_fact(episode_id=episode.pk, value=born(), by=people.colleague, now=LATER)

    child = Subject.objects.get(slot="newborn-1").person
    assert child is not None
    assert child.birth_date == BORN.date()
    assert child.identifiers.get().system == "provisional"
    assert ParentChildLink.objects.get(child=child).parent == episode.mother
    assert "doctor-check/newborn-1/birth/1" in recorded.difference.changed
    change = ActivityChange.objects.get(activity__key="doctor-check/newborn-1/birth/1", what="changed")
    assert change.because == [recorded.entry.pk]
    assert change.before["basis"] == "expected"
    assert change.after["basis"] == "recorded"


def test_who_when_and_whence_stand_together(people: Cast) -> None:
    episode = booked(people.an).episode
    entry = record_fact(
        episode_id=episode.pk,
        value=born(),
        by=people.colleague,
        now=LATER,
        recorded_at=LATER - HOUR,
        source=Entry.Source.DEVICE,
    ).entry
    assert (entry.author, entry.role, entry.source) == (people.colleague, "midwife", "device")
    assert (entry.effective_at, entry.recorded_at, entry.received_at) == (BORN, LATER - HOUR, LATER)


def test_a_stillborn_child_has_an_own_record_too(people: Cast) -> None:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(outcome="stillborn"), by=people.an, now=LATER)
    assert Subject.objects.get(slot="newborn-1").person is not None


def test_a_death_is_noted_on_the_person_as_corrected_last(people: Cast) -> None:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    died = Death(who="newborn-1", at=BORN + HOUR)
    entry = record_fact(episode_id=episode.pk, value=died, by=people.an, now=LATER).entry
    later = replace(died, at=BORN + 2 * HOUR)
    correct_entry(entry_id=entry.pk, value=later, reason="clock", by=people.an, now=LATER + HOUR)
    assert Subject.objects.get(slot="newborn-1").person.deceased_at == BORN + 2 * HOUR
    assert episode.mother.deceased_at is None


def test_the_national_number_replaces_the_provisional_one_which_stays(people: Cast) -> None:
    episode = booked(people.an).episode
    entry = record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER).entry
    numbered = born(number="93.05.18-223.61")
    correct_entry(entry_id=entry.pk, value=numbered, reason="number given", by=people.an, now=LATER + HOUR)

    numbers = PersonIdentifier.objects.order_by("valid_from").values_list("system", "value", "valid_to")
    assert [(system, ended) for system, _, ended in numbers] == [
        ("provisional", LATER + HOUR),
        ("ssin", None),
    ]
    assert facts_of(people.an, episode).births[-1].number == "93051822361"
    assert "93051822361" not in "".join(str(payload) for payload in Entry.objects.values_list("payload"))


def test_a_correction_stands_beside_what_it_corrects(people: Cast) -> None:
    episode = booked(people.an).episode
    first = record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER).entry
    second = correct_entry(
        entry_id=first.pk, value=born(weight_g=3240), reason="swapped", by=people.colleague, now=LATER + HOUR
    ).entry
    third = correct_entry(
        entry_id=second.pk, value=born(weight_g=3245), reason="read again", by=people.an, now=LATER + 2 * HOUR
    ).entry

    assert [entry.version for entry in versions_of(people.an, second)] == [1, 2, 3]
    assert versions_of(people.an, third)[0].payload["weight_g"] == 3420
    assert facts_of(people.an, episode).births[2].corrects == str(second.pk)


def test_what_was_corrected_is_not_corrected_twice(people: Cast) -> None:
    episode = booked(people.an).episode
    first = record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER).entry
    correct_entry(entry_id=first.pk, value=born(weight_g=3240), reason="swapped", by=people.an, now=LATER)
    with pytest.raises(Refusal, match="corrected this before you"):
        correct_entry(entry_id=first.pk, value=born(weight_g=3300), reason="again", by=people.an, now=LATER)


@pytest.mark.parametrize(("value", "reason"), [(born(), " "), (Discharge(who=("mother",), at=LATER), "no")])
def test_a_correction_needs_a_reason_and_the_same_kind(people: Cast, value: Birth, reason: str) -> None:
    episode = booked(people.an).episode
    entry = record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER).entry
    with pytest.raises(Refusal):
        correct_entry(entry_id=entry.pk, value=value, reason=reason, by=people.an, now=LATER)
    assert Entry.objects.filter(kind="births").count() == 1


def test_two_people_may_say_different_things(people: Cast) -> None:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    other = born(born_at=BORN + HOUR)
    record_fact(episode_id=episode.pk, value=other, by=people.colleague, now=LATER)

    facts = facts_of(people.an, episode)
    assert len(facts.births) == 2
    assert [(found.about, found.subject) for found in contradictions(facts)] == [("birth", "newborn-1")]
    assert Activity.objects.filter(contradicted=True).exists()


def test_what_cannot_be_true_is_refused_and_nothing_is_written(people: Cast) -> None:
    episode = booked(people.an).episode
    before = Entry.objects.count(), AuditEvent.objects.count(), ActivityChange.objects.count()
    for impossible in (
        Discharge(who=("mother",), at=BORN),
        Death(who="newborn-1", at=BORN),
        born(born_at=BORN - timedelta(days=200)),
        born(number="93051822362"),
    ):
        with pytest.raises(ImpossibleFact):
            record_fact(episode_id=episode.pk, value=impossible, by=people.an, now=LATER)
    assert before == (Entry.objects.count(), AuditEvent.objects.count(), ActivityChange.objects.count())


def test_text_that_cannot_be_stored_is_refused(people: Cast) -> None:
    episode = booked(people.an).episode
    waiver = Waiver(activity="doctor-check", by="midwife", why="no\0need", at=LATER)
    with pytest.raises(Refusal, match=r"why: .* cannot be stored"):
        record_fact(episode_id=episode.pk, value=waiver, by=people.an, now=LATER)


def test_sent_again_is_harmless(people: Cast) -> None:
    episode = booked(people.an).episode
    device = Device(id=UUID(int=7), sequence=1)
    made = new_id(LATER)

    def send(value: Birth, id: UUID = made, device: Device = device) -> Entry:
        return record_fact(
            episode_id=episode.pk, value=value, by=people.an, now=LATER, id=id, device=device
        ).entry

    first = send(born())
    rows = AuditEvent.objects.count(), ActivityChange.objects.count()
    assert send(born()) == first
    assert rows == (AuditEvent.objects.count(), ActivityChange.objects.count())
    with pytest.raises(Refusal, match="another entry"):
        send(born(weight_g=3000))
    with pytest.raises(Refusal, match="used this count"):
        send(born(weight_g=3000), id=new_id(LATER))
    assert Entry.objects.filter(kind="births").count() == 1


def test_single_facts_and_preferences_hold_as_said_last(people: Cast) -> None:
    episode = booked(people.an).episode
    said = (("uncomplicated", "course"), (2, "expected_newborns"), ("complicated", "course"))
    for hours, (value, kind) in enumerate(said):
        record_fact(episode_id=episode.pk, value=value, kind=kind, by=people.an, now=LATER + hours * HOUR)
    record_fact(episode_id=episode.pk, value=Preferences(feeding="breast"), by=people.an, now=LATER)

    facts = facts_of(people.an, episode)
    assert (facts.course, facts.expected_newborns) == ("complicated", 2)
    assert facts.preferences == Preferences(stay="short", feeding="breast")
    with pytest.raises(Refusal, match="no such kind"):
        record_fact(episode_id=episode.pk, value="x", kind="mood", by=people.an, now=LATER)


def test_an_unknown_value_of_a_single_fact_is_refused(people: Cast) -> None:
    episode = booked(people.an).episode
    for value, kind in (("splendid", "course"), (12, "expected_newborns"), (born(), "course")):
        with pytest.raises(Refusal):
            record_fact(episode_id=episode.pk, value=value, kind=kind, by=people.an, now=LATER)
        assert not Entry.objects.filter(kind__in=[kind, "births"]).exists()


def test_whoever_has_no_reason_to_see_it_finds_nothing(people: Cast) -> None:
    episode = booked(people.an).episode
    entry = Entry.objects.filter(kind="due_dates").get()
    due = DueDate(due_on=LATER.date(), set_on=LATER.date())
    for attempt in (
        lambda: record_fact(episode_id=episode.pk, value=born(), by=people.stranger, now=LATER),
        lambda: record_fact(episode_id=new_id(LATER), value=born(), by=people.an, now=LATER),
        lambda: correct_entry(entry_id=entry.pk, value=due, reason="x", by=people.stranger, now=LATER),
    ):
        with pytest.raises(Refusal, match="for you"):
            attempt()
    assert Entry.objects.count() == 2


def test_the_queries_do_not_grow_with_the_history(people: Cast, django_assert_num_queries: object) -> None:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    for day in range(30):
        due = DueDate(due_on=LATER.date(), set_on=LATER.date() - timedelta(days=day))
        record_fact(episode_id=episode.pk, value=replace(due), by=people.an, now=LATER)
    with django_assert_num_queries(2):
        facts = facts_of(people.an, episode)
    assert len(facts.due_dates) == 31


def test_what_should_never_have_been_written_is_taken_back_and_stays(people: Cast) -> None:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    home = Discharge(who=("mother",), at=BORN + 36 * HOUR)
    slip = record_fact(episode_id=episode.pk, value=home, by=people.an, now=LATER).entry
    first = Activity.objects.get(key="first-home-visit/mother/homecoming/1")
    assert first.basis == "recorded"

    back = Retraction(fact=str(slip.pk), by="midwife", why="the family next door", at=LATER)
    record_fact(episode_id=episode.pk, value=back, by=people.an, now=LATER)

    first.refresh_from_db()
    assert first.basis == "awaited"
    assert Entry.objects.filter(pk=slip.pk).exists()
    with pytest.raises(ImpossibleFact, match="no such fact"):
        record_fact(episode_id=episode.pk, value=replace(back, fact="nothing"), by=people.an, now=LATER)
