"""Who governs sees births and hours that are coming, by province: counts of the record and of planners, no family.

Whoever closed a part of her record to everybody is left out, and counted. Read are due dates, births and what took them
back; of carers the hours of their contracts and days away, together for a province.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.forecasting.assumption import told, with_changes
from kraamkring.core.forecasting.capacity.board import (
    DAYS,
    AwayHours,
    Board,
    Hours,
    Known,
    Rules,
    asked_share,
    births_by,
    board_of,
    families_by,
)
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import BRUSSELS, local_day
from kraamkring.packs.forecasting import births_card, board_card
from kraamkring.packs.loading import public_holidays
from kraamkring.packs.municipalities import municipality_of
from kraamkring.packs.planning import gestation_of_births
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import each_after, places_of_care
from kraamkring.rooms.planner.queries import absences_of, care_of_each, contracts_of_all
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import entries_of_kinds

from . import transaction
from .see_entitlements import course_of
from .see_scenarios import admit_figures, note_figures

AT_ONCE = 500  # pregnancies read together
WEEK = 7
READ = ("due_dates", "births", "deaths", "losses", "decisions", "retractions", "expected_newborns")
KEPT = 8  # boards that are remembered: the same counts and levers give the same board
LEVELS = ("province", "municipality", "postcode")


class SeenCapacity(NamedTuple):
    """board: None where too little is known, and why_not says it. places: births expected at each place of the level
    asked for, by its name; postcodes: those that lie there. share: of families who asked for care, as the record has
    it, None if too few did. left_out: families who closed a part to everybody, or that cannot be read."""

    today: date
    board: Board | None
    why_not: Refusal | None
    level: str
    places: Mapping[str, float]
    postcodes: Mapping[str, tuple[str, ...]]
    carers: Mapping[str, float]
    share: float | None
    assumptions: Sequence[Mapping[str, Any]]
    changed: bool
    left_out: int
    families: int


class _Family(NamedTuple):
    due: date | None
    born: date | None
    postcode: str
    asked: bool


@transaction.atomic
def see_capacity(
    *, changes: Mapping[str, float], level: str = LEVELS[0], country: str = "be", by: User, now: datetime
) -> SeenCapacity:
    """Twelve weeks from today on. Raises NotAllowed, or Refusal for an assumption that cannot be."""
    admit_figures(by)
    note_figures("capacity", by, now)
    today, card = local_day(now, BRUSSELS), board_card().assumptions
    values = with_changes(card, changes)
    known, left_out, families = _known(country, today, now)
    share = asked_share(known)
    measured = share is not None and "taking_care" not in changes
    if share is not None and measured:
        values["taking_care"] = share
    assumptions = [
        {**each, "measured": True, "changed": False} if measured and each["name"] == "taking_care" else each
        for each in told(card, values)
    ]
    place_of, province_of = _place_of(country, level), _place_of(country, LEVELS[0])
    carers: dict[str, float] = {}
    try:
        board = _board(country, known, tuple(sorted(values.items())))
    except Refusal as refusal:
        if refusal.field:
            raise
        return SeenCapacity(
            today, None, refusal, level, {}, {}, {}, share, assumptions, bool(changes), left_out, families
        )
    places = births_by(board, known, place_of, province_of)
    for each in known.hours:
        carers[each.postcode] = carers.get(each.postcode, 0.0) + each.hours_a_week
    within: dict[str, set[str]] = {}
    for postcode in families_by(known, lambda postcode: postcode):
        within.setdefault(place_of(postcode), set()).add(postcode)
    return SeenCapacity(
        today, board, None, level, places, {name: tuple(sorted(each)) for name, each in within.items()}, carers, share,
        assumptions, bool(changes), left_out, families,
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _board(country: str, known: Known, values: tuple[tuple[str, float], ...]) -> Board:
    rules = Rules(public_holidays(country), births_card(country), gestation_of_births().tables())
    return board_of(known, _place_of(country, LEVELS[0]), dict(values), rules)


@lru_cache(maxsize=KEPT)
def _place_of(country: str, level: str) -> Any:
    """The name of the place in which a postcode lies; empty where it is not known."""

    def name(postcode: str) -> str:
        found = municipality_of(postcode, country)
        if found is None:
            return ""
        return {"province": found.province, "municipality": found.name, "postcode": postcode[:4]}[level]

    return name


def _known(country: str, today: date, now: datetime) -> tuple[Known, int, int]:
    left_out, due, born, asked = 0, [], [], 0
    since = today - timedelta(days=DAYS)
    for family in _families(country):
        if family is None:
            left_out += 1
        elif family.born is not None:
            born.append((family.born, family.postcode))
            asked += family.asked and since <= family.born < today
        elif family.due is not None and family.due > today - timedelta(weeks=4):
            due.append((family.due, family.postcode))
    contracts = contracts_of_all(today, today + timedelta(days=DAYS))
    hours = tuple(Hours(each.postcode, float(each.hours_a_week)) for each in contracts)
    a_day = {each.carer_id: (each.postcode, each.hours_a_week / WEEK) for each in contracts}
    away = tuple(
        AwayHours(a_day[carer][0], each.first_day, each.last_day, a_day[carer][1])
        for carer, rows in absences_of(a_day, today, today + timedelta(days=DAYS)).items()
        for each in rows
    )
    known = Known(today, tuple(sorted(due)), tuple(sorted(born)), hours, away, asked)
    return known, left_out, len(due) + len(born)


def _families(country: str) -> Iterator[_Family | None]:
    """Each family of a country; None if it is left out. A few queries for five hundred of them."""
    last: UUID | None = None
    while episodes := each_after(last, AT_ONCE):
        last = episodes[-1].pk
        here = [each for each in episodes if (each.region or "").partition("-")[0] == country]
        ids = [each.pk for each in here]
        closed, entries = Networks(here).closed_to_everybody, entries_of_kinds(ids, READ)
        places, care = places_of_care(ids), care_of_each(ids)
        for episode in here:
            place = places.get(episode.pk)
            if episode.pk in closed:
                yield None
                continue
            yield _family(episode, entries[episode.pk], place.postcode if place else "", episode.pk in care)


def _family(episode: PregnancyEpisode, entries: Sequence[Any], postcode: str, asked: bool) -> _Family | None:
    try:
        course = course_of(facts_from(episode, entries, numbers={}))
    except Refusal:
        return None  # it cannot be read, or must be judged first: nobody is counted on a guess
    births = course.view.births.values()
    if births:
        born = min(birth.born_at for birth in births)
        return _Family(None, local_day(born, course.zone), postcode, asked)
    gone = course.gone_at("mother") or all(course.gone_at(slot) for slot in course.slots)
    return _Family(None if gone else course.view.due, None, postcode, asked)
