"""What the record knows of a child that its readings are held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from ..facts.coherence import standing
from ..facts.model import Birth, Feeding, PregnancyFacts
from ..kernel import gestation
from ..kernel.moments import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Newborn:
    """One child that was born alive. gestation: as `39+4`, None if it is not known. died_at: None while it lives."""

    slot: str
    born_at: datetime
    weight_g: int | None = None
    gestation: str | None = None
    feeding: Feeding | None = None
    caesarean: bool = False
    died_at: datetime | None = None


def newborns_of(facts: PregnancyFacts, zone: tzinfo) -> dict[str, Newborn]:
    """The children who were born alive, by slot, those who died later too. Of two births in one slot, the one that
    was written last."""
    births: dict[str, Birth] = {}
    for birth in standing(facts.births, facts.retracted):
        births[birth.newborn] = birth
    deaths = {death.who: death.at for death in standing(facts.deaths, facts.retracted)}
    return {
        slot: Newborn(
            slot=slot,
            born_at=birth.born_at,
            weight_g=birth.weight_g,
            gestation=birth.gestation or _gestation(facts, birth, zone),
            feeding=facts.preferences.feeding,
            caesarean=birth.mode == "caesarean",
            died_at=deaths.get(slot),
        )
        for slot, birth in sorted(births.items())
        if birth.outcome == "live"
    }


def _gestation(facts: PregnancyFacts, birth: Birth, zone: tzinfo) -> str | None:
    """By the due date that was set last."""
    dates = standing(facts.due_dates, facts.retracted)
    if not dates:
        return None
    due = max(dates, key=lambda each: each.set_on).due_on
    return gestation.notation(gestation.gestation_days(due, local_day(birth.born_at, zone)))
