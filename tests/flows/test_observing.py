"""What is measured and seen becomes part of the record, is judged at once, and calls somebody where it must."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kraamkring.core.facts import Death
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.observe import NotTaken, Observed, Said, observe
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_observations import SeenObservations, see_observations
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message, Urgency
from kraamkring.rooms.record.actions import Device
from kraamkring.rooms.record.models import Entry, Observation
from tests.cast import Cast, account, joined
from tests.examples import sample
from tests.flows.ward import BORN, DAY, HOUR, Ward, fresh, give_birth, ward

NOW = BORN + 2 * DAY
AT = NOW - HOUR


@pytest.fixture
def here(people: Cast) -> Ward:
    """Leen has one child of two days."""
    found = ward(people)
    give_birth(found)
    return found


def said(what: str, value: object, who: str = "mother", **more: object) -> Said:
    known = {"id": fresh(NOW), "who": who, "what": what, "value": value, "at": AT}
    return Said(**(known | more))


def write(here: Ward, *items: Said, by: User | None = None, now=NOW) -> Observed:  # type: ignore[no-untyped-def]
    return observe(episode_id=here.episode.pk, said=items, by=by or here.an, now=now)


def look(here: Ward, by: User | None = None) -> SeenObservations:
    return see_observations(episode_id=here.episode.pk, by=by or here.an, now=NOW)


def red_told() -> list[str]:
    rows = Message.objects.filter(intention__startswith="observation_red:")
    return sorted(row.address.partition("@")[0] for row in rows)


def test_given_a_visit_when_it_is_written_then_it_stands_in_the_record_with_what_the_charts_say(
    here: Ward,
) -> None:
    done = write(here, said("temperature_c", 36.8), said("weight_g", 3300, "newborn-1"))
    assert [(row.slot, row.what, row.value, row.at) for row in done.rows] == [
        ("mother", "temperature_c", 36.8, AT),
        ("newborn-1", "weight_g", 3300, AT),
    ]
    assert {(each.who, each.chart, each.level) for each in done.judged} >= {
        ("mother", "meows", "normal"),
        ("newborn-1", "weight-loss", "normal"),
    }
    seen = look(here)
    row = seen.last("newborn-1", "weight_g")
    assert row is not None
    assert row.value == 3300
    assert row.author == here.an
    assert row.role == "midwife"
    assert red_told() == []


def test_when_the_same_is_sent_again_then_nothing_is_written_twice(here: Ward) -> None:
    one = said("weight_g", 3010, "newborn-1", reason="weighed twice")
    first = write(here, one)
    again = write(here, one, now=NOW + HOUR)
    assert [row.pk for row in first.rows] == [row.pk for row in again.rows]
    assert Observation.objects.count() == 1
    assert len(red_told()) == len(set(red_told())) == 2


def test_given_a_red_when_it_is_written_then_those_who_may_read_it_are_told_at_once_and_once(
    here: Ward,
) -> None:
    social = account("sofie", "social_worker")
    joined(here.episode, social, here.an)
    write(here, said("temperature_c", 39.1, reason="measured twice"))
    assert red_told() == [
        "george",
        "wies",
    ]  # not the mother, not who wrote it, not who may not read this part
    told = Message.objects.filter(intention__startswith="observation_red:").first()
    assert told is not None
    assert told.urgency == Urgency.RED_FLAG
    assert "39.1" not in f"{told.context}"  # and not "39", which an id may hold by chance
    assert "temperature" not in f"{told.context}"
    write(
        here, said("pulse_per_min", 80, at=AT + HOUR / 2)
    )  # the fever is still there, and nothing new is red
    assert red_told() == ["george", "wies"]
    write(here, said("temperature_c", 39.4, at=AT + HOUR / 2, reason="again"))
    assert red_told() == ["george", "george", "wies", "wies"]


def test_given_nobody_else_who_may_read_it_when_it_is_red_then_who_booked_her_is_told(people: Cast) -> None:
    here = ward(people)
    give_birth(here)
    write(here, said("temperature_c", 39.1), by=here.leen)
    assert "an" in red_told()


def test_given_a_red_that_arrives_late_when_a_newer_value_answers_it_then_nobody_is_called(
    here: Ward,
) -> None:
    write(here, said("systolic_mmhg", 120))
    write(here, said("systolic_mmhg", 170, at=AT - DAY, reason="offline"))
    assert red_told() == []


def test_given_something_unusual_when_nobody_says_why_then_it_is_asked_and_nothing_is_written(
    here: Ward,
) -> None:
    with pytest.raises(NotTaken) as refused:
        write(here, said("pulse_per_min", 70), said("temperature_c", 38.4))
    assert refused.value.field == "reason"
    assert refused.value.about is not None
    assert refused.value.about.what == "temperature_c"
    assert not Observation.objects.exists()


def test_given_what_cannot_be_when_it_is_written_then_it_is_refused_on_its_field(here: Ward) -> None:
    write(here, said("systolic_mmhg", 120))
    for what, value, who in (
        ("temperature_c", 100.4, "mother"),  # degrees Fahrenheit
        ("weight_g", 2000, "newborn-1"),  # of 3420 at birth: more than can be lost
        ("diastolic_mmhg", 130, "mother"),  # not below the upper one
    ):
        with pytest.raises(NotTaken) as refused:
            write(here, said(what, value, who, reason="because"))
        assert refused.value.field == what
    for what, who in (("weight_g", "mother"), ("nothing", "mother"), ("mood", "newborn-1")):
        with pytest.raises(Refusal, match="not observed of this person"):
            write(here, said(what, 1, who))
    with pytest.raises(Refusal, match="nothing is said"):
        write(here)


def test_given_a_slip_when_it_is_corrected_then_both_stay_and_the_later_one_stands(here: Ward) -> None:
    (row,) = write(here, said("temperature_c", 36.1)).rows
    later = said("temperature_c", 36.9, corrects=row.pk, reason="read wrongly")
    write(here, later)
    write(here, later)  # sent twice
    seen = look(here)
    assert [each.value for each in seen.of("mother", "temperature_c")] == [36.9]
    assert [each.value for each in seen.earlier[later.id]] == [36.1]
    with pytest.raises(Refusal, match="corrected this before you"):
        write(here, said("temperature_c", 37.0, corrects=row.pk, reason="late"))
    with pytest.raises(NotTaken, match="no reason"):
        write(here, said("temperature_c", 37.0, corrects=later.id))
    with pytest.raises(Refusal, match="no such observation"):
        write(here, said("pulse_per_min", 70, corrects=later.id, reason="x"))
    taken = said("temperature_c", None, corrects=later.id, reason="another mother")
    write(here, taken)
    seen = look(here)
    assert seen.last("mother", "temperature_c") is None
    assert [each.pk for each in seen.taken_back] == [taken.id]
    assert not [each for each in seen.judged if each.chart == "meows"]


def test_given_an_id_or_a_count_used_before_when_something_else_comes_under_it_then_it_is_refused(
    here: Ward,
) -> None:
    device = Device(fresh(), 4)
    one = said("pulse_per_min", 70, device=device)
    write(here, one)
    with pytest.raises(Refusal, match="this id belongs to another entry"):
        write(here, said("pulse_per_min", 71, id=one.id))
    with pytest.raises(Refusal, match="has used this count"):
        write(here, said("pulse_per_min", 71, device=device))
    assert write(here, one).rows[0].pk == one.id


def test_given_a_clock_that_runs_wrong_when_its_values_arrive_then_nothing_is_lost_and_the_claim_stays(
    here: Ward,
) -> None:
    ahead, behind = AT + 400 * DAY, BORN - 30 * DAY
    rows = write(
        here,
        said("pulse_per_min", 70, at=ahead, device=Device(fresh(), 1), recorded_at=ahead),
        said("newborn_temperature_c", 37.0, "newborn-1", at=behind, device=Device(fresh(), 2)),
    ).rows
    assert [(row.at, row.claimed_at, row.received_at) for row in rows] == [
        (NOW, ahead, NOW),
        (NOW, behind, NOW),
    ]
    assert rows[0].recorded_at == ahead
    for wrong in (ahead, behind):
        with pytest.raises(NotTaken) as refused:
            write(here, said("newborn_temperature_c", 37.0, "newborn-1", at=wrong))
        assert refused.value.field == "at"


def test_given_a_child_that_died_when_a_visit_is_made_then_it_is_asked_of_nobody_and_refused(
    people: Cast,
) -> None:
    here = ward(people)
    give_birth(here, "live", "live", "stillborn")
    died = Death(who="newborn-2", at=BORN + DAY)
    record_fact(episode_id=here.episode.pk, value=died, by=here.an, now=BORN + DAY + HOUR)
    seen = look(here)
    assert {each.who for each in seen.asked} == {"mother", "newborn-1"}
    write(here, said("weight_g", 3300, "newborn-2", at=BORN + DAY / 2))  # seen before, arrived after
    for who, at in (("newborn-2", AT), ("newborn-3", AT), ("newborn-4", AT)):
        with pytest.raises(Refusal):
            write(here, said("weight_g", 3300, who, at=at))


def test_given_parents_when_they_write_then_only_what_they_may_see_themselves(here: Ward) -> None:
    done = write(here, said("temperature_c", 38.9), by=here.leen)  # no reason is asked of her
    assert [row.source for row in done.rows] == [Entry.Source.SELF_REPORT]
    assert done.judged[0].level == "act"
    with pytest.raises(NotAllowed):
        write(here, said("fundus_tone", "firm"), by=here.leen)


def test_given_the_parts_of_a_role_when_she_looks_then_she_sees_these_and_no_other(here: Ward) -> None:
    write(here, said("mood", "low"), said("weight_g", 3300, "newborn-1"), said("lochia_amount", "usual"))
    jan = account("jan", "maternity_carer")
    joined(here.episode, jan, here.an)
    youth = account("yves", "physiotherapist")
    joined(here.episode, youth, here.an)
    assert {row.what for row in look(here).rows} == {"mood", "weight_g", "lochia_amount"}
    seen = look(here, jan)
    assert {row.what for row in seen.rows} == {"weight_g", "lochia_amount"}
    assert dict(seen.closed) == {"psychosocial": "role_does_not_read"}
    assert "mood" not in {each.block.id for each in seen.asked}
    assert {row.what for row in look(here, youth).rows} == {"lochia_amount"}
    with pytest.raises(NotAllowed):
        write(here, said("mood", "good"), by=jan)
    for unknown in (here.episode.pk, UUID(int=1)):
        with pytest.raises(NotThere):
            see_observations(episode_id=unknown, by=here.stranger, now=NOW)
    assert AuditEvent.objects.filter(what="observations", action="read", actor=jan).count() == 1


def test_given_a_long_history_when_it_is_read_or_added_to_then_the_same_number_of_queries(here: Ward) -> None:
    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as reading:
            look(here)
        with CaptureQueriesContext(connection) as writing:
            write(here, said("lochia_amount", "usual"), said("pulse_per_min", 70))
        return len(reading), len(writing)

    write(here, said("lochia_amount", "usual"), said("pulse_per_min", 70))
    short = queries()
    write(here, *(said("feed_ml", 60, "newborn-1", at=AT - HOUR * n / 2) for n in range(80)))
    write(here, *(said("temperature_c", 36.5 + n / 10, at=AT - HOUR * n) for n in range(10)))
    assert queries() == short


def test_given_a_dutch_family_when_the_child_is_weighed_then_the_weighing_is_done(people: Cast) -> None:
    here = ward(people, region="nl")
    give_birth(here)
    (row,) = write(
        here, said("weight_g", 3300, "newborn-1", at=BORN + 2 * DAY + HOUR), now=BORN + 3 * DAY
    ).rows
    steps = Entry.objects.filter(kind="steps")
    assert [(step.payload["step"], step.payload["who"]) for step in steps] == [("weighed", ["newborn-1"])]
    taken = said("weight_g", None, "newborn-1", corrects=row.pk, reason="the other child")
    write(here, taken, now=BORN + 3 * DAY)
    assert Entry.objects.filter(kind="retractions", payload__fact=str(steps[0].pk)).count() == 1


def test_given_the_same_weighing_when_nothing_asks_for_it_then_no_step_is_written(here: Ward) -> None:
    write(here, said("weight_g", 3300, "newborn-1"))  # Flanders promises no weighing
    assert not Entry.objects.filter(kind="steps").exists()


@settings(max_examples=sample(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_written_corrected_taken_back_and_sent_again_the_last_word_stands(
    here: Ward, data: st.DataObject
) -> None:
    """Against a model of three lines: a dictionary of what stands."""
    stands: dict[UUID, object] = {}
    sent: list[Said] = []
    with transaction.atomic():
        for _turn in range(data.draw(st.integers(1, 8))):
            act = data.draw(st.sampled_from(("new", "correct", "take back", "again")))
            value = data.draw(st.integers(60, 90))
            if act == "again" and sent:
                write(here, data.draw(st.sampled_from(sent)))
                continue
            item = said("pulse_per_min", value)
            if act in ("correct", "take back") and stands:
                before = data.draw(st.sampled_from(sorted(stands)))
                del stands[before]
                value = value if act == "correct" else None
                item = replace(item, value=value, corrects=before, reason="a slip")
            write(here, item)
            sent.append(item)
            if item.value is not None:
                stands[item.id] = item.value
        seen = {row.pk: row.value for row in look(here).rows}
        assert seen == stands
        assert Observation.objects.count() == len(sent)
        transaction.set_rollback(True)
