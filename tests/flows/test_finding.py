"""Finding a family, and booking one who may have been here before."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Contact, PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.book_family import Answer, BookedOrAsked, book_family
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.find_family import MOST_SHOWN, find_families
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.actions import merge_persons
from kraamkring.rooms.people.models import Person, PersonIdentifier, PregnancyEpisode
from tests.cast import BOOKED, BORN, LATER, Cast, account, born, give_coordinator, invited, joined, leen

pytestmark = pytest.mark.django_db

BIRTHDAY = date(1994, 3, 12)
NUMBER = "93051822361"
DAY = timedelta(days=1)


def book(by: User, given: str = "Amina", family: str = "El Idrissi", **more: object) -> PregnancyEpisode:
    mother = Mother(given_name=given, family_name=family, **more)
    return book_pregnancy(facts=leen(), mother=mother, by=by, now=BOOKED).episode


def found(by: User, typed: str) -> list[str]:
    seen = find_families(by=by, now=LATER + DAY, fragment=typed)
    return [match.mother.given_name for match in seen.matches]


# --- finding


def test_a_colleague_finds_her_a_stranger_does_not(people: Cast) -> None:
    book(people.an)
    assert found(people.colleague, "idr") == ["Amina"]
    assert found(people.stranger, "idr") == []


def test_a_member_finds_her_from_accepting_until_leaving(people: Cast) -> None:
    episode = book(people.an)
    gp = account("gp", "gp")
    invited(episode, gp, people.an)
    assert found(gp, "ami") == []
    joined(episode, people.stranger, people.an)
    assert found(people.stranger, "ami") == ["Amina"]


def test_what_was_typed_is_kept_nowhere(people: Cast) -> None:
    book(people.an)
    found(people.an, "idrissi")
    row = AuditEvent.objects.get(action="read")
    assert (row.what, row.actor, row.episode) == ("search:1", people.an, None)
    assert "idrissi" not in str(vars(row)).lower()


def test_nothing_to_search_by_is_refused_and_leaves_no_row(people: Cast) -> None:
    with pytest.raises(Refusal, match="nothing to search by"):
        found(people.an, " - ")
    assert not AuditEvent.objects.filter(action="read").exists()


def test_they_stand_by_name_with_how_far_and_coordinator(people: Cast) -> None:
    book(people.an, "Zoë", "Aerts")
    coordinated = book(people.an, "Amina", "Zaoui")
    book(people.an, "Amina", "Aerts")
    give_coordinator(coordinated, people.an)
    seen = find_families(by=people.an, now=LATER, fragment="a")
    assert [(m.mother.family_name, m.mother.given_name) for m in seen.matches] == [
        ("Aerts", "Amina"),
        ("Aerts", "Zoë"),
        ("Zaoui", "Amina"),
    ]
    assert [match.coordinator for match in seen.matches] == ["", "", "An"]
    assert all(match.facts and match.facts.due_dates for match in seen.matches)
    assert not seen.more


def test_after_fifty_more_must_be_typed(people: Cast) -> None:
    for _ in range(MOST_SHOWN + 1):
        book(people.an)
    seen = find_families(by=people.an, now=LATER, fragment="ami")
    assert (len(seen.matches), seen.more) == (MOST_SHOWN, True)


@pytest.mark.around_flows
def test_a_merged_person_is_found_by_either_name_and_called_by_one(people: Cast) -> None:
    kept, merged = book(people.an, "Amina", "Peeters"), book(people.an, "Fatima", "Idrissi")
    merge_persons(kept=kept.mother, merged=merged.mother, reason="x", by=people.an, now=LATER)
    for typed in ("amina", "fatima"):
        assert found(people.an, typed) == ["Amina", "Amina"]


def test_who_may_not_read_of_the_pregnancy_sees_the_name_only(people: Cast) -> None:
    episode = book(people.an)
    buddy = account("buddy", "buddy")
    joined(episode, buddy, people.an, role="buddy")
    (match,) = find_families(by=buddy, now=LATER, fragment="amina").matches
    assert match.facts is None


def test_a_child_leads_only_those_who_may_read_of_it(people: Cast) -> None:
    episode = book(people.an)
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    buddy = account("buddy", "buddy")
    joined(episode, buddy, people.an, role="buddy")
    typed = f"{BORN:%d-%m-%Y}"
    assert found(people.an, typed) == found(people.an, f"amina {typed}") == ["Amina"]
    assert found(buddy, typed) == found(buddy, f"amina {typed}") == []
    assert found(buddy, "amina") == ["Amina"]


def test_the_number_of_queries_is_bounded(people: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            find_families(by=people.an, now=LATER + DAY, fragment="ami 12-03-1994 x")
            find_families(by=people.an, now=LATER + DAY, fragment="ami idr")
        return len(seen)

    one = book(people.an)
    of_one = queries()
    for number in range(30):
        book(people.an)
        contact = Contact(kind="prenatal", at=LATER - number * DAY, by="midwife")
        record_fact(episode_id=one.pk, value=contact, by=people.an, now=LATER)
    assert queries() == of_one
    assert of_one <= 2 * 14


# --- booking


def send(
    by: User,
    given: str = "Amina",
    family: str = "El Idrissi",
    answer: Answer | None = None,
    number: str | None = None,
    id: UUID | None = None,
    **more: object,
) -> BookedOrAsked:
    facts: PregnancyFacts = leen(mother_number=number)
    mother = Mother(given_name=given, family_name=family, **more)
    return book_family(facts=facts, mother=mother, by=by, now=LATER, id=id or new_id(LATER), answer=answer)


def test_somebody_new_is_booked_at_once(people: Cast) -> None:
    booked = send(people.an, birth_date=BIRTHDAY)
    assert booked.episode is not None
    assert booked.maybe == ()
    assert booked.episode.mother.given_name == "Amina"


def test_who_may_have_been_here_is_asked_about_and_nothing_is_written(people: Cast) -> None:
    before = book(people.an, birth_date=BIRTHDAY)
    asked = send(people.colleague, "Emina", birth_date=BIRTHDAY)
    assert asked.episode is None
    assert [(each.person, each.why, each.episode) for each in asked.maybe] == [
        (before.mother, "name_and_birth_date", before)
    ]
    assert PregnancyEpisode.objects.count() == Person.objects.count() == 1
    assert AuditEvent.objects.get(actor=people.colleague).what == "same_person:1"


def test_it_is_her(people: Cast) -> None:
    before = book(people.an, birth_date=BIRTHDAY)
    answer = before.mother.pk
    more = {"language": "fr", "interpreter_needed": True}
    booked = send(people.an, "Amy", answer=answer, number=NUMBER, birth_date=BIRTHDAY, **more).episode
    assert booked is not None
    mother = Person.objects.get()
    assert booked.mother == mother
    assert (mother.given_name, mother.language, mother.interpreter_needed) == ("Amina", "fr", True)
    assert PersonIdentifier.objects.get().value == NUMBER
    assert set(AuditEvent.objects.filter(person=mother, action="write").values_list("what", flat=True)) >= {
        "person:completed"
    }


def test_it_is_another_one(people: Cast) -> None:
    book(people.an, birth_date=BIRTHDAY)
    booked = send(people.an, birth_date=BIRTHDAY, answer="another")
    assert booked.episode is not None
    assert Person.objects.count() == 2


def test_an_answer_that_names_somebody_else_is_asked_again(people: Cast) -> None:
    book(people.an, birth_date=BIRTHDAY)
    stranger = book(people.stranger, birth_date=BIRTHDAY)
    other = book(people.an, "Lotte", "Peeters")
    for answer in (stranger.mother.pk, other.mother.pk, new_id(LATER)):
        assert send(people.an, birth_date=BIRTHDAY, answer=answer).episode is None


def test_of_families_elsewhere_nothing_is_said(people: Cast) -> None:
    book_pregnancy(
        facts=leen(mother_number=NUMBER),
        mother=Mother(given_name="Amina", family_name="El Idrissi", birth_date=BIRTHDAY),
        by=people.stranger,
        now=BOOKED,
    )
    assert send(people.an, number=NUMBER, birth_date=BIRTHDAY).episode is not None


def test_a_member_of_her_network_knows_her_too(people: Cast) -> None:
    before = book(people.an, birth_date=BIRTHDAY)
    joined(before, people.stranger, people.an)
    asked = send(people.stranger, birth_date=BIRTHDAY)
    assert [each.person for each in asked.maybe] == [before.mother]
    booked = send(people.stranger, birth_date=BIRTHDAY, answer=before.mother.pk).episode
    assert booked is not None
    assert booked.mother == before.mother


def test_sent_again_it_is_neither_booked_nor_asked_again(people: Cast) -> None:
    made = new_id(LATER)
    first = send(people.an, id=made, birth_date=BIRTHDAY)
    again = send(people.an, id=made, birth_date=BIRTHDAY)
    assert first == again
    assert PregnancyEpisode.objects.count() == 1
    with pytest.raises(NotThere):
        send(people.stranger, id=made, birth_date=BIRTHDAY)


def test_wrong_check_digits_are_refused(people: Cast) -> None:
    with pytest.raises(ImpossibleFact):
        send(people.an, number="93051822362")
    assert not Person.objects.exists()


@pytest.mark.parametrize("profession", ["maternity_carer", "planner", "buddy", "mother"])
def test_who_books_nobody_is_told_so(people: Cast, profession: str) -> None:
    with pytest.raises(NotAllowed, match="does not book"):
        send(account("x", profession, people.practice))


def test_without_an_organisation_nobody_books(people: Cast) -> None:
    with pytest.raises(NotAllowed):
        send(account("x", "midwife"))


def test_consent_is_kept_when_the_coordinator_is_named(people: Cast) -> None:
    episode = book(people.an)
    give_coordinator(episode, people.an)
    gp = account("gp", "gp")
    joined(episode, gp, people.an)
    mother = account("mother", "mother")
    joined(episode, mother, people.an, role="mother")
    give_consent(episode_id=episode.pk, module="network", given=False, user=gp, by=mother, now=LATER)
    (match,) = find_families(by=gp, now=LATER + DAY, fragment="amina").matches
    assert match.coordinator == ""
