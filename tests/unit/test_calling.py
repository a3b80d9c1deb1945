"""What calls for a promise and when it is due: seasons, working days, what a known no takes away, rounds, sharing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from kraamkring.core.facts.model import (
    Admission,
    Appointment,
    Birth,
    DueDate,
    PregnancyFacts,
    ScreeningResult,
)
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway import Phrase, assess, derive
from kraamkring.core.pathway.cards import PromiseRule, Season
from kraamkring.core.pathway.conditions import both, compiled, excluded
from kraamkring.packs import protocols

BORN = datetime(2026, 10, 15, 4, tzinfo=UTC)
NOW = BORN + timedelta(days=1)


def family(**facts: Any) -> PregnancyFacts:
    at_home = Birth(
        newborn="newborn-1", born_at=BORN, outcome="live", place="home", mode="vaginal", weight_g=3300
    )
    return PregnancyFacts(
        **{
            "booked_on": date(2026, 2, 16),
            "due_dates": (DueDate(due_on=date(2026, 10, 14), set_on=date(2026, 2, 16)),),
            "region": "nl",
            "births": (at_home,),
            **facts,
        }
    )


def states(facts: PregnancyFacts, activity: str, now: datetime = NOW) -> dict[str, str]:
    found = assess(derive(facts, protocols()), facts, now)
    return {a.promise.key: a.state for a in found if a.promise.card.activity == activity}


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 4, 1), date(2026, 9, 1), date(2026, 10, 31)),
        (date(2026, 9, 30), date(2026, 9, 1), date(2026, 10, 31)),
        (date(2026, 10, 31), date(2026, 9, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2027, 9, 1), date(2027, 10, 31)),
    ],
)
def test_a_season_is_the_first_that_has_not_ended(day: date, first: date, last: date) -> None:
    autumn = Season(unit="season", after="birth", earliest="09-01", target="10-01", latest="10-31")
    assert autumn.from_day(day) == (first, date(first.year, 10, 1), last)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 2, 1), date(2025, 11, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 11, 1), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2026, 11, 1), date(2027, 2, 28)),
    ],
)
def test_a_season_may_go_round_the_turn_of_the_year(day: date, first: date, last: date) -> None:
    winter = Season(unit="season", after="birth", earliest="11-01", target="01-01", latest="02-28")
    assert winter.from_day(day) == (first, date(last.year, 1, 1), last)


@pytest.mark.parametrize(
    ("earliest", "target", "latest"),
    [
        ("09-01", "11-01", "10-31"),
        ("02-29", "02-29", "03-31"),
        ("13-01", "13-01", "13-02"),
        ("9-1", "9-2", "9-3"),
    ],
)
def test_a_season_that_cannot_be_is_refused(earliest: str, target: str, latest: str) -> None:
    with pytest.raises((ValidationError, ValueError)):
        Season(unit="season", after="birth", earliest=earliest, target=target, latest=latest)


@pytest.mark.parametrize(
    ("value", "inside"),
    [("10-01", True), ("03-31", True), ("12-25", True), ("04-01", False), ("09-30", False)],
)
def test_within_goes_round_the_turn_of_the_year(value: str, inside: bool) -> None:
    condition = compiled({"birthday": {"within": ["10-01", "03-31"]}})
    assert (condition({"birthday": value}.get) is None) is inside


def test_only_a_known_no_takes_away_what_everybody_has() -> None:
    unless = excluded({"maternity_care_wanted": {"is": False}, "feeding": {"is": "formula"}})
    assert unless({}.get) is None
    assert unless({"maternity_care_wanted": True}.get) is None
    assert unless({"maternity_care_wanted": False}.get) == "maternity_care_wanted"
    assert unless({"feeding": "formula"}.get) == "feeding"
    when = compiled({"earlier_births": {"at_least": 1}})
    assert both(when, unless)({"earlier_births": 1}.get) is None
    assert both(when, unless)({}.get) == "earlier_births"
    with pytest.raises(ValueError, match="no fact"):
        excluded({"shoe_size": {"is": 38}})


def test_a_rule_names_only_facts_that_exist_in_its_exceptions_too() -> None:
    window = {"unit": "local days", "after": "birth", "earliest": 0, "target": 0, "latest": 1}
    rule = TypeAdapter(PromiseRule).validate_python(
        {"window": window, "lead_hours": 1, "unless": {"shoe_size": {"is": 38}}}
    )
    with pytest.raises(ValueError, match="no fact"):
        _ = rule.condition


def test_each_round_that_asks_for_another_look_calls_for_the_next() -> None:
    def referred(*days: int) -> PregnancyFacts:
        results = tuple(
            ScreeningResult(
                screening="hearing", newborn="newborn-1", at=BORN + timedelta(days=day), result="refer"
            )
            for day in days
        )
        return family(results=results)

    later = BORN + timedelta(days=30)
    rounds = ("hearing-test-second-round", "hearing-test-third-round", "hearing-referral")
    for asked in range(4):
        facts = referred(*(5 + 7 * n for n in range(asked)))
        assert [bool(states(facts, name, later)) for name in rounds] == [n < asked for n in range(3)]


def test_a_child_in_intensive_care_is_tested_there_and_what_was_expected_does_not_vanish() -> None:
    there = Admission(who=("newborn-1",), at=BORN, ward="nicu")
    before, after = family(), family(admissions=(there,))
    assert set(states(before, "hearing-test")) == set(states(after, "hearing-test"))
    assert set(states(after, "hearing-test").values()) == {"withdrawn"}
    assert states(after, "hearing-test-intensive-care")
    assert not states(family(admissions=(Admission(who=("newborn-1",), at=BORN, ward="neonatal"),)),
                      "hearing-test-intensive-care")  # fmt: skip


def test_one_appointment_arranges_the_start_and_the_day_of_maternity_care() -> None:
    tomorrow = BORN + timedelta(days=1, hours=4)
    agreed = Appointment(
        care="maternity_care",
        start=tomorrow,
        end=tomorrow + timedelta(hours=3),
        role="maternity_carer",
        accepted=True,
    )
    facts = family(appointments=(agreed,))
    assert (
        states(facts, "maternity-care-start", BORN)["maternity-care-start/mother/homecoming/1"] == "arranged"
    )
    assert states(facts, "maternity-care-day", BORN)["maternity-care-day/mother/birth/2"] == "arranged"
    assert states(facts, "maternity-care-day", BORN)["maternity-care-day/mother/birth/3"] != "arranged"


def test_a_birth_weight_counts_as_weighed() -> None:
    assert states(family(), "weighing")["weighing/newborn-1/birth/1"] == "done"


@pytest.mark.parametrize("at", [BORN - timedelta(hours=1), None])
def test_a_child_is_on_a_ward_for_newborns_only_once_it_is_born(at: datetime | None) -> None:
    there = Admission(who=("newborn-1",), at=at or BORN, ward="nicu")
    with pytest.raises(ImpossibleFact, match="birth"):
        family(admissions=(there,), **({} if at else {"births": ()}))
    assert family(admissions=(Admission(who=("mother",), at=BORN - timedelta(hours=5), ward="maternity"),))


@pytest.mark.parametrize("many", [-1, 31])
def test_a_slip_in_the_number_of_earlier_births_is_refused(many: int) -> None:
    with pytest.raises(ImpossibleFact, match="earlier_births"):
        family(earlier_births=many)


def test_a_birthday_is_said_day_before_month() -> None:
    said = Phrase("not_called_for", fact="birthday", value="09-30")
    assert said.say("en") == "Not called for here: birthday is 30-09."
    assert "nicht bekannt" in Phrase("not_called_for", fact="birthday", value=None).say("de")
