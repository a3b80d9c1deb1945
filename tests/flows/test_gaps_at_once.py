"""Two sweeps at once, a sweep beside somebody who writes, a sweep that is killed: never doubled, nothing lost."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.sweep_gaps import Swept, sweep_gaps
from kraamkring.rooms.careplan.models import Alarm, AlarmStep, OpenAlarm, Watch
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode
from tests.cast import LATER, Cast, booked, born, give_coordinator
from tests.flows.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = LATER + timedelta(days=3)
FAMILIES = 8


@pytest.fixture
def families(people: Cast) -> list[PregnancyEpisode]:
    found = [booked(people.an).episode for _ in range(FAMILIES)]
    for episode in found[::2]:
        give_coordinator(episode, people.an)
        record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return found


def each_is_told_once() -> None:
    open_ones = Counter(OpenAlarm.objects.values_list("episode", "key", "level"))
    assert open_ones
    assert set(open_ones.values()) == {1}
    assert Counter(Alarm.objects.values_list("episode", "key", "level")) == open_ones
    assert AlarmStep.objects.filter(what="told").count() == Alarm.objects.count()
    letters = Message.objects.filter(intention__startswith="alarm:")
    assert letters.count() == Alarm.objects.values("episode").distinct().count() == FAMILIES


def test_two_sweeps_at_once_raise_each_alarm_once(families: list[PregnancyEpisode]) -> None:
    results = at_once(*(lambda: sweep_gaps(now=NOW) for _ in range(3)))
    assert all(isinstance(swept, Swept) and not swept.failed for swept in results), results
    sweep_gaps(now=NOW)  # takes what two sweeps left to each other
    each_is_told_once()
    assert not Watch.objects.filter(due_at__lte=NOW).exists()


def test_a_family_that_somebody_writes_about_is_left_to_the_next_sweep(
    families: list[PregnancyEpisode],
) -> None:
    with transaction.atomic():
        any_locked_episode(families[0].pk)
        (swept,) = at_once(lambda: sweep_gaps(now=NOW))
        assert (swept.busy, swept.families) == (1, FAMILIES - 1)
    assert sweep_gaps(now=NOW).families == 1
    each_is_told_once()


SWEEPER = """
    import os, sys
    from datetime import datetime
    os.environ["DJANGO_SETTINGS_MODULE"] = "kraamkring.config.settings"
    import django
    django.setup()
    from django.db import connections
    import json

    connections["default"].settings_dict.update(json.loads(sys.argv[2]))
    from kraamkring.flows.sweep_gaps import sweep_gaps
    print("begins", flush=True)
    sweep_gaps(now=datetime.fromisoformat(sys.argv[1]))
"""


@pytest.mark.parametrize("after_ms", [20, 120, 300])
def test_killed_at_any_point_and_done_again_it_is_as_if_it_had_been_done_once(
    families: list[PregnancyEpisode], after_ms: int
) -> None:

    wanted = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    settings = {name: connections["default"].settings_dict[name] for name in wanted}
    command = [sys.executable, "-c", textwrap.dedent(SWEEPER), NOW.isoformat(), json.dumps(settings)]
    sweeper = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert sweeper.stdout is not None
    assert sweeper.stdout.readline() == "begins\n"
    time.sleep(after_ms / 1000)
    sweeper.send_signal(signal.SIGKILL)
    sweeper.wait()
    sweeper.stdout.close()
    for _ in range(50):  # the server notices that the killed one is gone
        sweep_gaps(now=NOW)
        if not Watch.objects.filter(due_at__lte=NOW).exists():
            break
        time.sleep(0.1)
    connection.close()
    each_is_told_once()
