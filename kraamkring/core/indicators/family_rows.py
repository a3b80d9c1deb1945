"""The rows that one family gives to the lake: facts in, numbers and codes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..facts.coherence import standing
from ..facts.model import PregnancyFacts
from ..kernel import gestation
from ..kernel.moments import local_day
from ..pathway.states import Activity
from ..pathway.view import View, some_views
from .pseudonyms import Pseudonyms
from .schema import TABLES

MINUTE = timedelta(minutes=1)
WATCHED_DAYS = (
    42  # KCE 232As, 3.2: six weeks, the last consultation after a birth; what is watched ends there
)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What is known of one family beside its facts. feeding: by slot and local day, whether all that was noted was
    mother's milk. care_days: local day, hours and who came."""

    pregnancy: object
    mother: object
    organisation: str
    zone: ZoneInfo
    municipality: str | None = None
    province: str | None = None
    country: str | None = None
    mother_born_on: date | None = None
    hours_indicated: float | None = None
    care_over: bool = False
    care_days: Sequence[tuple[date, int, object]] = ()
    feeding: Mapping[tuple[str, date], bool] | None = None
    children: Mapping[str, object] | None = None


def rows_of(
    facts: PregnancyFacts, family: Family, activities: Sequence[Activity], names: Pseudonyms, now: datetime
) -> Rows:
    """The rows of every table. Of contradictory facts the first view is taken, as long as nobody decided."""
    return _Rows(facts, family, activities, names, now).all()


class _Rows:
    def __init__(
        self,
        facts: PregnancyFacts,
        family: Family,
        activities: Sequence[Activity],
        names: Pseudonyms,
        now: datetime,
    ) -> None:
        self.facts, self.family, self.names, self.now = facts, family, names, now
        self.view: View = some_views(facts)[0]
        self.activities = activities
        self.births = self.view.births
        self.pregnancy = names.of("pregnancy", family.pregnancy)
        self.anchor = self._anchor()
        self.day = local_day(self.anchor, family.zone)

    def all(self) -> Rows:
        rows: dict[str, Sequence[Mapping[str, Any]]] = {
            name: _in_order({"pregnancy": self.pregnancy} | row for row in getattr(self, f"_{name}")())
            for name in TABLES
            if name != "pregnancies"
        }
        main = {"pregnancy": self.pregnancy} | self._main()
        fingerprint = hashlib.sha256(json.dumps([main, rows], sort_keys=True).encode()).hexdigest()[:16]
        return {"pregnancies": [main | {"fingerprint": fingerprint}], **rows}

    def _anchor(self) -> datetime:
        if self.births:
            return max(birth.born_at for birth in self.births.values())
        if self.view.losses:
            return max(self.view.losses.values())
        return datetime.combine(self.view.due, time(12), self.family.zone)

    def _at(self, at: datetime) -> dict[str, int]:
        return {
            "minute": (at - self.anchor) // MINUTE,
            "day": (local_day(at, self.family.zone) - self.day).days,
        }

    def _main(self) -> dict[str, Any]:
        first = min(self.births.values(), key=lambda birth: birth.born_at, default=None)
        last = max(self.births.values(), key=lambda birth: birth.born_at, default=None)
        born_on = self.family.mother_born_on
        passed = (local_day(self.now, self.family.zone) - self.day).days
        return {
            "mother": self.names.of("person", self.family.mother),
            "month": f"{self.day:%Y-%m}",
            "ended": "born" if self.births else "lost" if self.view.losses else "expected",
            "organisation": self.family.organisation,
            "municipality": self.family.municipality,
            "province": self.family.province,
            "country": self.family.country,
            "fetuses": len(self.births) or self.facts.expected_newborns or 1,
            "earlier_births": self.facts.earlier_births,
            "mother_age": _years(born_on, self.day) if born_on else None,
            "gestation_days": self._gestation(first.newborn) if first else None,
            "place": last.place if last else None,
            "mode": last.mode if last else None,
            "presentation": None,
            "onset": None,
            "previous_caesarean": None,
            "care_wanted": self.facts.preferences.maternity_care,
            "hours_indicated": self.family.hours_indicated,
            "care_over": self.family.care_over,
            "watched_days": max(0, min(WATCHED_DAYS, passed)) if self.births else 0,
        }

    def _gestation(self, slot: str) -> int | None:
        birth = self.births[slot]
        if birth.gestation:
            return gestation.parse(birth.gestation)
        return gestation.gestation_days(self.view.due, local_day(birth.born_at, self.family.zone))

    def _newborns(self) -> Iterator[dict[str, Any]]:
        for slot, birth in self.births.items():
            death = self.view.deaths.get(slot)
            known = (self.family.children or {}).get(slot, f"{self.family.pregnancy}/{slot}")
            yield {
                "newborn": self.names.of("person", known),
                "slot": slot,
                "outcome": birth.outcome,
                "born_minute": (birth.born_at - self.anchor) // MINUTE,
                "gestation_days": self._gestation(slot),
                "weight_g": birth.weight_g,
                "mode": birth.mode,
                "place": birth.place,
                "intensive": slot in self.view.intensive,
                "death_day": (death - birth.born_at).days if death and birth.outcome == "live" else None,
            }

    def _contacts(self) -> Iterator[dict[str, Any]]:
        for contact in standing(self.facts.contacts, self.facts.retracted):
            if contact.at <= self.now:
                yield {
                    "kind": contact.kind,
                    "role": contact.by,
                    "held": contact.outcome == "held",
                    **self._at(contact.at),
                }

    def _stays(self) -> Iterator[dict[str, Any]]:
        for slot, goings in self.view.homeward.items():
            told = [each.at for each in goings if not each.planned and each.at <= self.now]
            for number, at in enumerate(told, 1):
                yield {"slot": slot, "event": "discharge", "number": number, **self._at(at)}
        for slot, moments in self.view.back.items():
            for number, at in enumerate((each for each in moments if each <= self.now), 1):
                yield {"slot": slot, "event": "readmission", "number": number, **self._at(at)}

    def _screenings(self) -> Iterator[dict[str, Any]]:
        for outcome, found in (("done", self.view.screened), ("refused", self.view.refused)):
            for (screening, slot), at in found.items():
                yield {"slot": slot, "screening": screening, "outcome": outcome, **self._at(at)}

    def _care_days(self) -> Iterator[dict[str, Any]]:
        for day, hours, carer in self.family.care_days:
            yield {"carer": self.names.of("carer", carer), "hours": hours, "day": (day - self.day).days}

    def _feeding(self) -> Iterator[dict[str, Any]]:
        for (slot, day), breast_only in (self.family.feeding or {}).items():
            yield {"slot": slot, "day": (day - self.day).days, "breast_only": breast_only}

    def _gaps(self) -> Iterator[dict[str, Any]]:
        for each in self.activities:
            if each.gap is not None and self.births and each.promise.obligation != "proposed":
                begun, until = each.gap
                yield {
                    "slot": each.promise.subject,
                    "activity": each.promise.card.activity,
                    "day": (local_day(begun, self.family.zone) - self.day).days,
                    "closed": until is not None,
                }


def _years(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _in_order(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Always in the same order, so that the same facts have the same fingerprint."""
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
