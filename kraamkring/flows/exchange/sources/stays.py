"""When each of a family was in hospital: from an admission, a readmission, or a birth anywhere but at home, until the
discharge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

from kraamkring.core.exchange.encounter import Contact, Status
from kraamkring.core.exchange.resource import derived_id
from kraamkring.core.facts import Admission, Birth, Readmission
from kraamkring.core.facts.coherence import standing

from ..family import MOTHER, Family
from .chains import Chain, chains

MODULE = "birth_and_stay"


def birth_stay(family: Family, slot: str = MOTHER) -> UUID:
    """The id of the stay that began with the birth: one for each person, also of twins' mother."""
    return derived_id(family.episode.pk, f"Encounter/birth/{slot}")


def stays(family: Family) -> Iterator[Contact]:
    """Each stay of each person. One that nothing speaks of any more stays, as what was a mistake."""
    for admission in chains(family, lambda facts: facts.admissions):
        yield from _coming(family, admission, "admission", admission.said.ward or "")
    for readmission in chains(family, lambda facts: facts.readmissions):
        yield from _coming(family, readmission, "readmission", "")
    for slot in family.persons:
        yield from _of_birth(family, slot)


def _coming(
    family: Family, coming: Chain[Admission] | Chain[Readmission], because: str, ward: str
) -> Iterator[Contact]:
    for slot in dict.fromkeys(chain.from_iterable(each.who for each in coming.versions)):
        if slot in family.persons:
            stands = coming.stands is not None and slot in coming.stands.who
            id = derived_id(coming.id, f"Encounter/{slot}")
            yield _stay(family, slot, id, because, coming.said.at, stands, ward=ward)


def _of_birth(family: Family, slot: str) -> Iterator[Contact]:
    births = [
        each
        for each in chains(family, lambda facts: facts.births)
        if any(_begins_a_stay(said, slot) for said in each.versions)
    ]
    if births:
        stand = [each.stands for each in births if each.stands and _begins_a_stay(each.stands, slot)]
        at = min(said.born_at for said in (stand or [each.said for each in births]))
        yield _stay(family, slot, birth_stay(family, slot), "birth", at, bool(stand))


def _begins_a_stay(birth: Birth, slot: str) -> bool:
    mine = slot == MOTHER or (slot == birth.newborn and birth.outcome == "live")
    return mine and birth.place != "home"


def _stay(
    family: Family, slot: str, id: UUID, because: str, start: datetime, stands: bool, ward: str = ""
) -> Contact:
    end, moved = _end(family, slot, start)
    status: Status = "finished" if end else "unknown" if moved else "in-progress"
    return Contact(
        id=id,
        episode=family.episode.pk,
        module=MODULE,
        about=family.persons[slot],
        kind="stay",
        status=status if stands else "entered-in-error",
        start=start,
        end=end if stands else None,
        because=because,
        ward=ward,
    )


def _end(family: Family, slot: str, start: datetime) -> tuple[datetime | None, bool]:
    """When this person went home from a stay; None where nobody wrote it down, with whether she came back meanwhile, so
    that it must be over."""
    if family.derived is None:
        return None, False
    facts = family.derived.facts
    home = [
        each.at
        for each in standing(facts.discharges, facts.retracted)
        if slot in each.who and not each.planned and each.at >= start
    ]
    back = [
        each.at
        for each in standing(facts.readmissions, facts.retracted)
        if slot in each.who and each.at > start
    ]
    first, again = min(home, default=None), min(back, default=None)
    if first is not None and (again is None or first <= again):
        return first, False
    return None, again is not None
