"""Which edition a promise keeps to: the one in force on the local day of the event that calls for it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kraamkring.core.facts import model
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.pathway import derive
from kraamkring.core.pathway.cards import ElapsedHours
from kraamkring.core.pathway.promises import Promise
from kraamkring.packs import protocols

OLD, NEW = date(2014, 10, 21), date(2024, 1, 1)  # of the blood spot in Flanders
LAST_MINUTE, MIDNIGHT = datetime(2023, 12, 31, 22, 59, tzinfo=UTC), datetime(2023, 12, 31, 23, 0, tzinfo=UTC)


def family(due: date, *born: datetime, **more: object) -> PregnancyFacts:
    births = tuple(
        model.Birth(newborn=f"newborn-{n}", born_at=at, outcome="live", place="hospital", mode="vaginal")
        for n, at in enumerate(born, start=1)
    )
    facts = PregnancyFacts(
        region="be-vlg",
        booked_on=date(2023, 6, 1),
        due_dates=(model.DueDate(due_on=due, set_on=date(2023, 6, 1)),),
        births=births,
    )
    return replace(facts, **more)  # type: ignore[arg-type]


def promised(facts: PregnancyFacts, key: str) -> Promise:
    return next(promise for promise in derive(facts, protocols()).promises if promise.key == key)


@pytest.mark.parametrize(
    ("born_at", "edition", "hours"), [(LAST_MINUTE, OLD, 72), (MIDNIGHT, NEW, 48)], ids=["old", "new"]
)
def test_the_last_day_of_an_edition_and_the_first_of_the_next(
    born_at: datetime, edition: date, hours: int
) -> None:
    """Midnight is that of the place of care: 23:00 in UTC is the first of January in Ghent."""
    found = promised(family(date(2024, 1, 3), born_at), "blood-spot/newborn-1/birth/1")
    assert found.edition.valid_from == edition
    assert isinstance(found.rule.window, ElapsedHours)
    assert (found.window.earliest - born_at).total_seconds() / 3600 == hours


def test_twins_on_both_sides_of_midnight_each_keep_to_their_own() -> None:
    facts = family(date(2024, 1, 3), LAST_MINUTE, MIDNIGHT)
    editions = [promised(facts, f"blood-spot/newborn-{n}/birth/1").edition.valid_from for n in (1, 2)]
    assert editions == [OLD, NEW]


def test_a_changed_due_date_moves_what_is_only_expected() -> None:
    facts, key = family(date(2023, 12, 31)), "blood-spot/newborn-1/birth/1"
    assert promised(facts, key).edition.valid_from == OLD
    later = model.DueDate(due_on=date(2024, 1, 1), set_on=date(2023, 7, 1))
    assert promised(replace(facts, due_dates=(*facts.due_dates, later)), key).edition.valid_from == NEW


def test_a_changed_due_date_does_not_move_what_has_happened() -> None:
    facts, key = family(date(2024, 1, 9), LAST_MINUTE), "blood-spot/newborn-1/birth/1"
    later = model.DueDate(due_on=date(2024, 1, 12), set_on=date(2023, 7, 1))
    for each in (facts, replace(facts, due_dates=(*facts.due_dates, later))):
        assert promised(each, key).edition.valid_from == OLD


def test_a_pregnancy_booked_before_an_edition_keeps_to_it_until_its_events_fall_under_the_next() -> None:
    """The talk about RSV is called for by the booking, and its card begins in 2025."""
    facts = family(date(2024, 1, 3), MIDNIGHT)
    activities = {promise.card.activity for promise in derive(facts, protocols()).promises}
    assert "rsv-choice" not in activities  # booked in 2023
    due = model.DueDate(due_on=date(2025, 8, 3), set_on=date(2025, 1, 1))
    booked = PregnancyFacts(region="be-vlg", booked_on=date(2025, 1, 1), due_dates=(due,))
    assert promised(booked, "rsv-choice/mother/booking/1").edition.valid_from == date(2025, 1, 1)


def test_a_correction_of_the_birth_over_midnight_takes_the_edition_along_and_keeps_the_key() -> None:
    facts = family(date(2024, 1, 3), LAST_MINUTE)
    told = replace(facts.births[0], id="birth")
    better = replace(told, id="better", corrects="birth", born_at=MIDNIGHT)
    found = [
        promise
        for promise in derive(replace(facts, births=(told, better)), protocols()).promises
        if promise.card.activity == "blood-spot"
    ]
    assert [(promise.edition.valid_from, promise.withdrawn) for promise in found] == [(NEW, None)]
