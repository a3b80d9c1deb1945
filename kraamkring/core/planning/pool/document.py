"""The documents of a birth pool: an instance in, a roster out; and what a pack says about pools and gestation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import Field, TypeAdapter

from ...kernel.document import read_document
from ...kernel.errors import ImpossibleFact
from ..week.document import Strict, TravelOfPack
from .expecting import GestationTable, Registered, expected_births
from .model import HOURS_A_DAY, BirthPlace, OnCall, PoolCarer, PoolProblem, PoolRules, Roster, Wish

PAGE = "docs/planning.md"

Id = Annotated[str, Field(min_length=1, max_length=200)]
Count = Annotated[int, Field(strict=True, ge=0, le=1000)]
Kilometres = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)]
Births = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Chance = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class SaidPlace(Strict):
    """A place, and what history says of it; xy in km."""

    id: Id
    xy: tuple[Kilometres, Kilometres]
    births_a_day: Births = 0.0


class SaidDue(Strict):
    """A woman who has not given birth yet."""

    place: Id
    due_date: date
    first_birth: bool | None = None
    assisted: Chance = 1.0
    planned: date | None = None
    pool_at_planned: bool = False


class SaidCarer(Strict):
    """A carer; xy of her home in km."""

    id: Id
    organisation: Id
    xy: tuple[Kilometres, Kilometres]
    on_call_hours: Count
    nights: Wish = Wish.ANY
    weekends: Wish = Wish.ANY
    days_off: tuple[Count, ...] = ()
    days_on_call_before: tuple[Annotated[int, Field(strict=True, ge=-28, le=-1)], ...] = ()
    free_from_hour: Count = 0


class SaidOnCall(Strict):
    """A carer on call, in hours from midnight of the first day."""

    carer: Id
    from_hour: Count
    until_hour: Count


class PoolInstance(Strict):
    """One period of one region."""

    start: date
    days: Annotated[int, Field(strict=True, ge=1, le=30)]
    places: tuple[SaidPlace, ...] = Field(max_length=2000)
    due: tuple[SaidDue, ...] = ()
    carers: tuple[SaidCarer, ...] = Field(max_length=500)
    hour_weights: tuple[Births, ...] = (1.0,) * HOURS_A_DAY
    weekday_weights: Annotated[tuple[Births, ...], Field(min_length=7, max_length=7)] = (1.0,) * 7
    promised: tuple[SaidOnCall, ...] = ()
    reach_minutes: Annotated[int, Field(strict=True, ge=1, le=600)] | None = None
    away_hours: Annotated[int, Field(strict=True, ge=1, le=24)] | None = None


class PoolRulesOfPack(TravelOfPack):
    """What a pack says about a birth pool."""

    block_begins: tuple[Annotated[int, Field(ge=0, lt=24)], ...] = Field(min_length=1)
    night_from: int = Field(ge=0, lt=24)
    night_until: int = Field(ge=0, le=24)
    reach_minutes: int = Field(ge=1)
    away_hours: int = Field(ge=1)
    longest_on_call_hours: int = Field(ge=1)
    least_rest_hours: int = Field(ge=0)
    most_nights_in_a_row: int = Field(ge=1)
    most_days_on_call: int = Field(ge=1)
    days_counted: int = Field(ge=1, le=28)
    free_days_in_a_row: int = Field(ge=0)
    wanted_weighs: int = Field(ge=0)
    tolerance: float = Field(ge=0)
    promise_tolerance: float = Field(ge=0)
    changed_block_hours: int = Field(ge=0)

    def rules(self, reach_minutes: int | None = None, away_hours: int | None = None) -> PoolRules:
        """The rules of one instance, which may say what is in reach and how long a birth keeps somebody away."""
        plain = self.model_dump(exclude=set(TravelOfPack.model_fields))
        plain["reach_minutes"] = reach_minutes or self.reach_minutes
        plain["away_hours"] = away_hours or self.away_hours
        plain["block_begins"] = tuple(sorted(self.block_begins))
        return PoolRules(**plain, travel=self.travel())


class GestationOfPack(Strict):
    """What a pack says about when births come."""

    first_week: int
    share: tuple[Annotated[float, Field(ge=0)], ...]
    first_births: tuple[Annotated[float, Field(gt=0)], ...]
    later_births: tuple[Annotated[float, Field(gt=0)], ...]
    beyond: float = Field(gt=0, le=1)

    def tables(self) -> dict[bool | None, GestationTable]:
        """For a first birth, for a later one, and for one of which that is not known."""
        return {
            True: self._table(self.first_births),
            False: self._table(self.later_births),
            None: self._table((1.0,) * len(self.share)),
        }

    def _table(self, ratios: tuple[float, ...]) -> GestationTable:
        weighed = [share * ratio for share, ratio in zip(self.share, ratios, strict=True)]
        return GestationTable(self.first_week, tuple(each / sum(weighed) for each in weighed), self.beyond)


def read_pool(
    text: bytes | str, pack: PoolRulesOfPack, tables: Mapping[bool | None, GestationTable]
) -> PoolProblem:
    """The problem of an instance. Raises ImpossibleFact, one sentence."""
    said = read_document(text, _instance(), PAGE)
    names = {place.id for place in said.places}
    for at, one in enumerate(said.due):
        if one.place not in names:
            raise ImpossibleFact(f"due[{at}].place", "there is no such place", "Add it to places")
    mean = sum(said.weekday_weights) / len(said.weekday_weights)
    if mean <= 0:
        raise ImpossibleFact("weekday_weights", "they are all 0", "Correct them")
    first = said.start.weekday()
    weights = [said.weekday_weights[(first + day) % 7] / mean for day in range(said.days + 1)]
    registered = (
        Registered(
            **one.model_dump(exclude={"due_date", "first_birth"}), due=one.due_date, first=one.first_birth
        )
        for one in said.due
    )
    due = expected_births(registered, tables, said.start, said.days + 1)
    nothing = (0.0,) * (said.days + 1)
    problem = PoolProblem(
        days=said.days,
        weekday=first,
        carers=tuple(_carer(each) for each in said.carers),
        places=tuple(
            BirthPlace(
                place.id,
                place.xy,
                tuple(
                    place.births_a_day * weight + born
                    for weight, born in zip(weights, due.get(place.id, nothing), strict=True)
                ),
            )
            for place in said.places
        ),
        rules=pack.rules(said.reach_minutes, said.away_hours),
        hours=said.hour_weights,
    )
    if not said.promised:
        return problem
    begins = {hours_of(problem, block.at): block.at for block in problem.blocks}
    held = []
    for at, each in enumerate(said.promised):
        block = begins.get((each.from_hour, each.until_hour))
        if block is None or each.carer not in problem.carer_by_id:
            raise ImpossibleFact(f"promised[{at}]", "it names no carer or no block", "Correct it")
        held.append(OnCall(block, each.carer))
    return PoolProblem(
        problem.days,
        problem.weekday,
        problem.carers,
        problem.places,
        problem.rules,
        problem.hours,
        Roster(tuple(sorted(held))),
    )


def hours_of(problem: PoolProblem, block: int) -> tuple[int, int]:
    """When a block begins and ends, in hours from midnight of the first day."""
    first = problem.rules.block_begins[0]
    return problem.blocks[block].from_hour + first, problem.blocks[block].until_hour + first


def written_pool(problem: PoolProblem, roster: Roster) -> dict[str, object]:
    """A roster as the document of a solution."""
    lines = []
    for held in sorted(roster.held):
        begins, ends = hours_of(problem, held.block)
        lines.append({"carer": held.carer, "from_hour": begins, "until_hour": ends})
    return {"on_call": lines}


@lru_cache(maxsize=1)
def _instance() -> TypeAdapter[PoolInstance]:
    return TypeAdapter(PoolInstance)


def _carer(said: SaidCarer) -> PoolCarer:
    return PoolCarer(
        id=said.id,
        organisation=said.organisation,
        place=said.xy,
        on_call_hours=said.on_call_hours,
        nights=said.nights,
        weekends=said.weekends,
        days_off=frozenset(said.days_off),
        days_on_call_before=frozenset(said.days_on_call_before),
        free_from_hour=said.free_from_hour,
    )
