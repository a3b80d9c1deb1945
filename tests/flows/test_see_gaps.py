"""All gaps at once, for who runs the house: ids, keys and states."""

from datetime import timedelta

import pytest

from kraamkring.flows.acknowledge_alarm import acknowledge_alarms
from kraamkring.flows.see_gaps import see_gaps
from kraamkring.flows.sweep_gaps import rebuild_watch, sweep_all, sweep_gaps
from kraamkring.rooms.careplan.models import Alarm, OpenAlarm, Watch
from tests.cast import LATER, Cast, booked

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_each_that_needs_somebody_stands_there_once_with_how_far_its_alarm_came(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kraamkring.flows.see_gaps.AT_ONCE", 2)
    episodes = [booked(people.an).episode for _ in range(5)]
    assert {gap.alarm for gap in see_gaps(now=LATER)} == {"not told yet"}
    sweep_gaps(now=LATER)
    found = list(see_gaps(now=LATER))
    assert {gap.episode for gap in found} == {episode.pk for episode in episodes}
    assert len({(gap.episode, gap.activity) for gap in found}) == len(found) == Alarm.objects.count()
    assert {gap.alarm for gap in found} == {"told registered"}
    alarms = OpenAlarm.objects.filter(episode=episodes[0]).values_list("pk", flat=True)
    acknowledge_alarms(episode_id=episodes[0].pk, alarms=set(alarms), by=people.an, now=LATER)
    assert {gap.alarm for gap in see_gaps(now=LATER) if gap.episode == episodes[0].pk} == {"seen"}


def test_rebuilt_from_nothing_it_is_as_it_was(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kraamkring.flows.sweep_gaps.AT_ONCE", 2)
    for _ in range(5):
        booked(people.an)
    sweep_gaps(now=LATER)
    before, alarms = list(Watch.objects.order_by("pk").values()), Alarm.objects.count()
    Watch.objects.all().delete()
    assert rebuild_watch(now=LATER) == 5
    assert sweep_all(now=LATER).families == 5
    assert list(Watch.objects.order_by("pk").values()) == before
    assert Alarm.objects.count() == alarms
