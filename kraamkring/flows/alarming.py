"""Who is told of care that needs somebody: one rung of the ladder after another, until a person has seen it.

Our choices, not reviewed: the owner is whoever is a member in the role that answers for the care, and only if there is
none, the members in a role that may give it. A rung on which nobody can be reached is passed over at once. The last
rung is whoever registered the family; if she can no longer be reached, those of her organisation who may coordinate, at
most ten: to tell everybody would make it nobody's task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import MAY_COORDINATE
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.quiet_hours import after_quiet_hours
from kraamkring.core.pathway import Activity
from kraamkring.core.pathway.ladder import ESCALATE_AFTER, RUNGS, Level, Rung, cannot_wait, climbs_at
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import on_call_for, people_of
from kraamkring.rooms.careplan.actions import note_steps, wait_until
from kraamkring.rooms.careplan.models import AlarmStep, OpenAlarm
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import coordinator_of, memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode

from .telling import COORDINATOR, NOT_FOR_ALARMS, Person, recipient, tell_person

MOST_OF_AN_ORGANISATION = 10

What = AlarmStep.What


class Around(NamedTuple):
    """Everyone who may be told about one family now, each reachable."""

    members: list[Membership]
    coordinating: Membership | None
    on_call: User | None
    registered: list[User]

    @classmethod
    def of(cls, episode: PregnancyEpisode, now: datetime) -> Around:
        """Three queries; one more if whoever registered the family can no longer be reached."""
        in_force = memberships_in_force(now).filter(episode=episode).exclude(role__in=NOT_FOR_ALARMS)
        members = [m for m in in_force.select_related("user").order_by("id") if recipient(m, episode)]
        task = coordinator_of(episode)
        on_call, registered = on_call_for(episode.organisation_id), [episode.registered_by]
        if not recipient(episode.registered_by, episode):
            registered = people_of(
                episode.organisation_id, professions=MAY_COORDINATE, most=MOST_OF_AN_ORGANISATION
            )
        return cls(
            members,
            next((m for m in members if task and m.pk == task.membership_id), None),
            on_call if on_call and recipient(on_call, episode) else None,
            [user for user in registered if recipient(user, episode)],
        )

    def on(self, rung: Rung, activity: Activity) -> Sequence[Person]:
        """Who stands on a rung for this care."""
        if rung == "owner":
            return self._in(frozenset({activity.promise.card.role})) or self._in(
                activity.promise.card.allowed
            )
        if rung == "coordinator":
            return [self.coordinating] if self.coordinating else []
        if rung == "on_call":
            return [self.on_call] if self.on_call else []
        return self.registered

    def _in(self, roles: frozenset[str]) -> list[Person]:
        coordinates = self.coordinating.pk if self.coordinating else None
        return [m for m in self.members if m.role in roles or (COORDINATOR in roles and m.pk == coordinates)]


def go_up(
    *,
    episode: PregnancyEpisode,
    due: Sequence[OpenAlarm],
    activities: Mapping[str, Activity],
    steps: Mapping[UUID, Sequence[AlarmStep]],
    quiet: bool,
    now: datetime,
) -> int:
    """Each of these alarms goes to its next rung; everyone on it is told, with one message about them all. How many
    messages. activities: by key. steps: what happened so far, by alarm. quiet: somebody was lost; then the words are
    calm. The caller holds the lock on the episode."""
    around, quiet_until = Around.of(episode, now), after_quiet_hours(now, ZoneInfo(episode.zone))
    letters: dict[UUID, tuple[Person, list[AlarmStep]]] = {}
    climbs: dict[UUID, datetime | None] = {}
    written: list[AlarmStep] = []
    for alarm in sorted(
        due, key=lambda each: (each.level != "gap", activities[each.key].promise.window.latest)
    ):
        activity, before = activities[alarm.key], steps.get(alarm.pk, ())
        level: Level = "gap" if alarm.level == "gap" else "at_risk"
        closes_at = activity.promise.window.latest
        urgent = cannot_wait(level, closes_at, now, quiet_until)
        rung, found = _next_rung(activity, before, around)
        for who in found:
            step = _told(alarm, rung, who, urgent, now)
            letters.setdefault(_name(who), (who, []))[1].append(step)
            written.append(step)
        if found:
            climbs[alarm.pk] = climbs_at(level, closes_at, now if urgent else quiet_until)
        elif any(step.what == What.TOLD for step in before):
            climbs[alarm.pk] = None  # the top; it stays on every list until somebody has seen to it
        else:
            climbs[alarm.pk] = now + ESCALATE_AFTER[level]  # perhaps somebody can be reached by then
            if not any(step.what == What.NOBODY for step in before):
                written.append(_step(alarm, now, what=What.NOBODY))
    note_steps(written)
    wait_until(climbs, due)
    for who, told in letters.values():
        _send(episode, who, told, quiet=quiet, now=now)
    return len(letters)


def _next_rung(activity: Activity, before: Sequence[AlarmStep], around: Around) -> tuple[str, list[Person]]:
    """The first rung above those that were told on which there is somebody who does not know yet."""
    reached = {step.rung for step in before if step.what == What.TOLD}
    know = {step.user_id or step.member_id for step in before if step.what == What.TOLD}
    highest = max((RUNGS.index(rung) for rung in RUNGS if rung in reached), default=-1)
    for rung in RUNGS[highest + 1 :]:
        once = {_name(who): who for who in around.on(rung, activity) if _name(who) not in know}
        if once:
            return rung, list(once.values())
    return "", []


def _send(
    episode: PregnancyEpisode, who: Person, told: Sequence[AlarmStep], *, quiet: bool, now: datetime
) -> None:
    """One message about all that she is told of at once; it hangs on the first, the most urgent of them."""
    urgent = any(step.urgent for step in told)
    template = "to_arrange_quietly" if quiet else "urgent" if urgent else "to_arrange"
    tell_person(
        episode=episode,
        who=who,
        what="alarm",
        because=told[0].pk,
        template=template,
        by=None,
        now=now,
        urgent=urgent,
        link="today",
    )


def _told(alarm: OpenAlarm, rung: str, who: Person, urgent: bool, now: datetime) -> AlarmStep:
    user_id = who.pk if isinstance(who, User) else who.user_id
    member_id = None if user_id else who.pk
    return _step(alarm, now, what=What.TOLD, rung=rung, user_id=user_id, member_id=member_id, urgent=urgent)


def _step(alarm: OpenAlarm, now: datetime, **more: object) -> AlarmStep:
    return AlarmStep(id=new_id(now), episode_id=alarm.episode_id, alarm_id=alarm.pk, at=now, **more)


def _name(who: Person) -> UUID:
    return who.pk if isinstance(who, User) else who.user_id or who.pk
