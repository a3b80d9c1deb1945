"""What the resources say was measured or seen. What cannot be, or is not of a living child, is kept and not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kraamkring.core.exchange.dialects.reading import Told
from kraamkring.core.facts import Birth, Death
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.observing import REASON, Newborn, Observable, Value, beside_birth, check
from kraamkring.core.observing.pairs import DIASTOLIC, SYSTOLIC
from kraamkring.flows.foreign_record import ForeignSeen
from kraamkring.packs.observations import observables, warning_charts

from .tables import Telling, became

AS_TOLD = "as the source says"  # why an unusual value was written: nobody here measured it


def seen_in(telling: Telling, births: Mapping[str, Birth], deaths: Sequence[Death]) -> Iterator[ForeignSeen]:
    """Each with a name of its own, the same whenever it is exported; of a visit, if that became part of the record
    before."""
    died = {death.who: death.at for death in deaths}
    for resource, told in telling.things("observation"):
        who, at = told.fields["who"], told.fields["at"]
        birth = births.get(who)
        if who != "mother" and (birth is None or birth.outcome != "live" or at.at < birth.born_at):
            continue
        if who in died and at.at > died[who]:
            continue
        values = _fitting(told, _newborn(birth))
        dropped = {name: None for name in told.fields if name in observables() and name not in values}
        visit = str(told.fields.get("visit", ""))
        visit = visit if visit in telling.visits else ""
        for what, (value, reason) in values.items():
            yield ForeignSeen(
                name=f"observations/{resource.name}/{what}",
                who=who,
                what=what,
                value=value,
                at=at.at,
                reason=reason,
                day_only=at.day_only,
                visit=visit,
            )
        if values:
            became(told, f"observations/{resource.name}", **dropped, visit=visit or None)


def _fitting(told: Told, child: Newborn | None) -> dict[str, tuple[Value, str]]:
    """The values that can be, each with why it was written where it is unusual."""
    found: dict[str, tuple[Value, str]] = {}
    for what, value in told.fields.items():
        observable = observables().get(what)
        if observable is None or (observable.about == "mother") == (told.fields["who"] != "mother"):
            continue
        if (reason := _accepted(observable, value, child)) is not None:
            found[what] = (value, reason)
    upper, lower = found.get(SYSTOLIC), found.get(DIASTOLIC)
    if upper and lower and float(upper[0]) <= float(lower[0]):
        del found[SYSTOLIC], found[DIASTOLIC]
    return found


def _accepted(observable: Observable, value: Value, child: Newborn | None) -> str | None:
    """Empty for a usual value, a reason for an unusual one, None for one that cannot be."""
    fitted = beside_birth(observable, child, warning_charts().charts)
    try:
        check(fitted, value)
    except ImpossibleFact as refused:
        return AS_TOLD if refused.field == REASON else None
    return ""


def _newborn(birth: Birth | None) -> Newborn | None:
    if birth is None:
        return None
    return Newborn(
        slot=birth.newborn,
        born_at=birth.born_at,
        weight_g=birth.weight_g,
        gestation=birth.gestation,
        caesarean=birth.mode == "caesarean",
    )
