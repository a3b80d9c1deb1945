"""The region that is grown: which families, from when, and what happens to them between two moments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from random import Random

from kraamkring.core.kernel.moments import BRUSSELS, local_day

from . import stories
from .acts import DAY, Act, Family, local
from .births import TWINS, Delivery, births_of, rhythm
from .course import ordinary
from .people import Carer, address, carers, near, woman
from .places import area, municipalities, nearest_hospital, region_of

SIZES = {"district": 80, "province": 200, "country": 400}  # families, unless another number is asked for
WEEKS_BEFORE = 37  # from the first booking to the day on which the demo begins
LONGEST = 44 * 7 * DAY  # a family is followed from its booking to well after its last act
BOOKED_WEEKS = (8, 11)
LEAD_MIDWIFE, HAS_GYNAECOLOGIST, HAS_GP, SIGNS_IN, WANTS_CARE = 0.6, 0.5, 0.5, 0.2, 0.65  # our choice
KNOWS_CARER = 0.4  # of families: who will come is known, and has an account; our choice


@dataclass(frozen=True)
class Region:
    """where: district, province or country. families: how many were booked by the moment it began, about. began: the
    first start of the demo; what happened before is grown, what happens later is lived."""

    where: str
    seed: int
    families: int
    began: datetime

    @cached_property
    def opens_on(self) -> date:
        """The day of the first booking."""
        return local_day(self.began, BRUSSELS) - timedelta(weeks=WEEKS_BEFORE)

    @property
    def opens_at(self) -> datetime:
        """Before the first booking."""
        return local(self.opens_on, 0)

    @cached_property
    def share(self) -> float:
        """Of all births in the area, how many are grown."""
        mine = sum(place.infants for place in area(self.where))
        expected = rhythm().a_day * mine / everybody() / (1 + TWINS) * WEEKS_BEFORE * 7
        return min(1.0, self.families / expected)

    def acts(self, after: datetime, until: datetime) -> list[Act]:
        """Everything that happens later than `after` and not later than `until`, in order of time."""
        found = [
            act
            for family in self.around(after, until)
            for act in self.acts_of(family)
            if after < act.at <= until
        ]
        return sorted(found, key=lambda act: act.at)

    def around(self, after: datetime, until: datetime) -> Iterator[Family]:
        """The families to which something may happen then."""
        yield from self.stories
        day, last = local_day(after, BRUSSELS) - 60 * DAY, local_day(until, BRUSSELS) + timedelta(weeks=36)
        while day <= last:
            yield from self.born_on(day)
            day += DAY

    @cached_property
    def stories(self) -> dict[Family, list[Act]]:
        """The families to whom something special happens, with what does."""
        return stories.families(self.where, self.seed, self.began)

    def born_on(self, day: date) -> tuple[Family, ...]:
        """The families of the children of a day, as far as they were booked since the region opened."""
        return _born_on(self, day)

    def acts_of(self, family: Family) -> tuple[Act, ...]:
        """What happens to one family."""
        return tuple(self.stories[family]) if family.story else _acts_of(self, family.key)


@lru_cache(maxsize=2000)
def _born_on(region: Region, day: date) -> tuple[Family, ...]:
    if day < region.opens_on:
        return ()
    births = births_of(
        day, area=area(region.where), everybody=everybody(), share=region.share, seed=region.seed
    )
    families = (_family(region, each) for each in births)
    return tuple(each for each in families if each.booked_on >= region.opens_on)


@lru_cache(maxsize=20_000)
def _acts_of(region: Region, key: str) -> tuple[Act, ...]:
    day = date.fromisoformat(key.split("/")[2])
    family = next(each for each in region.born_on(day) if each.key == key)
    return tuple(ordinary(family))


def _family(region: Region, delivery: Delivery) -> Family:
    key = f"{region.where}/{region.seed}/{delivery.name}"
    chance = Random(f"family/{key}")  # noqa: S311 (not a secret)
    mother = woman(chance, region_of(delivery.municipality))
    week = chance.randint(*BOOKED_WEEKS)
    booked_on = delivery.due_on + timedelta(days=7 * (week - 40) + chance.randrange(7))
    email = address(mother.given_name, mother.family_name, chance.randrange(1000, 10_000))
    return Family(
        key=key,
        mother=mother,
        birth_date=delivery.due_on - timedelta(days=round(chance.gauss(31, 4.6) * 365.25)),
        booked_on=min(booked_on, delivery.born_at[0].date() - 100 * DAY),
        delivery=delivery,
        helps=_helps(region, delivery, chance),
        wants={
            "stay": "short" if delivery.nights <= 2 else "classic",
            "maternity_care": chance.random() < WANTS_CARE,
            "feeding": chance.choices(("breast", "formula", "mixed"), (75, 20, 5))[0],
            "place_of_birth": "home" if delivery.at_home else "hospital",
        },
        mother_signs_in=email if chance.random() < SIGNS_IN else "",
    )


def _helps(region: Region, delivery: Delivery, chance: Random) -> dict[str, Carer]:
    """Who cares for the family: those who work nearest."""
    who, at = carers(region.where, region.seed), delivery.municipality
    hospital = nearest_hospital(at)
    helps = {
        "midwife": near("midwife", at, who, chance),
        "ward_midwife": near("ward_midwife", hospital, who, chance),
        "ward_doctor": near("gynaecologist", hospital, who, chance),
        "paediatrician": near("paediatrician", hospital, who, chance),
        "youth_health": near("youth_health", at, who, chance),
    }
    led_by_midwife = delivery.at_home or chance.random() < LEAD_MIDWIFE
    if not led_by_midwife or chance.random() < HAS_GYNAECOLOGIST:
        helps["gynaecologist"] = helps["ward_doctor"]
    if chance.random() < HAS_GP:
        helps["gp"] = near("gp", at, who, chance)
    if chance.random() < KNOWS_CARER:
        helps["maternity_carer"] = near("maternity_carer", at, who, chance)
    helps["lead"] = helps["midwife"] if led_by_midwife else helps["ward_doctor"]
    return helps


@lru_cache(maxsize=1)
def everybody() -> int:
    """The infants of the whole country."""
    return sum(place.infants for place in municipalities())
