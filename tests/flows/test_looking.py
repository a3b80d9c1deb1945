"""Looking is a flow too: scoped, and it leaves a row."""

from datetime import timedelta

import pytest

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Discharge
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_appointment import (
    accept_appointment,
    close_appointment,
    make_appointment,
    move_appointment,
)
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.rooms.audit.queries import events_about
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import Activity, PostnatalPlan
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BORN, LATER, Cast, booked, born

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FIRST_VISIT = "first-home-visit/mother/homecoming/1"


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    home = Discharge(who=("mother", "newborn-1"), at=BORN + 40 * HOUR)
    record_fact(episode_id=episode.pk, value=home, by=people.an, now=home.at)
    return episode


def state_of(key: str, episode: PregnancyEpisode, people: Cast, hours: int) -> str:
    seen = see_pathway(episode_id=episode.pk, by=people.an, now=BORN + hours * HOUR)
    return next(found.state for found in seen.activities if found.promise.key == key)


def test_a_look_shows_the_gap_and_leaves_a_row(episode: PregnancyEpisode, people: Cast) -> None:
    assert state_of(FIRST_VISIT, episode, people, hours=40 + 25) == "gap"
    look = events_about(episode).first()
    assert look is not None
    assert (look.action, look.what, look.actor, look.person) == ("read", "pathway", people.an, episode.mother)


def test_who_has_no_reason_to_look_sees_nothing(episode: PregnancyEpisode, people: Cast) -> None:
    with pytest.raises(Refusal, match="no such pregnancy for you"):
        see_pathway(episode_id=episode.pk, by=people.stranger, now=LATER)
    people.an.is_active = False
    with pytest.raises(Refusal, match="no such pregnancy for you"):
        see_pathway(episode_id=episode.pk, by=people.an, now=LATER)
    assert not events_about(episode).filter(action="read").exists()


def test_what_is_shown_is_what_was_kept(episode: PregnancyEpisode, people: Cast) -> None:
    seen = see_pathway(episode_id=episode.pk, by=people.an, now=LATER)
    kept = {row.key: (row.earliest, row.target, row.latest) for row in Activity.objects.all()}
    assert {found.promise.key: tuple(found.promise.window)[:3] for found in seen.activities} == kept


def visit(hours: int, **more: object) -> AppointmentFact:
    start = BORN + hours * HOUR
    return AppointmentFact(
        **(
            {"care": "home_visit", "start": start, "end": start + HOUR, "role": "midwife", "accepted": False}
            | more
        )
    )


def test_only_an_accepted_appointment_arranges_care(episode: PregnancyEpisode, people: Cast) -> None:
    made = make_appointment(episode_id=episode.pk, appointment=visit(44), by=people.an, now=LATER).appointment
    assert state_of(FIRST_VISIT, episode, people, hours=41) != "arranged"

    accepted = accept_appointment(item=made.item, version=1, by=people.colleague, now=LATER).appointment
    assert accepted.accepted_by == people.colleague
    assert state_of(FIRST_VISIT, episode, people, hours=41) == "arranged"

    start = BORN + 50 * HOUR
    moved = move_appointment(
        item=made.item, version=2, start=start, end=start + HOUR, by=people.an, now=LATER
    ).appointment
    assert moved.accepted_by is None
    assert state_of(FIRST_VISIT, episode, people, hours=41) != "arranged"

    close_appointment(item=made.item, version=3, outcome="held", by=people.colleague, now=start + HOUR)
    assert state_of(FIRST_VISIT, episode, people, hours=60) == "done"


def test_the_later_of_two_who_change_an_appointment_is_told(episode: PregnancyEpisode, people: Cast) -> None:
    made = make_appointment(episode_id=episode.pk, appointment=visit(44), by=people.an, now=LATER).appointment
    accept_appointment(item=made.item, version=1, by=people.colleague, now=LATER)
    with pytest.raises(Conflict) as both:
        close_appointment(item=made.item, version=1, outcome="cancelled", by=people.an, now=LATER)
    assert both.value.theirs.accepted_by == people.colleague
    assert both.value.yours["outcome"] == "cancelled"


def test_nobody_arranges_care_for_who_is_not_there(episode: PregnancyEpisode, people: Cast) -> None:
    with pytest.raises(ImpossibleFact, match="not expected and not born"):
        make_appointment(
            episode_id=episode.pk, appointment=visit(44, who=("newborn-3",)), by=people.an, now=LATER
        )
    with pytest.raises(Refusal, match="no such activity"):
        make_appointment(episode_id=episode.pk, appointment=visit(44, key="x"), by=people.an, now=LATER)
    with pytest.raises(Refusal, match="who accepted"):
        make_appointment(episode_id=episode.pk, appointment=visit(44, accepted=True), by=people.an, now=LATER)
    made = make_appointment(episode_id=episode.pk, appointment=visit(44), by=people.an, now=LATER).appointment
    with pytest.raises(Refusal, match="for you"):
        accept_appointment(item=made.item, version=1, by=people.stranger, now=LATER)


def test_the_plan_shapes_the_pathway_and_keeps_every_version(people: Cast) -> None:
    episode = booked(people.an).episode
    classic = PlanContent(stay="classic", to_be_told=({"role": "gp", "name": "x", "contact": "y"},))
    first = change_plan(episode_id=episode.pk, content=classic, based_on=0, by=people.an, now=LATER)
    assert first.difference.changed  # she meant to stay short; expected homecoming moves

    with pytest.raises(Conflict) as both:
        change_plan(episode_id=episode.pk, content=PlanContent(), based_on=0, by=people.colleague, now=LATER)
    assert both.value.theirs == first.plan
    assert both.value.yours["stay"] == ""

    same = change_plan(episode_id=episode.pk, content=classic, based_on=1, by=people.colleague, now=LATER)
    assert same.plan == first.plan
    assert not same.difference
    wanted = PlanContent(stay="short", maternity_care=True)
    second = change_plan(episode_id=episode.pk, content=wanted, based_on=1, by=people.colleague, now=LATER)
    assert second.plan.version == 2
    assert PostnatalPlan.objects.count() == 2
