"""A birth pool: who can be on call, in which blocks, within which rules, and where births are expected."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ...kernel.errors import ImpossibleFact
from ..week.model import Place, Travel

MOST_BLOCKS = 60
HOURS_A_DAY = 24
DAYS_A_WEEK = 7


class Wish(StrEnum):
    """What a carer says of nights, and of weekends."""

    WANTED = "wanted"
    ANY = "any"
    NEVER = "never"


@dataclass(frozen=True)
class PoolRules:
    """What no roster may break, and what is reckoned with. The numbers come from a pack."""

    block_begins: tuple[
        int, ...
    ]  # hours of the day; the last block of a day ends where the first of the next begins
    night_from: int
    night_until: int
    reach_minutes: int
    away_hours: int
    longest_on_call_hours: int
    least_rest_hours: int
    most_nights_in_a_row: int
    most_days_on_call: int
    days_counted: int
    free_days_in_a_row: int
    wanted_weighs: int  # what a night or weekend counts for, in halves, where she wanted it
    tolerance: float  # what share of coverage may be given for fairness
    promise_tolerance: float  # and for keeping what was promised
    changed_block_hours: int  # how many hours of waiting one changed promise outweighs
    travel: Travel


@dataclass(frozen=True)
class PoolCarer:
    """A carer of one of the organisations, employed or freelance alike. Hours count from the first block."""

    id: str
    organisation: str
    place: Place
    on_call_hours: int
    nights: Wish = Wish.ANY
    weekends: Wish = Wish.ANY
    days_off: frozenset[int] = frozenset()
    days_on_call_before: frozenset[int] = frozenset()  # -1: the day before the period
    free_from_hour: int = 0


@dataclass(frozen=True)
class BirthPlace:
    """Where births are expected. births: how many on each day of the period, and on the day after it."""

    id: str
    place: Place
    births: tuple[float, ...]


@dataclass(frozen=True, order=True)
class Block:
    """So many hours of being on call. from_hour: hours after the beginning of the first block; day: where it begins."""

    at: int
    day: int
    from_hour: int
    until_hour: int
    is_night: bool
    is_weekend: bool

    @property
    def hours(self) -> int:
        """How long it lasts."""
        return self.until_hour - self.from_hour


@dataclass(frozen=True, order=True)
class OnCall:
    """A carer in a block."""

    block: int
    carer: str


@dataclass(frozen=True)
class Roster:
    """Who is on call, in order of block and carer."""

    held: tuple[OnCall, ...] = ()


@dataclass(frozen=True)
class PoolProblem:
    """One period of one region. weekday: of the first day, 0 is Monday. hours: how births spread over a day."""

    days: int
    weekday: int
    carers: tuple[PoolCarer, ...]
    places: tuple[BirthPlace, ...]
    rules: PoolRules
    hours: tuple[float, ...] = (1.0,) * HOURS_A_DAY
    promised: Roster = field(default_factory=Roster)

    def __post_init__(self) -> None:
        if self.days < 1 or self.days * len(self.rules.block_begins) > MOST_BLOCKS:
            raise ImpossibleFact(
                "days",
                "a period has at least one day and at most %(most)s blocks",
                "Plan it in parts",
                most=MOST_BLOCKS,
            )
        if len(self.hours) != HOURS_A_DAY or min(self.hours) < 0 or sum(self.hours) <= 0:
            raise ImpossibleFact("hour_weights", "there must be one for every hour of a day", "Correct them")
        for name, ids in (("carers", self.carers), ("places", self.places)):
            if any(times > 1 for times in Counter(each.id for each in ids).values()):
                raise ImpossibleFact(name, "an id stands there twice", "Give everybody an id of their own")
        for at, held in enumerate(self.promised.held):
            if held.carer not in self.carer_by_id or not 0 <= held.block < len(self.blocks):
                raise ImpossibleFact(f"promised[{at}]", "it names no carer or no block", "Correct it")

    @cached_property
    def carer_by_id(self) -> dict[str, PoolCarer]:
        """Carers by their id."""
        return {each.id: each for each in self.carers}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of the period, in order."""
        begins = self.rules.block_begins
        starts = [(day, HOURS_A_DAY * day + hour) for day in range(self.days) for hour in begins]
        ends = [hour for _, hour in starts[1:]] + [HOURS_A_DAY * self.days + begins[0]]
        return tuple(self._block(at, *starts[at], ends[at]) for at in range(len(starts)))

    def clock(self, hour: int) -> tuple[int, int]:
        """Day and hour of the day of an hour of the period."""
        return divmod(hour + self.rules.block_begins[0], HOURS_A_DAY)

    def days_touched(self, block: Block) -> frozenset[int]:
        """The days on which some hour of the block falls."""
        return frozenset(self.clock(hour)[0] for hour in (block.from_hour, block.until_hour - 1))

    def may_be_on_call(self, carer: PoolCarer, block: Block) -> bool:
        """Whether this block is open to her at all."""
        return (
            not (block.is_night and carer.nights is Wish.NEVER)
            and not (block.is_weekend and carer.weekends is Wish.NEVER)
            and not self.days_touched(block) & carer.days_off
            and block.from_hour >= carer.free_from_hour
        )

    def within_reach(self, carer: PoolCarer, place: BirthPlace) -> bool:
        """Whether she is there in time when she is called at home."""
        return self.rules.travel.minutes(carer.place, place.place) <= self.rules.reach_minutes

    def _block(self, at: int, day: int, start: int, end: int) -> Block:
        rules = self.rules
        hours = [hour % HOURS_A_DAY for hour in range(start, end)]
        middle = (start + end) // 2 // HOURS_A_DAY
        saturday = DAYS_A_WEEK - 2
        if rules.night_from < rules.night_until:
            night = any(rules.night_from <= hour < rules.night_until for hour in hours)
        else:
            night = any(hour >= rules.night_from or hour < rules.night_until for hour in hours)
        first = rules.block_begins[0]
        return Block(
            at, day, start - first, end - first, night, (self.weekday + middle) % DAYS_A_WEEK >= saturday
        )
