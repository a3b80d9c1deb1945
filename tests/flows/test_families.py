"""The list of families reads many records in one go, and says of each what a look at it alone would say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Discharge, Preferences
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.make_appointment import accept_appointment, make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_families import see_families
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import Urgency, Watch
from kraamkring.rooms.people.actions import merge_persons, register_person, undo_merge
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import one_person, one_person_each
from tests.cast import BOOKED, BORN, LATER, Cast, booked, born

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def home(hours: int) -> Discharge:
    return Discharge(who=("mother", "newborn-1"), at=BORN + hours * HOUR)


def test_each_family_of_the_list_is_told_as_a_look_at_it_alone_tells_it(people: Cast) -> None:
    """With births, corrections, a plan, and an appointment that was accepted: rows of every kind."""
    still_pregnant = booked(people.an).episode
    planned = booked(people.an).episode
    content = PlanContent(stay="classic", maternity_care=True)
    change_plan(episode_id=planned.pk, content=content, based_on=0, by=people.an, now=LATER)
    at_home = booked(people.colleague, preferences=Preferences(stay="short")).episode
    birth = record_fact(episode_id=at_home.pk, value=born(), by=people.an, now=LATER).entry
    correct_entry(
        entry_id=birth.pk, value=born(weight_g=3240), reason="misread", by=people.an, now=LATER + HOUR
    )
    record_fact(episode_id=at_home.pk, value=home(40), by=people.an, now=BORN + 40 * HOUR)
    start = BORN + 44 * HOUR
    visit = AppointmentFact(care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=False)
    made = make_appointment(
        episode_id=at_home.pk, appointment=visit, by=people.an, now=BORN + 41 * HOUR
    ).appointment
    accept_appointment(item=made.item, version=1, by=people.colleague, now=BORN + 41 * HOUR)

    now = BORN + 42 * HOUR
    seen = {each.episode.pk: each for each in see_families(by=people.an, now=now).families}
    assert set(seen) == {still_pregnant.pk, planned.pk, at_home.pk}
    for id, family in seen.items():
        alone = see_pathway(episode_id=id, by=people.an, now=now)
        assert family.activities == alone.activities
        assert family.mother == alone.mother
    states = {found.promise.key: found.state for found in seen[at_home.pk].activities}
    assert states["first-home-visit/mother/homecoming/1"] == "arranged"


def test_only_families_that_she_may_see(people: Cast) -> None:
    booked(people.an)
    assert len(see_families(by=people.colleague, now=LATER).families) == 1
    assert see_families(by=people.stranger, now=LATER).families == ()
    people.an.is_active = False
    assert see_families(by=people.an, now=LATER).families == ()


def test_the_list_leaves_one_row_with_a_count(people: Cast) -> None:
    booked(people.an)
    booked(people.an)
    see_families(by=people.an, now=LATER)
    row = AuditEvent.objects.get(action="read")
    assert (row.actor, row.what, row.episode, row.person) == (people.an, "families:2", None, None)


def test_over_all_pages_gaps_come_first_then_what_is_at_risk_then_what_is_due_soonest(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kraamkring.flows.see_families.FAMILIES_ON_A_PAGE", 2)
    stands = [(3, 2), (2, 9), (1, 8), (3, 1), (1, 7), (2, 3)]  # urgency, and the day that presses
    rows = [(*each, booked(people.an).episode.pk) for each in stands]
    for urgency, day, pk in rows:
        needs = 0 if urgency == Urgency.NONE else 1
        Watch.objects.filter(pk=pk).update(urgency=urgency, needs=needs, presses_at=LATER + day * DAY)
    pages = [see_families(by=people.an, now=LATER, page=number).families for number in (1, 2, 3)]
    assert [family.episode.pk for page in pages for family in page] == [pk for *_, pk in sorted(rows)]


def test_pages_do_not_overlap_and_miss_nobody(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kraamkring.flows.see_families.FAMILIES_ON_A_PAGE", 2)
    all_of_them = {booked(people.an).episode.pk for _ in range(5)}
    pages = [see_families(by=people.an, now=LATER, page=number) for number in (1, 2, 3, 4)]
    assert [len(page.families) for page in pages] == [2, 2, 1, 0]
    assert [page.more for page in pages] == [True, True, False, False]
    assert {each.episode.pk for page in pages for each in page.families} == all_of_them


def test_a_person_behind_several_merges(people: Cast) -> None:
    first, second, third, other = (
        register_person(now=BOOKED, given_name=name) for name in ("A", "B", "C", "D")
    )
    merge_persons(kept=second, merged=first, reason="same", by=people.an, now=LATER)
    last = merge_persons(kept=third, merged=second, reason="same", by=people.an, now=LATER)
    rows: list[Person] = [first, second, third, other]
    assert one_person_each(rows) == {row.pk: one_person(row) for row in rows}
    undo_merge(merge=last, by=people.an, now=LATER)
    assert one_person_each(rows) == {row.pk: one_person(row) for row in rows}
    with CaptureQueriesContext(connection) as seen:
        assert one_person_each([third, other]) == {third.pk: third, other.pk: other}
    assert len(seen) == 1
