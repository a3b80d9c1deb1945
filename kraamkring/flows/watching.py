"""The row that says how a family stands is kept true with every write, and alarms that are settled are closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.pathway import Activity, Pathway
from kraamkring.core.pathway.outlook import Outlook, outlook
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.heard import Written, hear
from kraamkring.rooms.careplan.actions import close_alarms, keep_watch
from kraamkring.rooms.careplan.models import AlarmStep, Appointment, OpenAlarm
from kraamkring.rooms.careplan.watching import open_alarms, to_remind_of
from kraamkring.rooms.people.models import PregnancyEpisode

from .exchange.derived import ALARMS

# our choice: of an appointment one is reminded a day before, but not within hours of having agreed on it
REMIND_BEFORE = timedelta(hours=24)
NEWS_FOR = timedelta(hours=4)

Because = AlarmStep.Because


class Watched(NamedTuple):
    """How the family stands, the alarms that did not end, what needs somebody and has none, the appointments that
    somebody is to be reminded of, each with when, and how many alarms ended."""

    look: Outlook
    open: list[OpenAlarm]
    unraised: list[Activity]
    to_remind: list[tuple[datetime, Appointment]]
    closed: int


def watch(
    *,
    episode: PregnancyEpisode,
    facts: PregnancyFacts,
    pathway: Pathway,
    by: User | None,
    now: datetime,
) -> Watched:
    """The watch over a locked pregnancy after something was written about it. Alarms are raised by the sweep, which is
    due at once if there is one to raise. by: whose act it was, None for the clock."""
    watched = settled(episode=episode, facts=facts, pathway=pathway, by=by, now=now)
    keep_watch(episode=episode, look=watched.look, acts_at=acts_at(watched, now), now=now)
    return watched


def settled(
    *,
    episode: PregnancyEpisode,
    facts: PregnancyFacts,
    pathway: Pathway,
    by: User | None,
    now: datetime,
) -> Watched:
    """How the family stands; alarms of what needs nobody any more are closed. The row is not written yet."""
    look = outlook(pathway, facts, protocol(facts.region or ""), now)
    needs: dict[tuple[str, str], Activity] = {(a.promise.key, a.state): a for a in look.needs}
    states = {activity.promise.key: activity.state for activity in look.activities}
    ended, still = [], []
    for alarm in open_alarms(episode):
        if needs.pop((alarm.key, alarm.level), None):
            still.append(alarm)
        else:
            ended.append((alarm, _because(alarm, states.get(alarm.key, "withdrawn"))))
    if ended:
        close_alarms(ended=ended, by=by, now=now)
        hear(Written(ALARMS, by.pk if by else None, episode.pk, None, None, now))
    reminders = [(_remind_at(row), row) for row in to_remind_of(episode, now)]
    return Watched(look, still, list(needs.values()), reminders, len(ended))


def acts_at(watched: Watched, now: datetime) -> datetime | None:
    """When the house has something to do about this family: now, if an alarm is to be raised."""
    if watched.unraised:
        return now
    return earliest((*(row.climbs_at for row in watched.open), *(at for at, _ in watched.to_remind)))


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of the moments that there are."""
    return min((moment for moment in moments if moment), default=None)


def _because(alarm: OpenAlarm, state: str) -> str:
    """Why an alarm ended, from the state of its activity now."""
    if state in (Because.DONE, Because.ARRANGED, Because.WAIVED, Because.WITHDRAWN):
        return state
    if state == "gap":
        return Because.OVER if alarm.level == "gap" else Because.BECAME_A_GAP
    return Because.NOT_DUE


def _remind_at(row: Appointment) -> datetime:
    return max(row.start - REMIND_BEFORE, min(row.written_at + NEWS_FOR, row.start))
