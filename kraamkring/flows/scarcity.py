"""Too few hours for everybody: what each family would get by the order that is chosen, and a person who decides it.

The planner weighs (core.kraamzorg.scarcity); nobody is shortened before somebody has decided, and every family that is
gets the words for it on its own page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kraamzorg.answer import Sharing
from kraamkring.core.kraamzorg.family import Families
from kraamkring.core.kraamzorg.family import Family as Sharer
from kraamkring.core.kraamzorg.scarcity import share
from kraamkring.packs import zone_of
from kraamkring.packs.families import care_in
from kraamkring.packs.kraamzorg import book
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import any_locked_episode, one_person_each
from kraamkring.rooms.planner.actions import in_turn, shorten
from kraamkring.rooms.planner.facts import WEEK, Period, Rows, covers
from kraamkring.rooms.planner.hotels import last_hotel_question
from kraamkring.rooms.planner.models import Contract, HotelQuestion, HotelStay, Run
from kraamkring.rooms.planner.queries import last_run, shortened_by

from . import transaction
from .care_days import derive_care_days
from .hotel_stays import asked_of
from .plan_week import MOST_DAYS
from .planning import Office, admit_planner, note_look, read_rows, shown_to
from .telling import tell

ORDERS = ("shield_first", "basic_first")
MOTHER = "mother"


class SeenScarcity(NamedTuple):
    """there_are: hours of the carers in these days. sharing: what each family gets of them; None where no scheme has an
    order, or nobody has care. mothers: by pregnancy, of those who may be shown. run: the last one, with what binds.
    hotel: what was asked last about a maternity-care hotel; stays: which families were asked to go. carers:
    by id. in_care: of those who may be shown, pregnancies with care in these days."""

    there_are: int
    asked: int
    order: str
    sharing: Sharing | None
    mothers: Mapping[str, Person]
    run: Run | None
    zone: ZoneInfo
    hotel: HotelQuestion | None
    carers: Mapping[str, User]
    in_care: Collection[str]
    stays: Collection[HotelStay] = ()


@transaction.atomic
def see_scarcity(*, order: str, by: User, now: datetime) -> SeenScarcity:
    """What the carers have in the coming two weeks against what families need, and who would get what."""
    office = admit_planner(by)
    note_look(office, "planning:scarcity", now)
    return _weighed(office, order, now)[0]


def decide_shortening(*, order: str, by: User, now: datetime, id: UUID) -> int:
    """Every family gets what this order gives it; whoever gets less is told. How many. Sent again, nobody is shortened
    twice. Raises Refusal for an unknown order, or if there are hours enough."""
    if order not in ORDERS:
        raise Refusal("order", "there is no such order", "Choose one of the two")
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        seen, rows = _weighed(office, order, now)
        requests = {str(each.episode_id): each for each in rows.requests}
        shortened = [each for each in seen.sharing.families if each.shortened_by > 0] if seen.sharing else []
        if done := shortened_by({uuid5(id, str(each.episode_id)) for each in rows.requests}):
            return done
        if not shortened:
            raise Refusal("order", "there are hours enough for everybody", "Nobody needs to be shortened")
        for each in shortened:
            request = requests[each.family]
            episode = any_locked_episode(request.episode_id)
            assert episode is not None  # noqa: S101 (a request is of one)
            row = shorten(
                episode=episode, organisation=office.organisation, by=by, now=now, id=uuid5(id, each.family),
                order=order, indicated_hours=round(each.indicated), hours=int(each.hours),
            )  # fmt: skip
            tell(
                episode=episode, what="care_shortened", because=row.pk, template="care_shortened", by=by, now=now,
                to={MOTHER}, link="care",
            )  # fmt: skip
        derive_care_days([requests[each.family] for each in shortened], now)
        return len(shortened)


def _weighed(office: Office, order: str, now: datetime) -> tuple[SeenScarcity, Rows]:
    today = local_day(now, zone_of(office.organisation.region))
    period = Period(today, MOST_DAYS)
    rows = read_rows(office.organisation, period)
    hours: Counter[str] = Counter()
    for each in rows.care_days:
        if not each.expected:
            hours[str(each.episode_id)] += each.hours
    there_are = sum(_hours_of(contract, rows, period) for contract in rows.contracts)
    shown = shown_to(office, [each.episode for each in rows.requests], now)
    people = one_person_each(each.episode.mother for each in rows.requests)
    mothers = {
        str(each.episode_id): people[each.episode.mother_id]
        for each in rows.requests
        if each.episode_id in shown
    }
    method = care_in(office.organisation.region).method
    sharing = None
    if method is not None and hours:
        families = [
            Sharer(
                name=name,
                indicated_hours=float(many),
                vulnerable=bool(need.goes_first) if (need := rows.needs.get(UUID(name))) else False,
            )
            for name, many in sorted(hours.items())
        ]
        sharing = share(there_are, Families(families=tuple(families), order=order), book(method), today)
    zone = zone_of(office.organisation.region)
    run = last_run(office.organisation)
    seen = SeenScarcity(
        there_are,
        sum(hours.values()),
        order,
        sharing,
        mothers,
        run,
        zone,
        last_hotel_question(office.organisation),
        {str(each.carer_id): each.carer for each in rows.contracts},
        frozenset(hours) & frozenset(mothers),
        asked_of(office, now, shown),
    )
    return seen, rows


def _hours_of(contract: Contract, rows: Rows, period: Period) -> int:
    """Of her contract in these days, without the days on which she is away."""
    absences = rows.absences.get(contract.carer_id, ())
    away = sum(any(covers(each, day) for each in absences) for day in period.every_day())
    return int(contract.hours_a_week * (period.days - away) / WEEK)
