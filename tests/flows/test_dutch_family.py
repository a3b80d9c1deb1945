"""A family in the Netherlands, from the booking to the third round of the hearing test."""

from datetime import timedelta

import pytest

from kraamkring.core.facts import Admission, Contact, ScreeningResult, StepDone
from kraamkring.core.facts.model import Screening
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.flows.discharge import discharge
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.people.models import PersonIdentifier
from tests.cast import BOOKED, Cast, booked
from tests.flows.ward import BORN, DAY, HOUR, Ward, fresh, give_birth, states, ward

pytestmark = pytest.mark.django_db


def written(here: Ward, *values: object, now: object = BORN + 60 * DAY) -> None:
    for value in values:
        record_fact(episode_id=here.episode.pk, value=value, by=here.an, now=now)


def test_her_number_is_a_bsn_and_her_clock_that_of_amsterdam(people: Cast) -> None:
    episode = booked(people.an, region="nl", mother_number="9999.10.413").episode
    number = PersonIdentifier.objects.get(person=episode.mother)
    assert (number.system, number.value, number.checked) == ("bsn", "999910413", True)
    assert episode.zone == "Europe/Amsterdam"
    with pytest.raises(ImpossibleFact, match="BSN"):
        booked(people.an, region="nl", mother_number="93051822361")


def test_home_from_hospital_after_four_hours_through_no_red_gate(people: Cast) -> None:
    here = ward(people, region="nl")
    give_birth(here)
    gone = discharge(
        episode_id=here.episode.pk,
        who=["mother", "newborn-1"],
        id=fresh(BORN + 4 * HOUR),
        by=here.wies,
        now=BORN + 4 * HOUR,
    )
    assert {gate.colour for gate in gone.gates} <= {"amber", "green"}
    found = states(here, BORN + 5 * HOUR)
    assert found["discharge-told/mother/homecoming/1"] == "done"
    assert found["maternity-care-day/mother/birth/2"] in ("open", "at_risk")


def test_a_day_of_maternity_care_is_written_down_and_counts(people: Cast) -> None:
    here = ward(people, region="nl")
    give_birth(here)
    discharge(
        episode_id=here.episode.pk, who=["mother", "newborn-1"], id=fresh(BORN + 4 * HOUR), by=here.wies,
        now=BORN + 4 * HOUR,
    )  # fmt: skip
    written(
        here,
        Contact(kind="maternity_care", at=BORN + DAY, by="maternity_carer"),
        StepDone(step="weighed", at=BORN + 2 * DAY, by="midwife", who=("newborn-1",)),
        StepDone(step="birth_declared", at=BORN + DAY, by="partner"),
    )
    found = states(here, BORN + 3 * DAY)
    assert found["maternity-care-start/mother/homecoming/1"] == "done"
    assert found["maternity-care-day/mother/birth/2"] == "done"
    assert found["weighing/newborn-1/birth/2"] == "done"
    assert found["birth-declaration/newborn-1/birth/1"] == "done"


def test_each_round_of_the_hearing_test_follows_the_one_before(people: Cast) -> None:
    here = ward(people, region="nl")
    give_birth(here)
    rounds = ["hearing-test-second-round", "hearing-test-third-round", "hearing-referral"]
    for number, name in enumerate(rounds):
        key = f"{name}/newborn-1/hearing_refer-{number + 1}/1"
        at = BORN + timedelta(days=5 + 8 * number)
        assert key not in states(here, BORN + 60 * DAY)
        written(
            here,
            Screening(screening="hearing", newborn="newborn-1", at=at, outcome="done", by="youth_health"),
            ScreeningResult(screening="hearing", newborn="newborn-1", at=at, result="refer"),
        )
        assert key in states(here, BORN + 60 * DAY)
    done = states(here, BORN + 60 * DAY)
    assert done["hearing-test-third-round/newborn-1/hearing_refer-2/1"] == "done"
    assert done["hearing-referral/newborn-1/hearing_refer-3/1"] == "gap"


def test_a_first_child_and_a_ward_are_written_down(people: Cast) -> None:
    here = ward(people, region="nl")
    record_fact(episode_id=here.episode.pk, kind="earlier_births", value=0, by=here.an, now=BOOKED + HOUR)
    assert states(here, BOOKED + DAY)["maternity-care-intake/mother/booking/1"] == "open"
    record_fact(episode_id=here.episode.pk, kind="earlier_births", value=2, by=here.an, now=BOOKED + 2 * HOUR)
    assert states(here, BOOKED + DAY)["maternity-care-intake/mother/booking/2"] == "open"
    give_birth(here)
    written(here, Admission(who=("newborn-1",), at=BORN + HOUR, ward="nicu"), now=BORN + 2 * HOUR)
    found = states(here, BORN + 2 * HOUR)
    assert found["hearing-test/newborn-1/birth/1"] == "withdrawn"
    assert found["hearing-test-intensive-care/newborn-1/homecoming/1"] in ("open", "at_risk")
