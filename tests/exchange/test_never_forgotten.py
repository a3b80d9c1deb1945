"""No flow forgets what goes out: after any act, what is stored is what would be made anew; and it is so by the way in
which flows are written, not by anybody's care."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kraamkring.core.facts import Death
from kraamkring.flows import transaction
from kraamkring.flows.exchange.projecting import everything_of, left_for_later, project_family
from kraamkring.flows.merge_persons import merge_persons, undo_merge
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.careplan.models import Activity
from kraamkring.rooms.exchange.models import Resource, SearchKey, Superseded
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.observations import Seen, write_observations
from tests.architecture import source
from tests.cast import LATER, Cast, booked, born
from tests.exchange.anew import differences
from tests.exchange.test_reading import seen
from tests.flows.ward import fresh

pytestmark = pytest.mark.django_db


ACTS: dict[str, Callable[[Cast, PregnancyEpisode], object]] = {
    "booked": lambda people, leen: None,
    "born": lambda people, leen: record_fact(episode_id=leen.pk, value=born(), by=people.an, now=LATER),
    "observed": lambda people, leen: seen(leen, people.an, "temperature_c", 37.2),
    "dead": lambda people, leen: (
        record_fact(episode_id=leen.pk, value=born(), by=people.an, now=LATER),
        record_fact(
            episode_id=leen.pk, value=Death(who="newborn-1", at=LATER), by=people.an, now=LATER + timedelta(hours=1)
        ),
    ),
    "merged": lambda people, leen: _merged(people, leen),
    "merged and parted": lambda people, leen: undo_merge(merge_id=_merged(people, leen), by=people.an, now=LATER),
}  # fmt: skip


def _merged(people: Cast, leen: PregnancyEpisode) -> Any:
    other = booked(people.an).episode
    seen(other, people.an, "temperature_c", 37.2)
    merge = merge_persons(kept=leen.pk, merged=other.pk, reason="the same woman", by=people.an, now=LATER)
    return merge.merge.pk


@pytest.mark.parametrize("act", ACTS)
def test_after_an_act_what_goes_out_is_what_would_be_made_now(people: Cast, act: str) -> None:
    ACTS[act](people, booked(people.an).episode)
    assert Resource.objects.exists()
    assert differences() == []


def test_what_was_left_for_later_is_found_and_made(people: Cast) -> None:
    with left_for_later():
        leen = booked(people.an).episode
        observed = seen(leen, people.an, "temperature_c", 37.2)
    assert differences()
    everything = len(everything_of(leen))
    assert project_family(leen, LATER) == everything > Activity.objects.count()
    assert project_family(leen, LATER) == 0, "doing it twice changes nothing"
    assert differences() == []
    assert SearchKey.objects.filter(resource=observed, param="code", text="8310-5").count() == 1


def test_a_flow_that_writes_around_the_log_would_be_found(people: Cast) -> None:
    """The comparison bites: a row that no act told of is a difference."""
    leen = booked(people.an).episode
    one = Seen(
        id=fresh(LATER),
        who="mother",
        what="temperature_c",
        module="postnatal",
        value=37.2,
        at=LATER,
        recorded_at=LATER,
    )
    write_observations(
        episode=leen, seen=[one], role="midwife", by=people.an, now=LATER
    )  # by no flow: nobody hears
    assert differences() == [
        f"{type} is not stored" for type in ("Observation", "Practitioner", "PractitionerRole")
    ]


def test_an_act_that_fails_leaves_nothing_that_goes_out(people: Cast) -> None:
    leen = booked(people.an).episode
    before = Resource.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        _then_fails(leen, people)
    assert Resource.objects.count() == before


def _then_fails(leen: PregnancyEpisode, people: Cast) -> None:
    seen(leen, people.an, "temperature_c", 37.2)
    raise RuntimeError


def test_what_did_not_change_is_no_version(people: Cast) -> None:
    leen = booked(people.an).episode
    seen(leen, people.an, "temperature_c", 37.2)
    seen(leen, people.an, "pulse_per_min", 72)
    assert not Superseded.objects.exists()
    assert set(Resource.objects.values_list("version", flat=True)) == {1}


def test_flows_begin_their_transactions_where_it_is_heard() -> None:
    """Django's own `transaction` is imported by one module of the flows only: the one that hears."""
    faults = [
        str(path.relative_to(source.ROOT))
        for path in source.modules("flows")
        if path.name != "transaction.py" and _begins_by_itself(ast.parse(path.read_text("utf-8")))
    ]
    assert not faults, f"write `from . import transaction` in {faults}"


def _begins_by_itself(tree: ast.AST) -> bool:
    names = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return any(name.startswith(("django.db.transaction", "django.db.connection")) for name in names)


def test_the_rule_about_transactions_bites() -> None:
    assert _begins_by_itself(ast.parse("from django.db import transaction"))
    assert _begins_by_itself(ast.parse("from django.db.transaction import atomic"))
    assert not _begins_by_itself(ast.parse("from . import transaction"))
