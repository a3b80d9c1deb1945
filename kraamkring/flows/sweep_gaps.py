"""What turns by the clock is found: care that became at risk or a gap is told of, appointments are reminded of.

Nobody does this: the house does, given the hour. Each family in a transaction of its own, and whoever writes about it
this moment goes first. Doing it twice, in two places at once, or again after a kill changes nothing.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.rooms.audit.heard import Written, hear
from kraamkring.rooms.careplan.actions import keep_watch, make_due, note_reminders, raise_alarms
from kraamkring.rooms.careplan.models import AlarmStep, Appointment, OpenAlarm
from kraamkring.rooms.careplan.watching import due, still_due
from kraamkring.rooms.network.queries import memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import ids_after, locked_if_free

from . import transaction
from .alarming import go_up
from .digests import send_digests
from .exchange.derived import ALARMS
from .pathway import facts_now, pathway_of
from .telling import Person, tell_person
from .watching import Watched, earliest, settled

MOST = 300  # families in one sweep, some seconds, so that messages do not wait behind it; the next one takes the rest
AT_ONCE = 200  # read together; each is then done by itself
MOTHER = "mother"

log = logging.getLogger(__name__)


class Swept(NamedTuple):
    """How many families were looked at, alarms raised and closed, messages about alarms intended, appointments
    reminded of, digests intended. busy: left to the next sweep, since somebody wrote about them. failed: something went
    wrong inside; the log says where."""

    families: int = 0
    raised: int = 0
    closed: int = 0
    told: int = 0
    reminded: int = 0
    digests: int = 0
    unreadable: int = 0
    busy: int = 0
    failed: int = 0


def sweep_gaps(*, now: datetime, limit: int = MOST, only: Callable[[UUID], bool] | None = None) -> Swept:
    """What was done about everything that is due by `now`. only: of these families alone, and no digests, which speak
    of several: then whoever shared the families out sends them."""
    counted: Counter[str] = Counter()
    for episode_id in _due(now, limit):
        if only is not None and not only(episode_id):
            continue
        try:
            counted.update(_look_after(episode_id, now))
        except Exception:  # one family must not hide the gaps of the others
            log.exception("the sweep could not look after pregnancy %s", episode_id)
            counted["failed"] += 1
    counted["digests"] = send_digests(now=now) if only is None else 0
    return Swept(**counted)


def sweep_all(*, now: datetime) -> Swept:
    """The same, again and again until nothing more is due that can be done."""
    all_of_it = Swept()
    while True:
        swept = sweep_gaps(now=now)
        stuck = max(all_of_it.failed, swept.failed), max(all_of_it.busy, swept.busy)
        added = (mine + theirs for mine, theirs in zip(all_of_it, swept, strict=True))
        all_of_it = Swept(*added)._replace(failed=stuck[0], busy=stuck[1])
        if not swept.families:
            return all_of_it


def rebuild_watch(*, now: datetime) -> int:
    """Every family is due at once, those that nobody watched too: how many. The next sweeps look at them."""
    made, after = 0, None
    while ids := ids_after(after, AT_ONCE):
        with transaction.atomic():
            made += make_due(ids, now)
        after = ids[-1]
    return made


def _due(now: datetime, limit: int) -> Iterator[UUID]:
    """The families that are due, the longest waiting first; read a few at a time."""
    after = None
    while limit > 0 and (places := due(now, after=after, most=min(AT_ONCE, limit))):
        yield from (episode_id for _, episode_id in places)
        after, limit = places[-1], limit - len(places)


@transaction.atomic
def _look_after(episode_id: UUID, now: datetime) -> dict[str, int]:
    """One family: what is settled is closed, what needs somebody is told of, and the next instant is noted."""
    episode = locked_if_free(episode_id)
    if episode is None:
        return {"busy": 1}
    if not still_due(episode, now):
        return {}
    try:
        facts = facts_now(episode)
        watched = settled(episode=episode, facts=facts, pathway=pathway_of(facts), by=None, now=now)
    except ImpossibleFact:
        keep_watch(episode=episode, look=None, acts_at=None, now=now)
        return {"families": 1, "unreadable": 1}
    raised = raise_alarms(episode=episode, needs=watched.unraised, now=now) if watched.unraised else []
    if raised:
        hear(Written(ALARMS, None, episode.pk, None, None, now))
    told = _go_up(episode, watched, raised, now)
    reminded, later = _remind(episode, watched, now)
    climbs = [alarm.climbs_at for alarm in (*watched.open, *raised)]
    keep_watch(episode=episode, look=watched.look, acts_at=earliest((*climbs, *later)), now=now)
    return {
        "families": 1,
        "raised": len(raised),
        "closed": watched.closed,
        "told": told,
        "reminded": reminded,
    }


def _go_up(episode: PregnancyEpisode, watched: Watched, raised: list[OpenAlarm], now: datetime) -> int:
    """Alarms that are new, and those whose time to be seen is over, go to the next rung."""
    late = [alarm for alarm in watched.open if alarm.climbs_at and alarm.climbs_at <= now]
    if not late and not raised:
        return 0
    steps: dict[UUID, list[AlarmStep]] = {alarm.pk: list(alarm.alarm.steps.all()) for alarm in late}
    return go_up(
        episode=episode,
        due=[*late, *raised],
        activities={activity.promise.key: activity for activity in watched.look.activities},
        steps=steps,
        quiet=watched.look.quiet,
        now=now,
    )


def _remind(episode: PregnancyEpisode, watched: Watched, now: datetime) -> tuple[int, list[datetime]]:
    """Reminds of what is due to be reminded of: how many, and when the others are."""
    rows = [row for at, row in watched.to_remind if at <= now]
    if rows:
        members = memberships_in_force(now).filter(episode=episode, role=MOTHER).select_related("user")
        mother = list(members)
        for row in rows:
            for who in _concerned(row, mother):
                tell_person(
                    episode=episode,
                    who=who,
                    what="reminder",
                    because=row.pk,
                    template="appointment_reminder",
                    by=None,
                    now=now,
                    context={"start": row.start.isoformat(), "zone": episode.zone},
                    link="plan",
                )
        note_reminders(appointments=rows, now=now)
    return len(rows), [at for at, _ in watched.to_remind if at > now]


def _concerned(row: Appointment, mother: Sequence[Person]) -> list[Person]:
    """Who comes, and the mother."""
    coming = row.member or row.accepted_by
    return [*([coming] if coming else []), *mother]
