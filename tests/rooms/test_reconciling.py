"""The pathway is reconciled: only differences are written, nothing vanishes, twice changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import DueDate, Loss, Move, PregnancyFacts
from kraamkring.core.pathway import Promise, derive
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs import protocols
from kraamkring.rooms.careplan.actions import Difference, reconcile
from kraamkring.rooms.careplan.models import Activity, ActivityChange
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.facts import facts_of
from tests.cast import BOOKED, LATER, Cast, booked, born, leen

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def promises(facts: PregnancyFacts) -> tuple[Promise, ...]:
    return derive(facts, protocols()).promises


def brought(episode: PregnancyEpisode, derived: Any, people: Cast) -> Difference:
    return reconcile(episode=episode, derived=derived, by=people.an, now=LATER)


def test_twice_writes_nothing(episode: PregnancyEpisode, people: Cast) -> None:
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    changes = ActivityChange.objects.count()
    again = promises(facts_of(people.an, episode))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert brought(episode, again, people) == Difference()
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    assert ActivityChange.objects.count() == changes


def test_a_key_that_is_no_longer_derived_is_withdrawn_not_deleted(
    episode: PregnancyEpisode, people: Cast
) -> None:
    derived = promises(leen())
    gone = derived[0].key
    assert brought(episode, derived[1:], people) == Difference(withdrawn=(gone,))
    assert Activity.objects.get(key=gone).withdrawn == {"code": "corrected", "filling": {}}
    assert brought(episode, derived[1:], people) == Difference()
    assert brought(episode, derived, people) == Difference(restored=(gone,))
    told = ActivityChange.objects.filter(activity__key=gone).order_by("id").values_list("what", flat=True)
    assert set(told) == {"promised", "withdrawn", "restored"}


def test_a_changed_due_date_moves_exactly_what_depends_on_it(episode: PregnancyEpisode, people: Cast) -> None:
    later = DueDate(due_on=leen().due_dates[0].due_on + timedelta(days=3), set_on=LATER.date())
    moved = record_fact(episode_id=episode.pk, value=later, by=people.an, now=LATER).difference
    assert moved.changed
    assert moved == Difference(changed=moved.changed)
    still = Activity.objects.exclude(key__in=moved.changed)
    assert {row.activity for row in still} >= {"coordinator"}


def test_a_loss_withdraws_with_a_reason(episode: PregnancyEpisode, people: Cast) -> None:
    loss = Loss(at=BOOKED + timedelta(days=20), kind="miscarriage")
    lost = record_fact(episode_id=episode.pk, value=loss, by=people.an, now=LATER).difference
    assert "first-home-visit/mother/homecoming/1" in lost.withdrawn
    assert all(row.withdrawn["code"] for row in Activity.objects.filter(key__in=lost.withdrawn))


def test_the_history_says_what_changed_from_what_to_what(episode: PregnancyEpisode, people: Cast) -> None:
    entry = record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER).entry
    for change in ActivityChange.objects.filter(what="changed"):
        assert set(change.before) == set(change.after)
        assert all(change.before[name] != change.after[name] for name in change.before)
        assert (change.because, change.by, change.at) == ([entry.pk], people.an, LATER)


def test_what_the_history_tells_leads_to_what_is(episode: PregnancyEpisode, people: Cast) -> None:
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    for row in Activity.objects.all():
        told: dict[str, Any] = {}
        for change in ActivityChange.objects.filter(activity=row).order_by("at"):
            assert all(told[name] == value for name, value in change.before.items())
            told |= change.after
        assert told["latest"] == row.latest.isoformat()
        assert told["withdrawn"] == row.withdrawn


def test_the_queries_do_not_grow_with_the_pathway(people: Cast) -> None:
    few, many = booked(people.an).episode, booked(people.an, expected_newborns=3).episode
    counts = []
    for episode, facts in (
        (few, leen(births=(born(),))),
        (many, leen(expected_newborns=3, births=(born(),))),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert brought(episode, promises(facts), people)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert counts == [4, 4]


def test_a_move_to_a_region_without_protocol_is_refused(episode: PregnancyEpisode, people: Cast) -> None:
    before = list(Activity.objects.values())
    with pytest.raises(ValueError, match="no protocol"):
        record_fact(episode_id=episode.pk, value=Move(on=LATER.date(), to="xx"), by=people.an, now=LATER)
    assert list(Activity.objects.values()) == before
