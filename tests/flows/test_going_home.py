"""The gates of going home: refused, overridden with a reason that stays, planned, told; and what a repeat does."""

from datetime import timedelta

import pytest

from kraamkring.core.facts import Preferences
from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.discharge import GatesShut, WentHome, discharge, settle_gate
from kraamkring.flows.make_appointment import close_appointment
from kraamkring.flows.pathway import facts_now
from kraamkring.flows.readmit import readmit
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import DischargeOverride
from kraamkring.rooms.careplan.queries import overrides_of
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.record.models import Entry
from tests.cast import Cast
from tests.flows.ward import (
    BORN,
    DAY,
    FRIDAY_EVENING,
    HOUR,
    Ward,
    activities,
    agreed,
    fresh,
    give_birth,
    outbox,
    sent_of,
    states,
    ward,
)

pytestmark = pytest.mark.django_db

NEEDS = ("discharge-needs-mother/mother", "discharge-needs-newborn/newborn-1", "alarm-signs/mother")
DONE_ON_THE_WARD = ("pulse-oximetry/newborn-1", "rsv/newborn-1")
BOTH = ("mother", "newborn-1")


@pytest.fixture
def here(people: Cast) -> Ward:
    made = ward(people, preferences=Preferences(stay="short", maternity_care=False))
    give_birth(made)
    return made


def leave(here: Ward, *who: str, now: object = FRIDAY_EVENING, **more: object) -> WentHome:
    known = {"id": fresh(), "by": here.wies}
    return discharge(episode_id=here.episode.pk, who=who or BOTH, now=now, **(known | more))


def all_agreed(here: Ward) -> None:
    """The first visit on Saturday, the doctor on day 8, and everything ticked on the ward."""
    agreed(here, "home_visit", FRIDAY_EVENING + 16 * HOUR, here.an, *BOTH)
    agreed(here, "paediatric_check", BORN + 8 * DAY + 4 * HOUR, here.gp, "newborn-1")
    for key in (*NEEDS, *DONE_ON_THE_WARD):
        settle_gate(episode_id=here.episode.pk, key=key, id=fresh(), by=here.wies, now=FRIDAY_EVENING - HOUR)


def test_on_friday_after_36_hours_with_everything_settled_they_go_home(here: Ward) -> None:
    all_agreed(here)
    before = len(outbox())
    done = leave(here)
    assert {gate.key: gate.colour for gate in done.gates} == {
        "alarm-signs/mother": "green",
        "discharge-check-agreed/newborn-1": "green",
        "discharge-needs-mother/mother": "green",
        "discharge-needs-newborn/newborn-1": "green",
        "discharge-told/mother": "amber",
        "discharge-visit-agreed/mother": "green",
        "pulse-oximetry/newborn-1": "green",
        "rsv/newborn-1": "green",
        "transfer-letter/mother": "amber",
    }
    assert done.override is None
    now = activities(here, FRIDAY_EVENING + HOUR)
    assert now["discharge-told/mother/homecoming/1"].state == "done"
    assert not now["discharge-told/mother/homecoming/1"].late
    assert now["first-home-visit/mother/homecoming/1"].state == "arranged"
    assert now["transfer-letter/mother/homecoming/1"].state == "gap"  # nobody said that it went along
    assert sent_of("homecoming") == ["an", "george"]
    assert len(outbox()) == before + 2


def test_the_letter_that_goes_along_is_ticked_with_the_act(here: Ward) -> None:
    all_agreed(here)
    leave(here, settled=("transfer-letter/mother",))
    assert states(here, FRIDAY_EVENING + HOUR)["transfer-letter/mother/homecoming/1"] == "done"


def test_given_no_visit_within_24_hours_then_it_is_refused_and_a_reason_lets_them_go(here: Ward) -> None:
    """Friday evening, 36 h, the midwife can come on Monday: refused; overridden; at risk, then a gap."""
    all_agreed(here)
    visit = next(a for a in facts_now(here.episode).appointments if a.care == "home_visit")
    close_appointment(item=visit.id, version=1, outcome="cancelled", by=here.an, now=FRIDAY_EVENING - HOUR)
    agreed(here, "home_visit", FRIDAY_EVENING + 63 * HOUR, here.an, *BOTH)
    entries, messages = Entry.objects.count(), Message.objects.count()
    with pytest.raises(GatesShut) as refused:
        leave(here)
    assert [gate.key for gate in refused.value.gates] == ["discharge-visit-agreed/mother"]
    with pytest.raises(GatesShut):
        leave(here, override_reason="  ")
    assert (Entry.objects.count(), Message.objects.count()) == (entries, messages)  # nothing half-written

    done = leave(here, override_reason="No midwife free before Monday; she knows whom to call.")
    assert done.override is not None
    assert done.override.gates == ["discharge-visit-agreed/mother"]
    assert [each.reason for each in overrides_of(here.episode)] == [done.override.reason]
    assert AuditEvent.objects.get(what="careplan:dischargeoverride").reason == done.override.reason
    assert states(here, FRIDAY_EVENING + HOUR)["first-home-visit/mother/homecoming/1"] == "at_risk"
    assert states(here, FRIDAY_EVENING + 25 * HOUR)["first-home-visit/mother/homecoming/1"] == "gap"


def test_a_reason_waives_nothing(here: Ward) -> None:
    leave(here, override_reason="the ward is full")
    now = states(here, FRIDAY_EVENING + HOUR)
    assert {now[f"{key}/homecoming/1"] for key in NEEDS} == {"gap"}
    assert len(DischargeOverride.objects.get().gates) == 5


def test_a_reason_without_a_red_gate_is_not_kept(here: Ward) -> None:
    all_agreed(here)
    assert leave(here, override_reason="just in case").override is None
    assert not DischargeOverride.objects.exists()


def test_sent_twice_they_leave_once_and_everyone_hears_it_once(here: Ward) -> None:
    id = fresh()
    first = leave(here, id=id, override_reason="full")
    again = leave(here, id=id, override_reason="full", now=FRIDAY_EVENING + HOUR)
    assert again.happened.entries[0].pk == first.happened.entries[0].pk == id
    assert (again.happened.told, DischargeOverride.objects.count()) == ((), 1)
    assert sent_of("homecoming") == ["an", "george"]
    assert Entry.objects.filter(kind="discharges").count() == 1
    with pytest.raises(Refusal, match="belongs to another entry"):
        leave(here, "mother", id=id)
    key, tick = "discharge-needs-mother/mother", fresh()
    with pytest.raises(Refusal, match="cannot be ticked"):
        settle_gate(episode_id=here.episode.pk, key=key, id=tick, by=here.wies, now=FRIDAY_EVENING + HOUR)


def test_a_tick_sent_twice_is_one_step(here: Ward) -> None:
    id = fresh()
    for now in (BORN + 10 * HOUR, BORN + 11 * HOUR):
        settle_gate(episode_id=here.episode.pk, key=NEEDS[0], id=id, by=here.wies, now=now)
    assert Entry.objects.filter(kind="steps").count() == 1
    for key in ("discharge-visit-agreed/mother", "discharge-told/mother", "x/mother", "x"):
        with pytest.raises(Refusal, match="cannot be ticked"):
            settle_gate(episode_id=here.episode.pk, key=key, id=fresh(), by=here.wies, now=BORN + 12 * HOUR)


def test_mother_and_child_leave_at_different_times(here: Ward) -> None:
    leave(here, "mother", override_reason="the child stays")
    alone = leave(here, "newborn-1", now=FRIDAY_EVENING + DAY, override_reason="full")
    assert [gate.key for gate in alone.gates] == [
        "discharge-check-agreed/newborn-1",
        "discharge-needs-newborn/newborn-1",
        "pulse-oximetry/newborn-1",
        "rsv/newborn-1",
    ]
    with pytest.raises(Refusal, match="at home already"):
        leave(here, "mother", now=FRIDAY_EVENING + DAY, override_reason="again")
    assert sent_of("homecoming") == ["an", "an", "george", "george"]


def test_a_plan_passes_every_gate_and_a_new_one_takes_its_place(here: Ward) -> None:
    early, late = FRIDAY_EVENING, FRIDAY_EVENING + DAY
    now = BORN + 20 * HOUR
    leave(here, at=early, planned=True, now=now)
    leave(here, at=late, planned=True, now=now + HOUR)
    kept = [each for each in facts_now(here.episode).discharges if each.planned]
    assert [each.corrects for each in kept] == [None, kept[0].id]
    seen = activities(here, now + 2 * HOUR)["first-home-visit/mother/homecoming/1"].promise
    assert (seen.basis, seen.window.earliest, seen.contradicted) == ("planned", late, False)


def test_a_plan_for_the_child_alone_leaves_the_mothers_plan(here: Ward) -> None:
    now = BORN + 20 * HOUR
    leave(here, at=FRIDAY_EVENING, planned=True, now=now)
    leave(here, "newborn-1", at=FRIDAY_EVENING + DAY, planned=True, now=now + HOUR)
    leave(here, at=FRIDAY_EVENING + 2 * DAY, planned=True, now=now + 2 * HOUR)
    promised = activities(here, now + 3 * HOUR)
    visit = promised["first-home-visit/mother/homecoming/1"].promise
    assert (visit.window.earliest, visit.contradicted) == (FRIDAY_EVENING + 2 * DAY, False)
    needs = promised["discharge-needs-newborn/newborn-1/homecoming/1"].promise
    assert (needs.window.latest, needs.contradicted) == (FRIDAY_EVENING + 2 * DAY, False)


def test_when_the_state_of_the_case_does_not_allow_it(here: Ward, people: Cast) -> None:
    for more, why in (
        ({"now": BORN - HOUR}, "nobody recorded"),
        ({"at": FRIDAY_EVENING + HOUR}, "has not come yet"),
        ({"at": FRIDAY_EVENING - HOUR, "planned": True}, "a plan lies in the future"),
        ({"who": ("newborn-2",)}, "not born, or did not live"),
        ({"settled": ("discharge-told/mother",)}, "cannot be ticked"),
    ):
        known = {"now": FRIDAY_EVENING, "who": BOTH, "override_reason": "x"} | more
        with pytest.raises(Refusal, match=why):
            discharge(episode_id=here.episode.pk, id=fresh(), by=here.wies, **known)


def test_everyone_on_the_list_is_told_and_those_without_an_address_are_named(here: Ward) -> None:
    listed = (
        {"role": "gp", "name": "George", "contact": "GEORGE@example.org"},  # a member: told once
        {"role": "youth_health", "name": "Kind en Gezin", "contact": "gent@example.net"},
        {"role": "", "name": "Grandmother", "contact": "0478 12 34 56"},
        {"role": "", "name": "The neighbour", "contact": "next door"},
        {"role": "", "name": "Nobody knows how", "contact": ""},
    )
    content = PlanContent(to_be_told=listed, maternity_care=False)
    change_plan(episode_id=here.episode.pk, content=content, based_on=0, by=here.an, now=BORN)
    done = leave(here, override_reason="full")
    assert sent_of("homecoming") == ["+32478123456", "an", "gent", "george"]
    assert [each["name"] for each in done.to_tell] == ["The neighbour", "Nobody knows how"]


def test_after_a_loss_nobody_is_told_of_a_homecoming_in_cheerful_words(people: Cast) -> None:
    lost = ward(people, preferences=Preferences(maternity_care=False))
    give_birth(lost, "stillborn")
    with pytest.raises(Refusal, match="did not live"):
        leave(lost, override_reason="x")
    leave(lost, "mother", override_reason="she wants to go home")
    assert not Message.objects.filter(template="homecoming").exists()
    assert sent_of("homecoming") == ["an", "george"]


def test_it_needs_no_more_queries_after_a_long_history(
    here: Ward, django_assert_max_num_queries: object
) -> None:
    at = FRIDAY_EVENING
    leave(here, now=at, override_reason="full")
    for _ in range(8):
        readmit(episode_id=here.episode.pk, who=("newborn-1",), id=fresh(), by=here.wies, now=at + HOUR)
        at += timedelta(days=1)
        leave(here, "newborn-1", now=at, override_reason="full")
    readmit(episode_id=here.episode.pk, who=("newborn-1",), id=fresh(), by=here.wies, now=at + HOUR)
    with django_assert_max_num_queries(80):
        leave(here, "newborn-1", now=at + DAY)
