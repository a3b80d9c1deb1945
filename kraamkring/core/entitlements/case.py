"""The facts that leave is worked out from. Impossible ones cannot be built."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field
from pydantic.dataclasses import dataclass as checked

from ..kernel.errors import ImpossibleFact
from ..kernel.gestation import LONGEST_DAYS, gestation_days
from ..kernel.moments import AMSTERDAM, BRUSSELS, local_day, plausible

STRICT = ConfigDict(extra="forbid", strict=True)
MOST_CHILDREN = 9  # the most ever born alive at once
MOST_SPELLS = 200  # nobody has more; a document that does is no case
LONGEST_SPELL_DAYS = 1000

Children = Annotated[int, Field(ge=1, le=MOST_CHILDREN)]


@checked(frozen=True, config=STRICT)
class Spell:
    """From a day until a day. What the last day means, the field that holds it says."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="until")]

    def __post_init__(self) -> None:
        plausible(self.first, "from")
        plausible(self.last, "until")
        if self.last < self.first:
            raise ImpossibleFact("until", "this lies before from", "Check the two dates")
        if (self.last - self.first).days > LONGEST_SPELL_DAYS:
            raise ImpossibleFact("until", "this lasts longer than a case can", "Check the two dates")


Spells = Annotated[tuple[Spell, ...], Field(max_length=MOST_SPELLS)]


@checked(frozen=True, config=STRICT, kw_only=True)
class BirthCase:
    """What every kind of leave asks for.

    zone: of the place of birth, whose days count. due_on: the due date.
    born_on: the day of birth at the place of birth; or born_at, with its offset. None of both:
    not born yet, and the answer counts with the due date. children: how many are or will be born.
    outcome: live, or stillborn. child_died_on: a child that died later. leave_from: the first day of leave before
    the birth; or weeks_before, whole weeks. None of both: as early as may be.
    hospital: when a newborn lay in hospital, from the day that began until the day of going home; or hospital_days,
    that many days from birth on. mother_died_on: the day the mother died.
    """

    zone: ClassVar[ZoneInfo] = BRUSSELS

    due_on: date
    born_on: date | None = None
    born_at: AwareDatetime | None = None
    children: Children = 1
    outcome: Literal["live", "stillborn"] = "live"
    leave_from: date | None = None
    weeks_before: Annotated[int, Field(ge=0, le=45)] | None = None
    hospital: Spells = ()
    hospital_days: Annotated[int, Field(ge=0, le=LONGEST_SPELL_DAYS)] | None = None
    child_died_on: date | None = None
    mother_died_on: date | None = None

    def __post_init__(self) -> None:
        for name in ("due_on", "born_on", "leave_from", "child_died_on", "mother_died_on"):
            day = getattr(self, name)
            if day is not None:
                plausible(day, name)
        if self.born_at is not None:
            plausible(self.born_at.date(), "born_at")
        if self.leave_from is not None and self.weeks_before is not None:
            raise ImpossibleFact("weeks_before", "leave_from is given too", "Give one of the two")
        if self.hospital and self.hospital_days is not None:
            raise ImpossibleFact("hospital_days", "hospital is given too", "Give one of the two")
        self._about_the_birth()

    def _about_the_birth(self) -> None:
        born = self.birthday
        if born is None:
            for name in ("hospital", "hospital_days", "child_died_on", "mother_died_on"):
                if getattr(self, name):
                    raise ImpossibleFact(name, "there is no day of birth beside it", "Give born_on too")
            if self.outcome == "stillborn":
                raise ImpossibleFact("outcome", "there is no day of birth beside it", "Give born_on too")
            return
        if self.born_on and self.born_at and local_day(self.born_at, self.zone) != self.born_on:
            raise ImpossibleFact("born_on", "this is not the day of born_at", "Give one of the two")
        if not 0 < gestation_days(self.due_on, born) <= LONGEST_DAYS:
            raise ImpossibleFact("born_on", "this birth does not fit the due date", "Check both")
        for name in ("child_died_on", "mother_died_on"):
            day = getattr(self, name)
            if day is not None and day < born:
                raise ImpossibleFact(name, "this lies before the birth", "Check the dates")
        for at, spell in enumerate(self.hospital):
            if spell.first < born:
                raise ImpossibleFact(f"hospital[{at}].from", "this lies before the birth", "Check the dates")

    @property
    def birthday(self) -> date | None:
        """The day of birth on the wall calendar of the place of birth."""
        return self.born_on or (local_day(self.born_at, self.zone) if self.born_at else None)

    @property
    def multiple(self) -> bool:
        return self.children > 1

    @property
    def counted_birth(self) -> date:
        """The day of birth, or the due date while it is not known."""
        return self.birthday or self.due_on

    @property
    def gestation_at_birth(self) -> int:
        """Days of gestation at the counted birth."""
        return gestation_days(self.due_on, self.counted_birth)

    def days_in_hospital(self) -> list[date]:
        """The days a child lay in hospital, in order, each once. A stay from the 1st until the 8th is seven days:
        the first of a stay does not count, the last does."""
        stays = list(self.hospital)
        if self.hospital_days:
            born = self.counted_birth
            stays = [_spell(born, born + timedelta(days=self.hospital_days))]
        return sorted({day for stay in stays for day in days(stay.first + DAY, stay.last)})


@checked(frozen=True, config=STRICT, kw_only=True)
class PregnancyLeaveCase(BirthCase):
    """Leave of an employee in two parts, pregnancy and birth. sick: when she was ill, the last day included."""

    zone: ClassVar[ZoneInfo] = AMSTERDAM

    sick: Spells = ()

    def sick_days(self) -> set[date]:
        """Every day she was ill, once."""
        return {day for spell in self.sick for day in days(spell.first, spell.last)}


@checked(frozen=True, config=STRICT, kw_only=True)
class MaternityRestCase(BirthCase):
    """Rest in compulsory and optional weeks.

    status: employee, or self-employed. extra_weeks: after a multiple birth the weeks that are given on request were
    asked for. worked_on_day_of_birth: then the rest after birth begins a day later. weeks: how many a self-employed
    mother takes.
    """

    status: Literal["employee", "self-employed"] = "employee"
    extra_weeks: bool | None = None
    worked_on_day_of_birth: bool = False
    weeks: Annotated[int, Field(ge=0, le=60)] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.weeks is not None and self.status == "employee":
            raise ImpossibleFact("weeks", "this is a choice of the self-employed", "Leave it out")
        if self.extra_weeks and not self.multiple:
            raise ImpossibleFact("extra_weeks", "these are for multiples", "Give children, or leave this out")


DAY = timedelta(days=1)


def days(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _spell(first: date, last: date) -> Spell:
    return Spell(**{"from": first, "until": last})
