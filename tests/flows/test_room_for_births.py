"""A plan of an organisation keeps time for families whose child is still to come, and promises it to nobody."""

from datetime import date

import pytest

from kraamkring.core.facts import DueDate
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.births_to_come import births_to_come
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.planning import practice
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.planner.facts import Period
from kraamkring.rooms.planner.models import Shift
from tests.cast import BOOKED, Cast, leen
from tests.clock import this_morning
from tests.planner import DAY, House, ask, born_at_home, confirmed, house, planned

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()
WEEK = Period(TODAY, 7)


def due_on(name: str, day: date, an: User, at: House) -> PregnancyEpisode:
    """A family in 9000 Gent whose child is due on this day; it asked the organisation."""
    episode = book_pregnancy(
        facts=leen(due_dates=(DueDate(due_on=day, set_on=BOOKED.date()),)), mother=Mother(given_name=name), by=an,
        now=BOOKED,
    ).episode  # fmt: skip
    keep_place_of_care(
        episode_id=episode.pk, address=Address(street="Kouter 2", postcode="9000", town="Gent"), by=an,
        now=BOOKED, id=new_id(BOOKED),
    )  # fmt: skip
    ask(episode, at.organisation, an, NOW)
    return episode


def test_with_births_to_come_a_run_leaves_room_and_without_it_does_not(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", families="Mila")
    alone = planned(at, NOW).run
    assert alone.room is None
    for name, ahead in (("Noor", 1), ("Fien", 0), ("Lore", 2)):
        due_on(name, TODAY + ahead * DAY, people.an, at)
    found = planned(at, NOW).run
    assert found.room is not None
    assert found.room["families"] > 0.5
    kept = sum(free for _, free, _ in found.room["days"])
    assert 0 < kept <= sum(wanted for _, _, wanted in found.room["days"])
    assert set(Shift.objects.filter(state="proposed").values_list("episode", flat=True)) == {
        at.families["Mila"].pk
    }  # nobody is promised to who is not there


def test_room_is_not_what_a_carer_has_no_hours_for(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", families="Mila", hours=4)
    for name in ("Noor", "Fien", "Lore"):
        due_on(name, TODAY, people.an, at)
    room = planned(at, NOW).run.room
    assert room is not None
    assert sum(free for _, free, _ in room["days"]) < sum(wanted for _, _, wanted in room["days"])


def test_a_child_that_is_there_is_in_care_and_not_expected_again(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara zoe", families="Leen")
    expected = due_on("Noor", TODAY + DAY, people.an, at)
    assert set(births_to_come(at.organisation, WEEK, NOW)) == {expected.pk}
    ask(born := born_at_home("Mila", people.an, NOW), at.organisation, people.an, NOW)
    assert born.pk not in births_to_come(at.organisation, WEEK, NOW)


def test_who_was_born_before_a_later_week_is_in_care_when_it_begins(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", families="Leen")
    episode = due_on("Noor", TODAY, people.an, at)
    now = births_to_come(at.organisation, WEEK, NOW)[episode.pk]
    later = births_to_come(at.organisation, Period(TODAY + 5 * DAY, 7), NOW)[episode.pk]
    assert sum(now.begins[:2]) == 0  # she is in hospital first
    assert later.begins[0] == pytest.approx(sum(now.begins[:6]))
    assert later.begins[1] == pytest.approx(now.begins[6])
    assert (now.care_days, now.hours_a_day) == (8, 4)


def test_a_first_child_is_expected_later_than_a_second(people: Cast) -> None:
    """At 39 weeks: of all that come from then on, 0.28 x 0.934 of 0.754 in that week if it is the first, and 0.28 x
    1.062 of 0.688 if it is not; the shares of week 39 to 42 as `gestation.toml` has them."""
    at = house(people.an, NOW, carers="yara", families="Leen")
    first, second, unknown = (
        due_on(name, TODAY + 7 * DAY, people.an, at) for name in ("Noor", "Fien", "Lore")
    )
    for episode, earlier in ((first, 0), (second, 1), (unknown, None)):
        record_fact(episode_id=episode.pk, kind="earlier_births", value=earlier, by=people.an, now=NOW)
    found = births_to_come(at.organisation, Period(TODAY, 7 + practice().days_in_hospital), NOW)
    assert sum(found[first.pk].begins) == pytest.approx(0.347, abs=0.002)
    assert sum(found[second.pk].begins) == pytest.approx(0.432, abs=0.002)
    assert sum(found[first.pk].begins) < sum(found[unknown.pk].begins) < sum(found[second.pk].begins)


def test_a_promise_is_not_broken_for_room(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", families="Mila", hours=28)
    planned(at, NOW)
    confirmed(at, NOW)
    for name in ("Noor", "Fien", "Lore"):
        due_on(name, TODAY, people.an, at)
    assert planned(at, NOW).proposals == 0
