"""Who runs the house looks at all gaps at once: ids, keys and states, no name and no record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway.outlook import outlook
from kraamkring.packs import protocol
from kraamkring.rooms.careplan.models import AlarmStep, OpenAlarm, Watch
from kraamkring.rooms.careplan.watching import open_alarms_of_each, watched_over

from .pathway import facts_now, pathway_of

AT_ONCE = 100


class Gap(NamedTuple):
    """One activity that needs somebody. when: since when it is a gap, or by when it must be arranged. owner: the role
    that answers for it. alarm: seen, told as far as a rung, nobody told, or none yet."""

    episode: UUID
    activity: str
    state: str
    when: datetime | None
    owner: str
    alarm: str


def see_gaps(*, now: datetime) -> Iterator[Gap]:
    """Every activity that needs somebody at `now`, most urgent families first, each family judged anew; read a few at a
    time. No audit row: nothing of a record is shown."""
    after: Watch | None = None
    while found := watched_over(now, after=after, most=AT_ONCE):
        alarms = open_alarms_of_each([row.episode_id for row in found])
        for row in found:
            yield from _of(row, alarms.get(row.episode_id, []), now)
        after = found[-1]


def _of(row: Watch, alarms: list[OpenAlarm], now: datetime) -> Iterator[Gap]:
    told = {(alarm.key, alarm.level): _said(alarm) for alarm in alarms}
    try:
        facts = facts_now(row.episode)
        look = outlook(pathway_of(facts), facts, protocol(facts.region or ""), now)
    except ImpossibleFact:
        yield Gap(row.episode_id, "", "unreadable", None, "", "")
        return
    for activity in look.needs:
        promise = activity.promise
        alarm = told.get((promise.key, activity.state), "not told yet")
        yield Gap(
            row.episode_id,
            promise.key,
            activity.state,
            promise.window.latest,
            promise.card.role,
            alarm,
        )


def _said(alarm: OpenAlarm) -> str:
    """How far an alarm came."""
    steps = list(alarm.alarm.steps.all())
    if any(step.what == AlarmStep.What.ACKNOWLEDGED for step in steps):
        return "seen"
    rungs = [step.rung for step in steps if step.what == AlarmStep.What.TOLD]
    return f"told {rungs[-1]}" if rungs else "nobody could be told"
