"""Every write keeps the row true that says how a family stands, in the same transaction."""

from datetime import timedelta

import pytest

from kraamkring.core.facts import Discharge, Loss
from kraamkring.core.pathway.outlook import outlook
from kraamkring.flows.pathway import facts_now, pathway_of
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs import protocol
from kraamkring.rooms.careplan.models import Urgency, Watch
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, BORN, LATER, Cast, booked, born, give_coordinator

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def is_true(episode: PregnancyEpisode) -> Watch:
    """The row, if it says what is worked out from all that is known at the moment it was looked at."""
    row, facts = Watch.objects.get(episode=episode), facts_now(episode)
    look = outlook(pathway_of(facts), facts, protocol("be-vlg"), row.looked_at)
    said = (Urgency(row.urgency).name.lower(), row.needs, row.presses_at, row.next_turn_at)
    assert said == (look.worst, len(look.needs), look.presses_at, look.turns_at)
    return row


def test_from_booking_over_birth_to_going_home(episode: PregnancyEpisode, people: Cast) -> None:
    assert is_true(episode).looked_at == BOOKED
    give_coordinator(episode, people.an, at=BOOKED + HOUR)
    assert is_true(episode).looked_at == BOOKED + HOUR
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    is_true(episode)
    home_at = BORN + 36 * HOUR
    home = Discharge(who=("mother", "newborn-1"), at=home_at)
    record_fact(episode_id=episode.pk, value=home, by=people.an, now=home_at)
    row = is_true(episode)
    assert row.urgency < Urgency.NONE
    assert row.acts_at == home_at  # there is something to tell: the next sweep does


def test_a_loss_takes_along_what_needed_somebody(episode: PregnancyEpisode, people: Cast) -> None:
    long_after = BOOKED + timedelta(days=90)
    loss = Loss(at=BOOKED + timedelta(days=20), kind="miscarriage")
    record_fact(episode_id=episode.pk, value=loss, by=people.an, now=long_after)
    row = is_true(episode)
    assert row.looked_at == long_after


def test_what_is_refused_leaves_the_row_as_it_was(episode: PregnancyEpisode, people: Cast) -> None:
    before = Watch.objects.values().get()
    home = Discharge(who=("mother",), at=BORN)
    with pytest.raises(ValueError, match="was not in hospital"):
        record_fact(episode_id=episode.pk, value=home, by=people.an, now=LATER)
    assert Watch.objects.values().get() == before
