"""What Today shows: of each family what is missing, whose task it is, who was told, and who has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from kraamkring.core.kernel.moments import local_day
from kraamkring.core.pathway import Activity
from kraamkring.doors.ui import notation
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_families import SeenFamily
from kraamkring.flows.see_today import SeenToday
from kraamkring.packs import protocol
from kraamkring.rooms.careplan.models import AlarmStep, Appointment, HandOver, OpenAlarm

from ..banner import how_far, lost, name_of, spoken_with
from ..outbox.flags import Flag
from ..record.words import CONTACTS, SCREENINGS

MOST_NEEDS = 3  # of one family; her plan shows them all
CARE = CONTACTS | SCREENINGS
What = AlarmStep.What


@dataclass(frozen=True)
class Need:
    """One thing that is missing. when: since when, or by when. act: where it is arranged."""

    care: Care
    when: str
    act: str


@dataclass(frozen=True)
class Line:
    """One family. more: how much more is missing. told, seen: who by now. unseen: the alarms that nobody has seen.
    nobody: nobody could be told."""

    id: UUID
    name: str
    how_far: str
    loss: str
    spoken: str
    quiet: bool
    needs: tuple[Need, ...]
    more: int
    told: tuple[str, ...]
    seen: tuple[str, ...]
    unseen: tuple[UUID, ...]
    nobody: bool


@dataclass(frozen=True)
class Agreed:
    """An appointment, of today or still to be answered; or a hand-over still to be read. care: what, or from whom."""

    family: UUID
    item: UUID
    time: str
    care: str
    whose: str


@dataclass(frozen=True)
class TodayShown:
    """One page of the day. flags: what cannot wait and nobody has seen, newest first."""

    day: str
    flags: tuple[Flag, ...]
    lines: tuple[Line, ...]
    unreadable: tuple[tuple[UUID, str], ...]
    appointments: tuple[Agreed, ...]
    invitations: int
    requests: tuple[Agreed, ...]
    to_read: tuple[Agreed, ...]
    unread: tuple[Agreed, ...]
    page: int
    more: bool

    @classmethod
    def of(cls, seen: SeenToday, now: datetime, page: int, language: str) -> TodayShown:
        placed = []
        for family in seen.families:
            if family.facts is not None:
                standing = Standing(family.facts, family.activities, protocol(family.facts.region or ""), now)
                if needs := standing.needs():
                    placed.append((family, standing, needs))
        placed.sort(key=lambda each: (each[2][0].state != "gap", each[2][0].promise.window.latest))
        zone = ZoneInfo(seen.families[0].episode.zone) if seen.families else ZoneInfo("Europe/Brussels")
        return cls(
            day=notation.weekday(local_day(now, zone), language),
            flags=tuple(Flag.of(flag, episode, mother, language) for episode, mother, flag in seen.flags),
            lines=tuple(
                _line(family, standing, needs, seen.alarms.get(family.episode.pk, []), language)
                for family, standing, needs in placed
            ),
            unreadable=tuple((f.episode.pk, name_of(f.mother)) for f in seen.families if f.facts is None),
            appointments=tuple(_agreed(row, seen) for row in seen.appointments),
            invitations=seen.invitations,
            requests=tuple(_asked(row, seen, language) for row in seen.requests),
            to_read=tuple(_handed_over(row, seen, language) for row in seen.to_read),
            unread=tuple(_handed_over(row, seen, language) for row in seen.unread),
            page=page,
            more=seen.more,
        )


def _line(
    family: SeenFamily,
    standing: Standing,
    needs: Sequence[Activity],
    alarms: Sequence[OpenAlarm],
    language: str,
) -> Line:
    assert family.facts is not None  # noqa: S101 (the caller leaves the others out)
    teller = Teller(family.activities, standing.zone, language, len(standing.course.slots))
    steps = [step for alarm in alarms for step in alarm.alarm.steps.all()]
    seen = {step.alarm_id for step in steps if step.what == What.ACKNOWLEDGED}
    return Line(
        id=family.episode.pk,
        name=name_of(family.mother),
        how_far=how_far(standing, language),
        loss=lost(standing, language),
        spoken=spoken_with(family.mother, family.facts),
        quiet=standing.quiet,
        needs=tuple(
            _need(each, teller, family.episode.pk, standing.zone, language) for each in needs[:MOST_NEEDS]
        ),
        more=max(len(needs) - MOST_NEEDS, 0),
        told=_people([s for s in steps if s.what == What.TOLD], standing.zone, language),
        seen=_people([s for s in steps if s.what == What.ACKNOWLEDGED], standing.zone, language),
        unseen=tuple(alarm.pk for alarm in alarms if alarm.pk not in seen),
        nobody=any(s.what == What.NOBODY for s in steps) and not any(s.what == What.TOLD for s in steps),
    )


def _need(activity: Activity, teller: Teller, family: UUID, zone: tzinfo, language: str) -> Need:
    care = teller.tell(activity)
    when = care.by_when
    if activity.state == "gap":
        since = notation.moment(activity.promise.window.latest, zone, language)
        when = _("since %(moment)s") % {"moment": since}
    return Need(care, when, f"{reverse('plan', args=[family])}#{care.anchor}")


def _people(steps: Sequence[AlarmStep], zone: tzinfo, language: str) -> tuple[str, ...]:
    """Each person once, with the first time: `Mia, Sat 17-10-2026 10:00`."""
    found: dict[str, str] = {}
    for step in sorted(steps, key=lambda step: step.at):
        name = _name(step)
        at = notation.moment(step.at, zone, language)
        on_call = _("on call")
        role = f" ({on_call})" if step.rung == "on_call" else ""
        found.setdefault(name, f"{name}{role}, {at}")
    return tuple(found.values())


def _name(step: AlarmStep) -> str:
    person = step.by if step.what == What.ACKNOWLEDGED else step.user
    if person is not None:
        return person.name or person.email
    return step.member.name if step.member else ""


def _agreed(row: Appointment, seen: SeenToday) -> Agreed:
    start = row.start.astimezone(ZoneInfo(row.episode.zone))
    return _line_of(row, seen, f"{start:%H:%M}")


def _asked(row: Appointment, seen: SeenToday, language: str) -> Agreed:
    return _line_of(row, seen, notation.moment(row.start, ZoneInfo(row.episode.zone), language))


def _handed_over(row: HandOver, seen: SeenToday, language: str) -> Agreed:
    when = notation.moment(row.at, ZoneInfo(row.episode.zone), language)
    whose = name_of(seen.mothers[row.episode.mother_id])
    return Agreed(row.episode_id, row.pk, when, row.by.name or row.by.email, whose)


def _line_of(row: Appointment, seen: SeenToday, when: str) -> Agreed:
    mother = seen.mothers[row.episode.mother_id]
    return Agreed(row.episode_id, row.item, when, str(CARE[row.care]), name_of(mother))
