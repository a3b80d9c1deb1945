"""Reading the record: by part and by role, every version of every entry, what contradicts, and who looked."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Contact, Decision, Discharge, DueDate, Retraction, Screening
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_record import (
    ENTRIES_IN_SIGHT,
    ENTRIES_ON_A_PAGE,
    SeenEntry,
    SeenRecord,
    see_entry,
    see_record,
)
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import BORN, LATER, Cast, account, booked, born, joined

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY = UUID("00000000-0000-7000-8000-000000000000")


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def write(value: object, episode: PregnancyEpisode, by: User, **more: object) -> Entry:
    return record_fact(episode_id=episode.pk, value=value, by=by, now=LATER, **more).entry


def look(episode: PregnancyEpisode, by: User, **more: object) -> SeenRecord:
    return see_record(episode_id=episode.pk, by=by, now=LATER, **more)


def kinds(record: SeenRecord) -> dict[tuple[str, str], list[str]]:
    return {(p.module, p.slot): [each.shown.kind for each in p.entries] for p in record.parts}


def only(record: SeenRecord, kind: str) -> SeenEntry:
    (found,) = [e for part in record.parts for e in part.entries if e.shown.kind == kind]
    return found


def test_entries_stand_in_their_parts_the_newest_first(episode: PregnancyEpisode, people: Cast) -> None:
    write(born(), episode, people.an)
    for hours, kind in ((2, "phone"), (4, "home_visit"), (3, "youth_visit")):
        write(Contact(kind=kind, at=BORN + hours * HOUR, by="midwife"), episode, people.an)
    screened = {"newborn": "newborn-1", "at": BORN + 5 * HOUR}
    write(Screening(screening="hearing", outcome="done", **screened), episode, people.an)

    record = look(episode, people.an)
    assert kinds(record) == {
        ("prenatal", ""): ["due_dates"],
        ("birth_and_stay", ""): ["births"],
        ("child", ""): ["contacts"],
        ("child", "newborn-1"): ["screenings"],
        ("postnatal", ""): ["contacts", "contacts"],
        ("plan", ""): ["preferences"],
    }
    assert [e.shown.payload["kind"] for e in record.parts[4].entries] == ["home_visit", "phone"]
    assert record.facts is not None
    assert record.closed == ()


def test_a_reader_is_shown_her_parts_and_told_why_not_the_others(
    episode: PregnancyEpisode, people: Cast
) -> None:
    write(born(), episode, people.an)
    carer, gp = account("griet", "maternity_carer"), account("george", "gp")
    joined(episode, carer, people.an)
    joined(episode, gp, people.an)
    give_consent(episode_id=episode.pk, module="plan", given=False, user=gp, by=people.an, now=LATER)

    of_carer = look(episode, carer)
    assert set(kinds(of_carer)) == {("birth_and_stay", ""), ("plan", "")}
    assert of_carer.closed == (("prenatal", "role_does_not_read"),)
    assert of_carer.facts is None
    assert of_carer.writes == {"child", "postnatal", "plan"}
    assert look(episode, gp).closed == (("plan", "consent_refused"),)


def test_who_may_read_no_part_is_refused(episode: PregnancyEpisode, people: Cast) -> None:
    gp = account("george", "gp")
    joined(episode, gp, people.an, modules=("psychosocial",))
    with pytest.raises(NotAllowed, match="not agreed with her"):
        look(episode, gp)
    with pytest.raises(NotThere):
        look(episode, people.stranger)


def test_a_correction_stands_first_and_what_it_replaced_stays(
    episode: PregnancyEpisode, people: Cast
) -> None:
    first = write(born(), episode, people.an)
    correct_entry(
        entry_id=first.pk, value=born(weight_g=3240), reason="misread", by=people.colleague, now=LATER + HOUR
    )
    seen = only(look(episode, people.an), "births")
    assert [version.entry.payload["weight_g"] for version in seen.versions] == [3420, 3240]
    assert seen.stands is not None
    assert (seen.stands.reason, seen.stands.author) == ("misread", people.colleague)
    assert seen.shown == seen.last == seen.stands


def take_back(entry: Entry, by: User) -> Entry:
    back = Retraction(fact=str(entry.pk), by="midwife", why="the family next door", at=LATER)
    return record_fact(episode_id=entry.episode_id, value=back, by=by, now=LATER).entry


def test_what_was_taken_back_is_shown_with_the_reason(episode: PregnancyEpisode, people: Cast) -> None:
    visit = write(Contact(kind="home_visit", at=LATER, by="midwife"), episode, people.an)
    back = take_back(visit, people.an)
    seen = only(look(episode, people.an), "contacts")
    assert seen.stands is None
    assert seen.shown == visit
    assert seen.versions[0].taken_back == back


def test_after_a_correction_was_taken_back_what_stood_before_stands_and_can_be_corrected(
    episode: PregnancyEpisode, people: Cast
) -> None:
    first = write(born(), episode, people.an)
    wrong = correct_entry(
        entry_id=first.pk, value=born(weight_g=5000), reason="slip", by=people.an, now=LATER
    ).entry
    take_back(wrong, people.an)
    seen = only(look(episode, people.an), "births")
    assert (seen.stands, seen.last) == (first, wrong)

    again = correct_entry(
        entry_id=seen.last.pk, value=born(weight_g=3400), reason="weighed", by=people.an, now=LATER
    ).entry
    record = look(episode, people.an)
    assert only(record, "births").stands == again
    assert record.rivalries == ()
    assert record.facts is not None
    assert [birth.weight_g for birth in record.facts.births if birth.id == str(again.pk)] == [3400]


def test_what_contradicts_is_named_with_both_until_somebody_decides(
    episode: PregnancyEpisode, people: Cast
) -> None:
    one = write(born(weight_g=3000), episode, people.an)
    other = write(born(weight_g=3400), episode, people.colleague)
    record = look(episode, people.an)
    (rivalry,) = record.rivalries
    assert {each.stands for each in rivalry.entries} == {one, other}
    births = next(part for part in record.parts if part.module == "birth_and_stay").entries
    assert {each.shown.pk: each.rivals for each in births} == {one.pk: (other.pk,), other.pk: (one.pk,)}

    said = write(Decision(stands=str(other.pk), by="midwife", at=LATER), episode, people.an)
    record = look(episode, people.an)
    assert record.rivalries == ()
    births = next(part for part in record.parts if part.module == "birth_and_stay").entries
    assert {each.shown.pk: each.overruled for each in births} == {one.pk: True, other.pk: False}
    assert [each.decided for each in births if each.shown == other] == [(said,)]


def test_what_was_decided_to_stand_stands_as_corrected_later(episode: PregnancyEpisode, people: Cast) -> None:
    write(born(weight_g=3000), episode, people.an)
    chosen = write(born(weight_g=3400), episode, people.colleague)
    write(Decision(stands=str(chosen.pk), by="midwife", at=LATER), episode, people.an)
    later = correct_entry(
        entry_id=chosen.pk, value=born(weight_g=3420), reason="scale", by=people.an, now=LATER
    ).entry
    record = look(episode, people.an)
    assert record.rivalries == ()
    births = next(part for part in record.parts if part.module == "birth_and_stay").entries
    assert {each.shown.payload["weight_g"]: each.overruled for each in births} == {3000: True, 3420: False}
    assert later in [each.stands for each in births]


def test_a_record_that_contradicts_itself_too_much_can_still_be_read_and_settled(
    episode: PregnancyEpisode, people: Cast
) -> None:
    """Given more contradictions than any pathway can follow, then the entries stay to be read."""
    record = look(episode, people.an)
    assert record.readable
    due = Entry.objects.get(kind="due_dates")

    def impossible(*_args: object) -> None:
        raise ImpossibleFact("", "these cannot all be true")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kraamkring.flows.see_record.facts_from", impossible)
        torn = look(episode, people.an)
    assert not torn.readable
    assert torn.facts is None
    assert only(torn, "due_dates").stands == due


def test_one_entry_with_its_history_and_what_it_changed(episode: PregnancyEpisode, people: Cast) -> None:
    first = write(born(), episode, people.an)
    later = correct_entry(
        entry_id=first.pk, value=born(born_at=BORN - HOUR), reason="clock", by=people.an, now=LATER
    ).entry
    for name in (first.pk, later.pk):
        history = see_entry(episode_id=episode.pk, entry_id=name, by=people.an, now=LATER)
        assert [version.entry for version in history.entry.versions] == [first, later]
        assert "doctor-check/newborn-1/birth/1" in {change.activity.key for change in history.changes}


def test_an_entry_of_another_family_and_an_unknown_one_are_the_same(
    episode: PregnancyEpisode, people: Cast
) -> None:
    elsewhere = booked(people.stranger).entries[0]
    said = []
    for name in (elsewhere.pk, NOBODY):
        with pytest.raises(NotThere) as refusal:
            see_entry(episode_id=episode.pk, entry_id=name, by=people.an, now=LATER)
        said.append(str(refusal.value))
    assert said[0] == said[1]


def test_an_entry_of_a_part_that_is_not_hers_is_refused(episode: PregnancyEpisode, people: Cast) -> None:
    carer = account("griet", "maternity_carer")
    joined(episode, carer, people.an)
    due = Entry.objects.get(kind="due_dates")
    with pytest.raises(NotAllowed, match="your role does not see this part"):
        see_entry(episode_id=episode.pk, entry_id=due.pk, by=carer, now=LATER)


def test_a_version_in_a_part_that_is_not_hers_is_counted_not_shown(
    episode: PregnancyEpisode, people: Cast
) -> None:
    """A visit that was first written as a prenatal contact: a carer does not see that version."""
    carer = account("griet", "maternity_carer")
    joined(episode, carer, people.an)
    wrong = write(Contact(kind="prenatal", at=LATER, by="midwife"), episode, people.an)
    right = Contact(kind="home_visit", at=LATER, by="midwife")
    correct_entry(entry_id=wrong.pk, value=right, reason="chosen wrongly", by=people.an, now=LATER)
    seen = only(look(episode, carer), "contacts")
    assert (len(seen.versions), seen.hidden) == (1, 1)
    assert seen.shown == seen.stands

    back = correct_entry(
        entry_id=seen.last.pk, value=replace(right, kind="prenatal"), reason="no", by=people.an, now=LATER
    ).entry
    seen = only(look(episode, carer), "contacts")
    assert seen.stands == back  # she is told that something newer stands, and does not see it
    assert seen.shown != back
    assert seen.module == "postnatal"


def test_each_look_leaves_a_row(episode: PregnancyEpisode, people: Cast) -> None:
    look(episode, people.colleague)
    due = Entry.objects.get(kind="due_dates")
    see_entry(episode_id=episode.pk, entry_id=due.pk, by=people.colleague, now=LATER)
    rows = AuditEvent.objects.filter(actor=people.colleague)
    assert {(row.what, row.ground, row.person) for row in rows} == {
        ("record", "organisation", episode.mother),
        ("record:entry", "organisation", episode.mother),
    }


def test_the_number_of_queries_does_not_grow(people: Cast) -> None:
    def queries(contacts: int) -> list[int]:
        told = tuple(
            Contact(kind="prenatal", at=LATER - number * HOUR, by="midwife") for number in range(contacts)
        )
        episode = booked(people.an, contacts=told).episode
        entry = Entry.objects.filter(episode=episode, kind="contacts")[0]
        counted = []
        for see in (
            lambda: look(episode, people.an),
            lambda: look(episode, people.an, part="prenatal", page=2),
            lambda: see_entry(episode_id=episode.pk, entry_id=entry.pk, by=people.an, now=LATER),
        ):
            with CaptureQueriesContext(connection) as seen:
                see()
            counted.append(len(seen))
        return counted

    short = queries(10)
    assert queries(400) == short
    assert max(short) <= 20


def test_a_long_history_is_shown_page_by_page(people: Cast) -> None:
    told = tuple(Contact(kind="prenatal", at=LATER - n * HOUR, by="midwife") for n in range(60))
    episode = booked(people.an, contacts=told).episode
    (prenatal, _plan) = look(episode, people.an).parts
    assert (len(prenatal.entries), prenatal.many) == (ENTRIES_IN_SIGHT, 61)
    pages = [look(episode, people.an, part="prenatal", page=page) for page in (1, 2, 3)]
    assert [len(page.parts[0].entries) for page in pages] == [ENTRIES_ON_A_PAGE, 11, 0]
    assert [page.more for page in pages] == [True, False, False]
    assert len({e.shown.pk for page in pages for e in page.parts[0].entries}) == 61
    with pytest.raises(NotThere):
        look(episode, people.an, part="nothing")


def test_going_home_of_two_contradicts_once(episode: PregnancyEpisode, people: Cast) -> None:
    write(born(), episode, people.an)
    both = ("mother", "newborn-1")
    write(Discharge(who=both, at=BORN + 36 * HOUR), episode, people.an)
    write(Discharge(who=both, at=BORN + 40 * HOUR), episode, people.an)
    (rivalry,) = look(episode, people.an).rivalries
    assert len(rivalry.about) == 2
    assert len(rivalry.entries) == 2


def test_a_due_date_determined_later_holds_without_a_contradiction(
    episode: PregnancyEpisode, people: Cast
) -> None:
    due = DueDate(due_on=LATER.date(), set_on=LATER.date() - 30 * DAY)
    write(due, episode, people.an)
    assert look(episode, people.an).rivalries == ()
