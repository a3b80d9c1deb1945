"""Records of others come in: through flows, in one transaction, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from kraamkring.core.facts import Birth, PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere, Refusal
from kraamkring.flows.import_record import import_record
from kraamkring.flows.pathway import facts_now
from kraamkring.flows.see_network import see_network
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.flows.see_record import see_record
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import Person, PersonIdentifier, PregnancyEpisode, Subject
from kraamkring.rooms.record.models import Entry, TakenOver
from tests.cast import Cast, account, booked, cast, joined

from .cases import (
    KRAAMWEEK,
    KRAAMWEEK_ANSWERS,
    NOW,
    PREGNANCY,
    TWINS,
    TWINS_ANSWERS,
    taken_over,
    understood,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def rows(*without: str) -> dict[str, int]:
    """How many rows each table of ours has."""
    models = [each for each in apps.get_models() if each.__module__.startswith("kraamkring.")]
    counted = {each._meta.label: each._default_manager.count() for each in models}
    return {label: many for label, many in counted.items() if label not in without}


def facts_of(episode_id: object) -> PregnancyFacts:
    return facts_now(PregnancyEpisode.objects.get(pk=episode_id))


def test_a_dutch_maternity_week_becomes_a_record(people: Cast) -> None:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True)
    facts = facts_of(imported.episode)
    (birth,) = facts.births
    assert (birth.born_at, birth.outcome, birth.place, birth.mode, birth.weight_g, birth.gestation) == (
        datetime(2026, 9, 10, 4, 30, tzinfo=UTC), "live", "hospital", "vaginal", 3385, "39+3",
    )  # fmt: skip
    assert [(due.due_on, due.set_on) for due in facts.due_dates] == [(date(2026, 9, 14), date(2026, 3, 16))]
    assert facts.booked_on == date(2026, 3, 2)
    assert sorted((contact.kind, contact.by) for contact in facts.contacts) == [
        ("home_care_intake", "maternity_carer"),
        ("home_visit", "maternity_carer"),
    ]
    assert [(each.screening, each.outcome) for each in facts.screenings] == [("blood_spot", "done")]
    assert (facts.preferences.feeding, facts.preferences.language) == ("breast", "nl")
    assert facts.mother_number == "999910413"
    assert {entry.source for entry in Entry.objects.all()} == {"import"}


def test_mother_and_child_become_persons_with_their_names_and_numbers(people: Cast) -> None:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    episode = PregnancyEpisode.objects.get(pk=imported.episode)
    child = Subject.objects.get(episode=episode, slot="newborn-1").person
    assert child is not None
    assert (episode.mother.given_name, episode.mother.family_name) == ("Fenna", "Hoekstra")
    assert (episode.mother.birth_date, episode.mother.language) == (date(1996, 4, 11), "nl")
    assert (child.given_name, child.birth_date) == ("Wiebe", date(2026, 9, 10))
    number = PersonIdentifier.objects.get(person=episode.mother)
    assert (number.system, number.checked) == ("bsn", True)


def test_who_cared_for_her_there_is_invited_and_nobody_is_written_to(people: Cast) -> None:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert sorted(Membership.objects.values_list("role", "name", "organisation_name", "number")) == [
        ("maternity_carer", "Sjoerdje Postma", "Kraamzorg De Wieg", "900000001"),
        ("midwife", "Baukje Dijkstra", "", "08999999"),
        ("partner", "Jelle Visser", "", ""),
    ]
    assert imported.episode is not None
    assert not Message.objects.exists()
    seen = see_network(episode_id=imported.episode, by=people.an, now=NOW)
    assert seen


def test_importing_twice_changes_nothing(people: Cast) -> None:
    first = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True)
    before = rows()
    again = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True, now=NOW + timedelta(days=3))
    assert (again.episode, again.fresh) == (first.episode, 0)
    assert rows() == before


def test_a_colleague_who_imports_the_same_record_changes_nothing_either(people: Cast) -> None:
    taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    before = rows()
    assert taken_over(people.colleague, KRAAMWEEK, KRAAMWEEK_ANSWERS).fresh == 0
    assert rows() == before


def test_of_a_later_export_what_is_new_is_added(people: Cast) -> None:
    first = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    later = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True)
    assert later.episode == first.episode
    assert later.fresh >= 3  # two contacts and a heel prick, of which only the day is known
    assert len(facts_of(first.episode).contacts) == 2


def test_what_says_another_thing_under_the_same_name_is_refused_whole(people: Cast) -> None:
    taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    before = rows()
    other = KRAAMWEEK_ANSWERS | {"newborn-1.born_at": "2026-09-10T07:30:00+02:00"}
    with pytest.raises(Refusal):
        taken_over(people.an, KRAAMWEEK, other, noon=True)
    assert rows() == before


def test_a_dry_run_writes_nothing_and_says_what_would_be(people: Cast) -> None:
    before = rows()
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, dry_run=True)
    assert imported.fresh > 20
    assert rows() == before


@pytest.mark.parametrize("profession", ["maternity_carer", "planner"])
def test_who_books_nobody_imports_nobody(people: Cast, profession: str) -> None:
    carer = account("carla", profession, people.practice)
    before = rows()
    with pytest.raises(NotAllowed):
        taken_over(carer, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert rows() == before


def test_what_cannot_be_true_together_is_refused_whole(people: Cast) -> None:
    before = rows()
    with pytest.raises(ImpossibleFact):
        taken_over(people.an, TWINS, TWINS_ANSWERS | {"due_on": "2017-11-05"})
    assert rows() == before


def test_a_fault_in_the_middle_leaves_nothing_behind(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    before = rows()
    monkeypatch.setattr("kraamkring.flows.import_beside.keep_foreign", broken)
    with pytest.raises(RuntimeError):
        taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert rows() == before


# --- where the family lived before


def test_before_she_lived_here_nothing_was_promised_here(people: Cast) -> None:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert imported.episode is not None
    seen = see_pathway(episode_id=imported.episode, by=people.an, now=NOW)
    moved = datetime(2026, 9, 11, 22, 0, tzinfo=UTC)  # the beginning of the twelfth, in Brussels
    closed = [each for each in seen.activities if each.promise.window.closed_at(moved)]
    states = {each.promise.card.activity: each.state for each in closed}
    assert states.pop("coordinator") == "gap"  # nobody coordinates, wherever she lived
    assert states.pop("home-midwife") == "gap"
    assert "prenatal-contact" in states
    assert set(states.values()) <= {"waived", "withdrawn", "done"}
    assert "gap" in {
        each.state for each in seen.activities
    }  # what was due since then is missing, and is said
    assert [(move.on, move.to) for move in facts_of(imported.episode).moves] == [
        (date(2026, 9, 12), "be-vlg")
    ]


def test_a_family_that_always_lived_here_is_owed_everything(people: Cast) -> None:
    imported = taken_over(people.an, PREGNANCY)
    facts = facts_of(imported.episode)
    assert (facts.waivers, facts.moves) == ((), ())
    assert facts.expected_newborns == 2
    assert facts.mother_number == "93051822361"


# --- who she is


def test_a_mother_with_the_same_number_is_the_same_mother(people: Cast) -> None:
    an_earlier = booked(people.an, mother_number="93051822361", booked_on=date(2024, 3, 2), due_dates=(
        replace(booked_due(), due_on=date(2024, 10, 4), set_on=date(2024, 3, 2)),
    )).episode  # fmt: skip
    imported = taken_over(people.an, PREGNANCY)
    assert imported.episode is not None
    assert PregnancyEpisode.objects.get(pk=imported.episode).mother_id == an_earlier.mother_id


def booked_due() -> object:
    return understood(PREGNANCY).record.facts.due_dates[0]


def test_who_bears_her_name_and_birth_date_is_asked_about(people: Cast) -> None:
    known = Person.objects.get(pk=_booked_as(people, "Fenna", "Hoekstra", date(1996, 4, 11)).mother_id)
    before = rows("audit.AuditEvent")
    asked = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert asked.episode is None
    assert [(each.person, each.why, each.same) for each in asked.questions] == [
        (known.pk, "name_and_birth_date", True)
    ]
    assert rows("audit.AuditEvent") == before
    assert AuditEvent.objects.filter(what="same_person:1").exists()


def test_answered_that_she_is_another_she_is_another(people: Cast) -> None:
    known = _booked_as(people, "Fenna", "Hoekstra", date(1996, 4, 11))
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, answer="another")
    assert PregnancyEpisode.objects.get(pk=imported.episode).mother_id != known.mother_id


def test_of_the_same_pregnancy_it_is_asked_whether_to_add(people: Cast) -> None:
    known = _booked_as(people, "Fenna", "Hoekstra", date(1996, 4, 11))
    again = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, answer=known.mother_id)
    assert again.episode is None
    added = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, into=known.pk)
    assert added.episode == known.pk
    assert len(facts_of(known.pk).births) == 1
    before = rows()
    assert taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, into=known.pk).fresh == 0
    assert rows() == before


def test_another_pregnancy_of_hers_that_lies_near_in_time_is_another_if_somebody_says_so(
    people: Cast,
) -> None:
    known = _booked_as(people, "Fenna", "Hoekstra", date(1996, 4, 11))
    imported = taken_over(
        people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, answer=known.mother_id, other_pregnancy=True
    )
    episode = PregnancyEpisode.objects.get(pk=imported.episode)
    assert (episode.mother_id, episode.pk == known.pk) == (known.mother_id, False)


def test_a_general_practitioner_who_imports_twice_changes_nothing(people: Cast) -> None:
    """She does not write about births; what she took over stands, and she is refused only what is new."""
    doctor = account("george", "gp", people.practice)
    taken_over(doctor, KRAAMWEEK, KRAAMWEEK_ANSWERS | {"newborn-1.born_at": "unknown"})
    before = rows()
    assert taken_over(doctor, KRAAMWEEK, KRAAMWEEK_ANSWERS | {"newborn-1.born_at": "unknown"}).fresh == 0
    with pytest.raises(NotAllowed):
        taken_over(doctor, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert rows() == before


def test_it_is_not_added_to_somebody_else(people: Cast) -> None:
    other = _booked_as(people, "Fenna", "Hoekstra", date(1991, 1, 1))
    before = rows()
    with pytest.raises(Refusal, match="another person"):
        taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, into=other.pk)
    assert rows() == before


def test_a_pregnancy_of_others_is_not_there(people: Cast) -> None:
    theirs = _booked_as(people, "Fenna", "Hoekstra", date(1996, 4, 11), by="stranger")
    for id in (theirs.pk, uuid4()):
        with pytest.raises(NotThere, match="no such pregnancy"):
            taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, into=id)
    assert taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS).episode is not None  # of them, nothing is said


def test_the_person_that_is_named_must_be_one_of_those_asked_about(people: Cast) -> None:
    with pytest.raises(Refusal, match="nobody who may be the mother"):
        taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, answer=uuid4())


def _booked_as(people: Cast, given: str, family: str, born: date, by: str = "an") -> PregnancyEpisode:
    from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
    from tests.cast import BOOKED, leen

    return book_pregnancy(
        facts=leen(),
        mother=Mother(given_name=given, family_name=family, birth_date=born),
        by=getattr(people, by),
        now=BOOKED,
    ).episode


# --- what is kept beside the record


def test_what_is_not_understood_is_kept_and_read_by_who_may(people: Cast) -> None:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS)
    assert imported.episode is not None
    rows_of = see_record(episode_id=imported.episode, by=people.an, now=NOW).elsewhere
    said = {row.title: row.said for row in rows_of.rows}
    assert said["Lichaamstemperatuur [temperatuur]"] == "36.9 Cel"
    assert said["bevinding betreffende alcoholgebruik (bevinding)"] == "drinkt geen alcohol"
    assert rows_of.many > len(rows_of.rows)
    episode = PregnancyEpisode.objects.get(pk=imported.episode)
    midwife, carer = account("mia", "ward_midwife"), account("kaat", "maternity_carer")
    for user in (midwife, carer):
        joined(episode, user, people.an, at=NOW)
        seen = see_record(episode_id=episode.pk, by=user, now=NOW).elsewhere
        titles = {row.title for row in seen.rows}
        assert "Lichaamstemperatuur [temperatuur]" in titles
        assert "bevinding betreffende alcoholgebruik (bevinding)" not in titles


def test_what_was_recorded_in_error_is_kept_and_says_nothing(people: Cast) -> None:
    taken_over(people.an, PREGNANCY)
    (mistake,) = TakenOver.objects.filter(source="Observation/vergissing")
    assert (mistake.title, mistake.said) == ("", "")
    assert "2027-06-01" in mistake.content


def test_the_official_twins_come_in(people: Cast) -> None:
    imported = taken_over(people.an, TWINS, TWINS_ANSWERS)
    births: tuple[Birth, ...] = facts_of(imported.episode).births
    assert sorted((each.newborn, each.born_at) for each in births) == [
        ("newborn-1", datetime(2017, 5, 15, 16, 11, tzinfo=UTC)),
        ("newborn-2", datetime(2017, 5, 15, 16, 11, 30, tzinfo=UTC)),
    ]
    assert sorted(Person.objects.values_list("given_name", flat=True)) == ["Jacen", "Jaina", "Leia"]


def test_a_record_without_facts_beyond_the_due_date_is_a_booking(people: Cast) -> None:
    record = understood(PREGNANCY).record
    bare = replace(record, members=(), kept=(), facts=replace(record.facts, contacts=()))
    assert import_record(record=bare, by=people.an, now=NOW).fresh == Entry.objects.count()
