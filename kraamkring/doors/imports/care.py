"""What the resources say of care given: contacts and screenings. Of a day without a time none is made, unless asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kraamkring.core.facts import Birth, Contact, Screening

from . import codes
from .course import observations
from .family import Family
from .moments import day_in, instant_in
from .network import Carers
from .references import Given
from .tree import Node, take

NOON = time(12)


class Care:
    """Reads contacts and screenings. noon: a day without a time counts as its noon, because the importing person says
    so."""

    def __init__(
        self, given: Given, family: Family, births: Mapping[str, Birth], zone: ZoneInfo, *, noon: bool
    ) -> None:
        self.given, self.family, self.births = given, family, births
        self.zone, self.noon = zone, noon

    def contacts(self, carers: Carers) -> Iterator[Contact]:
        """What was held, by somebody whose role is known."""
        for each in self.given.of("Encounter"):
            node = each.node
            slot = self.family.slot_of(self.given.patient_of(each))
            begin = node.one("period.start")
            at = self._moment(begin)
            carer = next(
                (
                    found
                    for person in node.all("participant.individual")
                    if (found := carers.meant_by(person, each))
                ),
                None,
            )
            if not slot or node.text("status") != "finished" or at is None or carer is None:
                continue
            kind = self._kind(node, at, carer.role)
            if kind and (slot == "mother" or (slot in self.births and at >= self.births[slot].born_at)):
                name = f"contacts/{each.name}"
                used = (
                    "class",
                    "type",
                    "subject",
                    "status",
                )  # by whom in person is kept: the contact says the role
                take(name, begin, *(found for path in used for found in node.all(path)))
                yield Contact(id=name, kind=kind, at=at, by=carer.role, who=(slot,))

    def screenings(self) -> Iterator[Screening]:
        """What is said to be done, of a child whose birth was taken over."""
        for slot, birth in self.births.items():
            for code, kind in ((codes.BLOOD_SPOT, "blood_spot"), (codes.HEARING, "hearing")):
                for each in observations(self.given, self.family, slot, (code,)):
                    node = each.node
                    done, begin = node.one("valueBoolean"), node.one("effectiveDateTime")
                    at = self._moment(begin)
                    if done is None or done.value != "true" or at is None or at < birth.born_at:
                        continue
                    name = f"screenings/{each.name}"
                    take(name, done, begin, node.one("code"), node.one("subject"), node.one("status"))
                    screening: Any = kind
                    yield Screening(id=name, screening=screening, newborn=slot, at=at, outcome="done")

    def _kind(self, node: Node, at: datetime, role: str) -> Any:
        """The kind of a contact: by its type, else a visit at home after the birth, or a consultation before it."""
        for system, code, _coding in codes.coded(node, "type"):
            if system.endswith(codes.SNOMED) and code in codes.CONTACTS:
                return codes.CONTACTS[code]
        place = node.text("class.code")
        born = [birth.born_at for birth in self.births.values()]
        if place == codes.AT_HOME and born and at >= min(born):
            return "home_visit"
        before = not born or at < min(born)
        return (
            "prenatal"
            if before and place == codes.AMBULATORY and role in ("midwife", "gp", "gynaecologist")
            else ""
        )

    def _moment(self, said: Node | None) -> datetime | None:
        text = (said.value or "") if said else ""
        at, day = instant_in(text), day_in(text)
        if at is None and self.noon and day is not None and text == day.isoformat():
            return _noon(day, self.zone)
        return at


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, NOON, tzinfo=zone).astimezone(UTC)
