"""What the tables of 07_going_home cannot say: who has no gates at all, and who cannot leave."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kraamkring.core.facts import Birth, Discharge, DueDate, PregnancyFacts, Readmission, Waiver
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway import gates_of, shut
from kraamkring.packs import protocols

BORN = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME = BORN + 36 * HOUR


def facts(**more: object) -> PregnancyFacts:
    birth = Birth(newborn="newborn-1", born_at=BORN, outcome="live", place="hospital", mode="vaginal")
    known = {
        "booked_on": date(2026, 3, 2),
        "region": "be-vlg",
        "due_dates": (DueDate(due_on=date(2026, 10, 14), set_on=date(2026, 3, 2)),),
        "births": (birth,),
    }
    return PregnancyFacts(**(known | more))


def test_after_a_readmission_there_are_no_gates_any_more() -> None:
    back = facts(
        discharges=(Discharge(who=("mother", "newborn-1"), at=HOME),),
        readmissions=(Readmission(who=("newborn-1",), at=HOME + 48 * HOUR),),
    )
    again = HOME + 96 * HOUR
    assert gates_of(back, protocols(), ("newborn-1",), again, again) == ()


def test_before_the_birth_there_are_none() -> None:
    assert gates_of(facts(births=()), protocols(), ("mother",), HOME, HOME) == ()


def test_nobody_leaves_before_being_born() -> None:
    early = BORN - HOUR
    with pytest.raises(ImpossibleFact, match="not in hospital yet"):
        gates_of(facts(), protocols(), ("newborn-1",), early, early)


def test_a_plan_for_another_day_does_not_stand_in_the_way() -> None:
    planned = facts(discharges=(Discharge(who=("mother",), at=HOME + 24 * HOUR, planned=True),))
    asked = gates_of(planned, protocols(), ("mother",), HOME, HOME)
    assert asked == gates_of(facts(), protocols(), ("mother",), HOME, HOME)


def test_what_was_waived_is_green_with_its_reason() -> None:
    waived = Waiver(activity="discharge-visit-agreed", by="midwife", why="stays with a midwife", at=BORN)
    gates = {
        gate.key: gate
        for gate in gates_of(facts(waivers=(waived,)), protocols(), ("mother", "newborn-1"), HOME, HOME)
    }
    gate = gates["discharge-visit-agreed/mother"]
    assert (gate.colour, gate.said[0].code) == ("green", "waived")
    assert gate not in shut(gates.values())
    assert gates["discharge-needs-mother/mother"] in shut(gates.values())
