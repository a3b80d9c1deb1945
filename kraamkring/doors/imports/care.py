"""What the resources say of care given: contacts and screenings. Of a day without a time none is made, unless asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, get_args

from kraamkring.core.exchange.dialects.conversions import Moment
from kraamkring.core.facts import Birth, Contact, Screening
from kraamkring.core.facts.model import Precision, ScreeningKind

from . import codes
from .network import Carers
from .tables import Telling, became, name_of_visit


class Care:
    """Reads contacts and screenings, of children whose birth was taken over."""

    def __init__(self, telling: Telling, births: Mapping[str, Birth]) -> None:
        self.telling, self.births = telling, births

    def contacts(self, carers: Carers) -> Iterator[Contact]:
        """What was held, by somebody whose role is known."""
        for resource, told in self.telling.of("contact"):
            slot, at = told.fields["who"], told.fields["at"]
            carer = next(
                (
                    found
                    for person in resource.node.all("participant.individual")
                    if (found := carers.meant_by(person, resource))
                ),
                None,
            )
            role: Any = carer.role if carer is not None else told.fields.get("by")
            if role is None:
                continue
            kind = told.fields.get("kind") or self._kind(str(told.fields.get("class", "")), at.at, role)
            if kind and (slot == "mother" or (slot in self.births and at.at >= self.births[slot].born_at)):
                name = name_of_visit(resource)
                self.telling.visits.add(name)
                became(told, name, kind=kind)
                contact: Any = kind
                yield Contact(id=name, kind=contact, at=at.at, by=role, who=(slot,), precision=precision(at))

    def screenings(self) -> Iterator[Screening]:
        """What is said to be done."""
        for resource, told in self.telling.things("screening"):
            at, slot = told.fields["at"], told.fields["who"]
            kind: Any = next(each for each in get_args(ScreeningKind) if each in told.fields)
            if slot not in self.births or not told.fields[kind] or at.at < self.births[slot].born_at:
                continue
            name = f"screenings/{resource.name}"
            became(told, name)
            yield Screening(
                id=name, screening=kind, newborn=slot, at=at.at, outcome="done", precision=precision(at)
            )

    def _kind(self, place: str, at: datetime, role: str) -> str:
        """The kind of a contact that does not say it: a visit at home after the birth, or a consultation before it."""
        born = [birth.born_at for birth in self.births.values()]
        if place == codes.AT_HOME and born and at >= min(born):
            return "home_visit"
        before = not born or at < min(born)
        return (
            "prenatal"
            if before and place == codes.AMBULATORY and role in ("midwife", "gp", "gynaecologist")
            else ""
        )


def precision(at: Moment) -> Precision | None:
    """`day` where only the day is known."""
    return "day" if at.day_only else None
