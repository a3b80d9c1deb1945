"""What was agreed with is promised: carers and families are told, and see it in their day, calendar and plan.

A promised shift is an appointment of maternity care with a member of the network, so that all that knows appointments
knows it: the pathway, the calendars, a carer's day, the mother's pages. Each family and each carer gets one
message for all that changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts.model import ContactKind, Role
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.packs.planning import practice
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import agree, change_appointment
from kraamkring.rooms.careplan.queries import appointment_now
from kraamkring.rooms.network.actions import Invited, invite, take_step
from kraamkring.rooms.network.models import Membership, MembershipStep
from kraamkring.rooms.network.queries import live_members
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode
from kraamkring.rooms.planner.actions import in_turn, promise, withdraw
from kraamkring.rooms.planner.facts import Period
from kraamkring.rooms.planner.models import Shift
from kraamkring.rooms.planner.models.plans import PROMISED
from kraamkring.rooms.planner.queries import days_done, shifts_of

from . import transaction
from .pathway import reconciled
from .planning import admit_planner
from .telling import tell
from .telling_colleagues import tell_colleague

CARE: ContactKind = "maternity_care"
ROLE: Role = "maternity_carer"
MOTHER = "mother"
BEGINS = practice().day_begins
BETWEEN = timedelta(minutes=practice().minutes_between)
ROUNDS_OFF = timedelta(days=practice().days_to_round_off)
What = MembershipStep.What


class Published(NamedTuple):
    """How many shifts were promised and taken back, and of how many families."""

    promised: int
    taken_back: int
    families: int


def publish_plan(*, first_day: date, last_day: date, by: User, now: datetime) -> Published:
    """Everything that is accepted for these days is promised, in place of what was promised before. A second time
    there is nothing to promise. Raises NotAllowed to who does not plan, Refusal if a carer works elsewhere that day."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        period = Period(first_day, (last_day - first_day).days + 1)
        shifts = shifts_of(office.organisation, period.first, period.last)
        zone = zone_of(office.organisation.region)
        today = local_day(now, zone)
        agreed = [each for each in shifts if each.state == "accepted" and each.day >= today]
        promised = {(each.episode_id, each.day): each for each in shifts if each.state in PROMISED}
        replaced = [
            promised[each.episode_id, each.day] for each in agreed if (each.episode_id, each.day) in promised
        ]
        stays = [each for each in promised.values() if each not in replaced]
        times = _times([*stays, *(each for each in agreed if each.carer_id)], zone)
        touched: dict[UUID, list[Shift]] = defaultdict(list)
        for each in agreed:
            touched[each.episode_id].append(each)
        gone = {(each.episode_id, each.day): each for each in replaced}
        told: dict[UUID, User] = {}
        for episode_id in sorted(touched):
            episode = any_locked_episode(episode_id)
            assert episode is not None  # noqa: S101 (a shift is of one)
            _publish(episode, touched[episode_id], gone, times, by, now)
            told |= {
                each.carer_id: each.carer
                for each in (*touched[episode_id], *(gone[key] for key in gone if key[0] == episode_id))
                if each.carer_id and each.carer
            }
        for carer in told.values():
            tell_of_roster(carer, f"roster:{min(agreed, key=lambda each: each.pk).pk}", by, now)
        return Published(sum(1 for each in agreed if each.carer_id), len(replaced), len(touched))


def _publish(
    episode: PregnancyEpisode,
    agreed: Collection[Shift],
    gone: dict[tuple[UUID, date], Shift],
    times: dict[UUID, tuple[datetime, datetime]],
    by: User,
    now: datetime,
) -> None:
    because: list[UUID] = []
    done = days_done(episode.pk)  # while this plan was agreed with
    for shift in sorted(agreed, key=lambda each: each.day):
        if shift.day in done:
            withdraw(shifts=[shift], why="done", by=by, now=now)
            continue
        before = gone.get((shift.episode_id, shift.day))
        if before is not None:
            _take_back(before, shift.why, by, now)
        if shift.carer_id is None or shift.carer is None:
            withdraw(shifts=[shift], why=shift.why, by=by, now=now)
            continue
        starts_at, ends_at = times[shift.pk]
        last = max(each.day for each in agreed if each.carer_id == shift.carer_id)
        member = _member(episode, shift.carer, last, by, now)
        made = agree(
            episode=episode,
            appointment=AppointmentFact(care=CARE, start=starts_at, end=ends_at, role=ROLE, accepted=True),
            by=by,
            now=now,
            member=member,
            accepted_by=shift.carer,
            id=uuid5(shift.pk, "appointment"),
        )
        promise(shift=shift, starts_at=starts_at, ends_at=ends_at, appointment=made.item, by=by, now=now)
        because.append(made.pk)
    reconciled(episode, by=by, now=now, because=because)
    first = min(agreed, key=lambda each: each.pk).pk
    tell(
        episode=episode,
        what="care_planned",
        because=first,
        template="care_planned",
        by=by,
        now=now,
        to={MOTHER},
        link="appointments",
    )


def _take_back(shift: Shift, why: str, by: User, now: datetime) -> None:
    """The promise is over, and so is the appointment that people saw of it."""
    seen = appointment_now(shift.appointment) if shift.appointment else None
    if seen is not None and seen.outcome is None:
        change_appointment(appointment=seen, by=by, now=now, outcome="cancelled")
    withdraw(shifts=[shift], why=why, by=by, now=now)


def _member(episode: PregnancyEpisode, carer: User, last: date, by: User, now: datetime) -> Membership:
    """Her place in the network: with her roster she said yes to the families on it, so who plans takes the step for her
    and the log names who plans. It ends by itself."""
    here: Any = live_members(episode, role=ROLE).filter(user=carer)
    until = datetime.combine(last, time.max, ZoneInfo(episode.zone)) + ROUNDS_OFF
    found: Membership | None = next(
        (
            each
            for each in here
            if each.accepted_at and (each.until is None or each.until >= until - ROUNDS_OFF)
        ),
        None,
    )
    if found is not None:
        return found
    member = invite(
        episode=episode,
        invited=Invited(
            role=ROLE,
            user=carer,
            organisation_name=carer.organisation.name if carer.organisation else "",
            until=until,
        ),
        by=by,
        now=now,
        ground="organisation",
    )
    take_step(membership=member, what=What.ACCEPTED, by=by, now=now, ground="organisation")
    return member


def _times(shifts: Collection[Shift], zone: ZoneInfo) -> dict[UUID, tuple[datetime, datetime]]:
    """From when to when each comes: what was promised keeps its hour, others follow, the longest first."""
    found: dict[UUID, tuple[datetime, datetime]] = {}
    of_day: dict[tuple[UUID | None, date], list[Shift]] = defaultdict(list)
    for each in shifts:
        of_day[each.carer_id, each.day].append(each)
    for (_carer, day), theirs in of_day.items():
        free = datetime.combine(day, BEGINS, zone)
        for each in sorted(theirs, key=lambda each: (each.starts_at is None, -each.hours, each.pk)):
            if each.starts_at and each.ends_at:
                free = max(free, each.ends_at.astimezone(zone) + BETWEEN)
                continue
            found[each.pk] = (free, free + timedelta(hours=each.hours))
            free = found[each.pk][1] + BETWEEN
    return found


def tell_of_roster(carer: User, what: str, by: User, now: datetime) -> None:
    """That her roster changed; never when, where or whom. what: the promise of which she is told once."""
    tell_colleague(carer, what=what, template="roster_changed", link="roster", by=by, now=now)
