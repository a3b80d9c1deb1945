"""Somebody who visits looks at a day: where she goes, in which order, and what is due at each family in one go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import Act, Asked, Module, decide
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.moments import local_day, start_of_day
from kraamkring.core.pathway import Activity
from kraamkring.core.pathway.needs import is_of_now
from kraamkring.core.pathway.phases import Milestones
from kraamkring.core.pathway.pressing import NOT_ARRANGED, pressing
from kraamkring.packs import protocol, zone_of
from kraamkring.packs.postcodes import Point, point_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.careplan.queries import calendar_of, with_care_due
from kraamkring.rooms.network.facts import standing_of_each
from kraamkring.rooms.network.queries import episodes_of, places_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import Person, PlaceOfCare, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person_each, places_of_care
from kraamkring.rooms.planner.models import Duty
from kraamkring.rooms.planner.on_call import duties_for

from . import transaction
from .place_of_care import phone_of
from .see_families import SeenFamily, assessed

VISITORS = (
    "midwife", "maternity_carer", "ward_midwife", "gp", "gynaecologist", "paediatrician", "youth_health",
    "lactation_consultant", "physiotherapist", "social_worker",
)  # fmt: skip
DAYS_AHEAD = 14  # our choice: what is agreed further ahead is on the board of the plan
MOST_STOPS = 40  # our choice: nobody visits more families in a day
STILL_MISSED = timedelta(days=14)  # our choice: what was missed longer ago is on the list of families
READS: tuple[Module, ...] = ("birth_and_stay", "postnatal", "child")  # as the visit screen asks
AT_HOME = frozenset({
    "home_visit", "prenatal_home_visit", "home_care_intake", "youth_visit", "bereavement_talk",
    "maternity_care_intake", "maternity_care", "blood_spot", "hearing",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A family that she goes to. agreed: her appointments there on this day, by time; none where nothing is agreed and
    something is due of her. due: what can be done at this family in one go. facts: None where she may not read them,
    or they cannot be read. place, phone, point: as far as they are known. writes: whether the screen of a visit is
    hers to write on."""

    episode: PregnancyEpisode
    mother: Person
    agreed: tuple[Appointment, ...]
    due: tuple[Activity, ...]
    activities: tuple[Activity, ...]
    facts: PregnancyFacts | None
    place: PlaceOfCare | None
    phone: str
    point: Point | None
    writes: bool


class SeenMyDay(NamedTuple):
    """One day, in the order in which she goes; and how many appointments lie on each of the days that can be asked
    for. on_call: when she is on call for births on that day."""

    day: date
    zone: ZoneInfo
    stops: tuple[Stop, ...]
    days: tuple[tuple[date, int], ...]
    on_call: tuple[Duty, ...] = ()


@transaction.atomic
def see_my_day(*, by: User, now: datetime, days_ahead: int = 0) -> SeenMyDay:
    """The day so many days from now: by agreed time; then what is due of her without a time, what presses most first.
    However many families she has: the same number of queries. Whoever visits nobody has an empty day."""
    day = _Day(by, now, min(max(days_ahead, 0), DAYS_AHEAD))
    calendar = day.calendar()
    stops = day.stops([row for row in calendar if local_day(row.start, day.zone) == day.on])
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"my_day:{len(stops)}", purpose=CARE)
    counted = Counter(local_day(row.start, day.zone) for row in calendar)
    days = (day.today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1))
    on_call = duties_for(by, start_of_day(day.on, day.zone), day.until)
    return SeenMyDay(
        day.on, day.zone, tuple(stops), tuple((each, counted[each]) for each in days), tuple(on_call)
    )


class _Day:
    """A day of one person who visits, on the wall calendar where she works."""

    def __init__(self, by: User, now: datetime, ahead: int) -> None:
        self.by, self.now = by, now
        self.zone = zone_of(by.organisation.region if by.organisation else None)
        self.today = local_day(now, self.zone)
        self.on = self.today + timedelta(days=ahead)
        self.is_today = ahead == 0
        self.since = now - STILL_MISSED if self.is_today else start_of_day(self.on, self.zone)
        self.until = start_of_day(self.on + timedelta(days=1), self.zone)
        self.scope = episodes_of(by, now)

    def calendar(self) -> list[Appointment]:
        """Her appointments of all the days that can be asked for."""
        last = start_of_day(self.today + timedelta(days=DAYS_AHEAD + 1), self.zone)
        rows = calendar_of(self.by, (), start_of_day(self.today, self.zone), last)
        return [row for row in rows.filter(episode__in=self.scope) if row.outcome != "cancelled"]

    def stops(self, agreed: Iterable[Appointment]) -> list[Stop]:
        """Every family of that day, in the order in which she goes."""
        at: dict[UUID, list[Appointment]] = defaultdict(list)
        for row in agreed:
            at[row.episode_id].append(row)
        roles = self._roles()
        ours = {"coordinator", *(role for hers in roles.values() for role in hers)}
        expecting = with_care_due(list(roles), ours, self.since, self.until, MOST_STOPS)
        episodes = list(self.scope.filter(pk__in=[*at, *expecting]).select_related("mother"))
        reading = _Reading(episodes, self.by, self.now)
        found = []
        for episode in episodes:
            hers = reading.expected(episode, roles.get(episode.pk, frozenset()))
            family, times = reading.families.get(episode.pk), tuple(at[episode.pk])
            due = self._due(family, hers | {row.role for row in times}) if family and family.facts else ()
            if times or any(self._calls(each, hers) for each in due):
                found.append(reading.stop(episode, times, due))
        return sorted(found, key=self._place)[:MOST_STOPS]

    def _roles(self) -> dict[UUID, frozenset[str]]:
        """In which roles she is the one expected, by pregnancy: those that she accepted, and her profession where she
        registered it."""
        found: dict[UUID, frozenset[str]] = {}
        for each in self.scope.filter(registered_by=self.by).values_list("pk", flat=True):
            found[each] = frozenset({self.by.profession})
        for place in places_of(self.by, self.now, VISITORS):
            found[place.episode_id] = found.get(place.episode_id, frozenset()) | {place.role}
        return found

    def _due(self, family: SeenFamily, roles: Collection[str]) -> tuple[Activity, ...]:
        """What she can do there on that day: of her roles, not done, its window open; and of the phase they are in what
        was missed not long ago. Visits and tests come first."""
        assert family.facts is not None  # noqa: S101 (the caller has looked)
        stones = Milestones.of(family.facts, protocol(family.facts.region or ""))
        found = [
            each
            for each in family.activities
            if each.state in (*NOT_ARRANGED, "arranged")
            and not {each.promise.card.role, *each.promise.card.by}.isdisjoint(roles)
            and each.promise.window.earliest < self.until
            and each.promise.window.latest >= self.since
            and (each.state != "gap" or is_of_now(each.promise, stones, self.now))
        ]
        return tuple(sorted(found, key=_visits_first))

    def _calls(self, activity: Activity, roles: Collection[str]) -> bool:
        """Whether she has to go there for it though no time is agreed: it is a visit or a test that nobody else is
        asked for, and it was aimed at by that day. What is aimed at later stands on its own day."""
        target = activity.promise.window.target
        return (
            activity.state in NOT_ARRANGED
            and activity.promise.card.role in roles
            and _is_a_visit(activity)
            and target < self.until
            and (self.is_today or target >= self.since)
        )

    def _place(self, stop: Stop) -> tuple[bool, float, UUID]:
        if stop.agreed:
            return False, stop.agreed[0].start.timestamp(), stop.episode.pk
        return True, -pressing(stop.due, self.until), stop.episode.pk


class _Reading:
    """Everything about these families, in a number of queries that does not grow with them."""

    def __init__(self, episodes: list[PregnancyEpisode], by: User, now: datetime) -> None:
        self.by, self.now = by, now
        networks = Networks(episodes)
        self.standing = standing_of_each(by, networks)
        self.mothers = one_person_each(episode.mother for episode in episodes)
        self.members: dict[UUID, list[Any]] = defaultdict(list)
        for row in networks.members:
            if _in_force(row, now):
                self.members[row.episode_id].append(row)
        readable = [each for each in episodes if all(self._may(each, part) for part in READS)]
        self.families = {each.episode.pk: each for each in assessed(readable, networks, by, now)}
        self.places = places_of_care(each.pk for each in episodes if self._may(each, "plan"))

    def expected(self, episode: PregnancyEpisode, roles: frozenset[str]) -> frozenset[str]:
        """Of these roles those in which no other member is expected instead of her; and that she coordinates."""
        members = self.members[episode.pk]
        hers = {row.role for row in members if row.user_id == self.by.pk}
        others = {row.role for row in members if row.user_id != self.by.pk}
        leads = {
            each.role
            for each in self.standing[episode.pk].relations
            if each.role == "coordinator" and (each.until is None or each.until > self.now)
        }
        return (roles & (hers | (roles - others))) | leads

    def stop(
        self, episode: PregnancyEpisode, agreed: tuple[Appointment, ...], due: tuple[Activity, ...]
    ) -> Stop:
        family, place = self.families.get(episode.pk), self.places.get(episode.pk)
        open_to_her = self._may(episode, "plan")
        return Stop(
            episode=episode,
            mother=self.mothers[episode.mother_id],
            agreed=agreed,
            due=due,
            activities=family.activities if family else (),
            facts=family.facts if family else None,
            place=place,
            phone=phone_of(place, self.members[episode.pk], episode.region) if open_to_her else "",
            point=point_of(place.postcode, episode.region) if place else None,
            writes=family is not None and self._may(episode, "postnatal", "write"),
        )

    def _may(self, episode: PregnancyEpisode, module: Module, act: Act = "read") -> bool:
        asked = Asked(module=module, act=act, at=self.now)
        return decide(asked, self.standing[episode.pk]).allowed


def _is_a_visit(activity: Activity) -> bool:
    kind, name = activity.promise.card.done_by.pair
    return kind in ("contact", "screening") and name in AT_HOME


def _visits_first(activity: Activity) -> tuple[bool, datetime, str]:
    return not _is_a_visit(activity), activity.promise.window.latest, activity.promise.key


def _in_force(row: Any, now: datetime) -> bool:
    """row: a Membership with `accepted_at` and `ended_at`."""
    return (
        row.accepted_at is not None
        and row.ended_at is None
        and row.since <= now
        and (row.until is None or row.until > now)
    )
