"""Where what is usual ends: an uncomplicated birth, the first days at home, and when silence is asked about."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from kraamkring.core.facts.reading import read
from kraamkring.core.pathway import assess, derive
from kraamkring.core.pathway.phases import Milestones
from kraamkring.packs import protocol, protocols

DUE = datetime.fromisoformat("2026-10-14T06:00:00+02:00")
BIRTH = {
    "newborn": "newborn-1", "born_at": DUE.isoformat(), "outcome": "live", "place": "hospital", "mode": "vaginal",
    "weight_g": 3300,
}  # fmt: skip
BOOKED = {"booked_on": "2026-03-02", "due_dates": [{"due_on": "2026-10-14", "set_on": "2026-03-02"}]}
BELGIAN = [name for name in protocols() if protocol(name).bounds.uncomplicated]


def beyond(region: str, **changed: Any) -> bool:
    facts = read(json.dumps({**BOOKED, "births": [{**BIRTH, **changed}]}))
    promises = derive(facts, protocols(), region).promises
    return next(each for each in promises if each.card.activity == "first-home-visit").beyond_scope


@pytest.mark.parametrize("region", BELGIAN)
def test_a_birth_is_uncomplicated_above_2500_g_and_from_37_0_to_42_0(region: str) -> None:
    assert not beyond(region, weight_g=2501)
    assert beyond(region, weight_g=2500)
    for days, out in ((-22, True), (-21, False), (14, False), (15, True)):
        assert beyond(region, born_at=(DUE + timedelta(days=days)).isoformat()) is out


@pytest.mark.parametrize("region", list(protocols()))
def test_day_10_is_the_last_of_the_first_days_at_home(region: str) -> None:
    facts = read(json.dumps({**BOOKED, "births": [{**BIRTH, "place": "home"}]}))
    stones = Milestones.of(facts, protocol(region))
    assert stones
    assert stones.phase_at(datetime.fromisoformat("2026-10-24T23:59:00+02:00")) == "ten_days"
    assert stones.phase_at(datetime.fromisoformat("2026-10-25T00:01:00+02:00")) == "thousand_days"


@pytest.mark.parametrize("region", list(protocols()))
def test_a_birth_that_nobody_wrote_down_is_asked_about_after_fourteen_days(region: str) -> None:
    facts = read(json.dumps(BOOKED))
    activities = assess(derive(facts, protocols(), region), facts, DUE)
    silent = [a for a in activities if a.promise.basis == "expected" and a.promise.card.event == "birth"]
    silent = [a for a in silent if a.at_risk_from]
    assert silent
    assert {a.at_risk_from - a.promise.window.latest for a in silent if a.at_risk_from} == {
        timedelta(days=14)
    }
