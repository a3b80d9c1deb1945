"""Short stay: yes or no, and every criterion with its reason. KCE 232As, 1.1.2."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kraamkring.core.facts.reading import read
from kraamkring.core.pathway.eligibility import Verdict, judge
from kraamkring.packs import criteria, protocol

BIRTH = {
    "newborn": "newborn-1", "born_at": "2026-10-15T06:00:00+02:00", "outcome": "live", "place": "hospital",
    "mode": "vaginal", "weight_g": 3300, "condition": "good",
}  # fmt: skip
WELL = {
    "booked_on": "2026-03-02",
    "due_dates": [{"due_on": "2026-10-14", "set_on": "2026-03-02"}],
    "course": "uncomplicated",
    "mother_condition": "good",
    "births": [BIRTH],
}


def verdict(**changed: Any) -> Verdict:
    facts = read(json.dumps({**WELL, **changed}))
    now = datetime(2026, 10, 16, 12, tzinfo=UTC)
    return judge(facts, protocol("be-vlg"), criteria("be-vlg", "short_stay"), now)


def not_met(found: Verdict) -> set[str]:
    return {each.criterion.name for each in found.judged if each.met == "no" and each.criterion.decides}


def test_an_uncomplicated_birth_is_eligible() -> None:
    assert verdict().eligible
    assert verdict().undecided == ()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"births": [{**BIRTH, "weight_g": 2500}]}, "birth-weight"),
        ({"births": [{**BIRTH, "mode": "caesarean"}]}, "vaginal-birth"),
        ({"births": [{**BIRTH, "mode": "instrumental"}]}, "vaginal-birth"),
        ({"births": [{**BIRTH, "outcome": "stillborn"}]}, "born-alive"),
        ({"births": [{**BIRTH, "condition": "concern"}]}, "child-well"),
        ({"births": [{**BIRTH, "gestation": "36+6"}]}, "at-term"),
        ({"births": [{**BIRTH, "gestation": "42+1"}]}, "at-term"),
        ({"births": [BIRTH, {**BIRTH, "newborn": "newborn-2"}]}, "single-child"),
        ({"expected_newborns": 2, "births": []}, "single-child"),
        ({"mother_condition": "concern"}, "mother-well"),
        ({"course": "complicated"}, "pregnancy-uncomplicated"),
    ],
)
def test_one_criterion_that_fails_is_named(changed: dict[str, Any], why: str) -> None:
    found = verdict(**changed)
    assert not found.eligible
    assert why in not_met(found)


@pytest.mark.parametrize("gestation", ["37+0", "42+0"])
def test_the_ends_of_term_count(gestation: str) -> None:
    assert verdict(births=[{**BIRTH, "gestation": gestation}]).eligible


def test_2501_g_is_above_2500() -> None:
    assert verdict(births=[{**BIRTH, "weight_g": 2501}]).eligible


def test_what_was_not_asked_is_undecided_not_no() -> None:
    found = verdict(mother_condition=None, births=[{k: v for k, v in BIRTH.items() if k != "weight_g"}])
    assert not found.eligible
    assert found.undecided == ("birth-weight", "mother-well")
    assert not_met(found) == set()


def test_preference_and_care_at_home_are_answered_and_do_not_decide() -> None:
    found = verdict(preferences={"stay": "classic"})
    assert found.eligible
    assert {each.criterion.name: each.met for each in found.judged if not each.criterion.decides} == {
        "care-at-home-arranged": "no",
        "parents-want-it": "no",
    }


def test_of_two_contradictory_births_both_must_satisfy() -> None:
    light = {**BIRTH, "weight_g": 2400}
    assert not_met(verdict(births=[{**BIRTH, "id": "a"}, {**light, "id": "b"}])) == {"birth-weight"}


def test_a_report_without_the_weight_does_not_contradict_one_with_it() -> None:
    bare = {key: value for key, value in BIRTH.items() if key != "weight_g"}
    for births in ([bare, BIRTH], [BIRTH, bare]):
        assert verdict(births=births).eligible
