"""Somebody was lost: what waited is cancelled, wherever it is written down; the rest goes on, quietly."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Birth, Contact, Death, Loss, Retraction
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.end_pregnancy import end_pregnancy
from kraamkring.flows.record_birth import record_birth
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.telling import tell
from kraamkring.rooms.careplan.queries import appointments_of
from kraamkring.rooms.messages.models import Silence, Waiting
from kraamkring.rooms.record.models import Entry
from tests.cast import Cast, booked, born
from tests.flows.ward import BORN, DAY, HOUR, Ward, agreed, fresh, give_birth, outbox, sent_of, states, ward

pytestmark = pytest.mark.django_db

BEFORE = BORN - 2 * DAY


@pytest.fixture
def here(people: Cast) -> Ward:
    return ward(people)


def lose(here: Ward, now: object = BEFORE, **more: object) -> object:
    known = {"id": fresh(), "by": here.an, "loss": Loss(at=now - HOUR, kind="miscarriage")}
    return end_pregnancy(episode_id=here.episode.pk, now=now, **(known | more))


def outcomes(here: Ward) -> dict[str, str | None]:
    return {each.care: each.outcome for each in appointments_of(here.an, here.episode)}


def test_given_appointments_ahead_when_the_pregnancy_is_lost_then_nothing_cheerful_is_left(
    here: Ward,
) -> None:
    agreed(here, "paediatric_check", BORN + 8 * DAY, here.gp, "newborn-1")
    agreed(here, "prenatal", BORN + DAY / 2, here.an)
    agreed(here, "bereavement_talk", BORN + DAY, here.an)
    waiting = Waiting.objects.count()
    happened, quiet = lose(here)
    assert outcomes(here) == {
        "paediatric_check": "cancelled",
        "prenatal": "cancelled",
        "bereavement_talk": None,
    }
    assert {state for what, _who, state in outbox() if what != "loss"} == {"cancelled"}
    assert len(quiet.silenced) == waiting > 0
    assert len(quiet.cancelled) == 2
    assert [each for each in outbox() if each[0] == "loss"] == [
        ("loss", "george", "created"),
        ("loss", "wies", "created"),
    ]
    assert len(happened.told) == 2

    now = states(here, BEFORE + HOUR)
    assert now["loss-talk/mother/loss/1"] == "arranged"
    assert now["loss-told/mother/loss/1"] == "open"
    assert now["doctor-check/newborn-1/birth/1"] == "withdrawn"


def test_what_is_agreed_after_a_loss_is_told_again(here: Ward) -> None:
    lose(here)
    later = tell(
        episode=here.episode, what="plan", because=fresh(), template="plan_changed", by=here.wies, now=BEFORE
    )
    assert len(later) == 3
    assert len(sent_of("plan")) == 3


def test_one_of_twins_is_lost_and_the_other_keeps_its_check(people: Cast) -> None:
    twins = ward(people, expected_newborns=2)
    agreed(twins, "paediatric_check", BORN + 8 * DAY, twins.gp, "newborn-2")
    agreed(twins, "prenatal", BORN + DAY / 2, twins.an)
    lose(twins, loss=Loss(at=BEFORE - HOUR, kind="vanished_twin", newborn="newborn-2"))
    assert outcomes(twins) == {"paediatric_check": "cancelled", "prenatal": None}
    assert states(twins, BEFORE)["doctor-check/newborn-1/birth/1"] == "open"
    with pytest.raises(Refusal, match="a loss is recorded here"):
        give_birth(twins, "live", "live")


@pytest.mark.parametrize("way", ["record_birth", "record_fact", "correct", "death", "mother"])
def test_wherever_a_loss_is_written_down_it_falls_silent(here: Ward, way: str) -> None:
    still = born(born_at=BORN, outcome="stillborn")
    at = BORN + HOUR
    if way == "record_birth":
        agreed(here, "paediatric_check", BORN + 8 * DAY, here.gp, "newborn-1")
        record_birth(episode_id=here.episode.pk, births=[still], id=fresh(), by=here.wies, now=at)
    elif way == "record_fact":
        agreed(here, "paediatric_check", BORN + 8 * DAY, here.gp, "newborn-1")
        record_fact(episode_id=here.episode.pk, value=still, by=here.wies, now=at)
    else:
        give_birth(here)
        agreed(here, "paediatric_check", BORN + 8 * DAY, here.gp, "newborn-1")
        if way == "correct":
            entry = Entry.objects.get(kind="births")
            value = Birth(**{**_said(entry), "outcome": "stillborn"})
            correct_entry(entry_id=entry.pk, value=value, reason="slip", by=here.wies, now=at + HOUR)
        else:
            died = Death(who="mother" if way == "mother" else "newborn-1", at=at)
            record_fact(episode_id=here.episode.pk, value=died, by=here.an, now=at + HOUR)
    told = [each for each in outbox() if each[0] == "loss"]
    assert len(told) == 2
    assert {state for what, _who, state in outbox() if what != "loss"} == {"cancelled"}
    assert outcomes(here)["paediatric_check"] == (None if way == "mother" else "cancelled")


def _said(entry: Entry) -> dict[str, object]:
    said = dict(entry.payload)
    return said | {"born_at": datetime.fromisoformat(said["born_at"])}


def test_the_same_loss_put_more_exactly_silences_nothing_again(here: Ward) -> None:
    give_birth(here, "stillborn")
    entry = Entry.objects.get(kind="births")
    heavier = Birth(**{**_said(entry), "weight_g": 3000})
    correct_entry(entry_id=entry.pk, value=heavier, reason="weighed again", by=here.wies, now=BORN + 2 * HOUR)
    assert Silence.objects.count() == 1
    assert len(sent_of("loss")) == 2


def test_a_slip_that_is_taken_back_silences_nothing(here: Ward) -> None:
    give_birth(here)
    entry = Entry.objects.get(kind="births")
    wrong = Retraction(fact=str(entry.pk), by="ward_midwife", why="another family", at=BORN + HOUR)
    record_fact(episode_id=here.episode.pk, value=wrong, by=here.wies, now=BORN + HOUR)
    assert not Silence.objects.exists()


def test_sent_twice_it_is_lost_once(here: Ward) -> None:
    id = fresh()
    lose(here, id=id)
    loss = Loss(at=BEFORE - HOUR, kind="miscarriage")
    again, quiet = lose(here, id=id, loss=loss, now=BEFORE + HOUR)
    assert (again.told, quiet.silenced) == ((), ())
    assert (Entry.objects.filter(kind="losses").count(), Silence.objects.count()) == (1, 1)
    assert len(sent_of("loss")) == 2


def test_when_the_state_of_the_case_does_not_allow_it(here: Ward) -> None:
    with pytest.raises(Refusal, match="has not come yet"):
        lose(here, loss=Loss(at=BEFORE + HOUR, kind="miscarriage"))
    lose(here)
    with pytest.raises(Refusal, match="recorded already"):
        lose(here)
    with pytest.raises(Refusal, match="a loss is recorded here"):
        give_birth(here)


def test_who_was_born_is_not_lost_before_birth(here: Ward) -> None:
    give_birth(here)
    with pytest.raises(Refusal, match="this child was born"):
        lose(here, now=BORN + DAY)


def test_who_may_not_and_who_is_nobody(here: Ward) -> None:
    with pytest.raises(NotAllowed):
        lose(here, by=here.wies)  # the ward reads what happened in pregnancy, and does not write it
    with pytest.raises(NotThere):
        lose(here, by=here.stranger)


def test_it_needs_no_more_queries_however_long_the_history(people: Cast) -> None:
    def queries(here: Ward) -> int:
        with CaptureQueriesContext(connection) as seen:
            lose(here)
        return len(seen)

    one = ward(people)
    short = queries(one)
    long = one._replace(episode=booked(people.an).episode)
    for number in range(25):
        seen = Contact(kind="prenatal", at=BEFORE - number * DAY, by="midwife")
        record_fact(episode_id=long.episode.pk, value=seen, by=people.an, now=BEFORE)
    assert queries(long) <= short
