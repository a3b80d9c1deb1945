"""May this value be written? Impossible ones are refused; unusual ones ask why."""

from __future__ import annotations

from math import isfinite
from typing import Any

from ..kernel.errors import ImpossibleFact
from ..warning.chart import Mistaken
from .observable import MOST_CHARACTERS, Observable, fits

REASON = "reason"  # the field of the refusal that only a reason lifts
# What the charts say that a value looks like (`looks_like`), each as a whole sentence that a page can translate.
SENTENCES = {
    "degrees Fahrenheit": "this looks like degrees Fahrenheit",
    "kilograms": "this looks like kilograms",
    "kilopascal or centimetres of mercury": "this looks like kilopascal or centimetres of mercury",
    "a fraction": "this looks like a fraction",
    "milligrams per decilitre": "this looks like milligrams per decilitre",
    "micromoles per litre": "this looks like micromoles per litre",
}


def check(observable: Observable, value: Any, reason: str = "") -> None:
    """Nothing, if the value may be written. Raises ImpossibleFact on the field of the observable for one of another
    kind, one that cannot be, or one that looks like another unit; on the field `reason` for an unusual one that nobody
    explained."""
    name = observable.id
    if isinstance(value, float) and not isfinite(value):
        raise ImpossibleFact(name, "this is not a number", "Type it again")
    if not fits(observable, value):
        raise _of_another_kind(observable)
    if observable.hard is None:
        return
    for mistaken in observable.hard.mistaken:
        if mistaken.lowest <= value <= mistaken.highest and not (mistaken.unless and reason.strip()):
            raise _in_another_unit(observable, mistaken)
    if not observable.hard.hold(value):
        raise ImpossibleFact(
            name,
            "this cannot be: it lies outside %(lowest)s to %(highest)s",
            "Check the value and its unit",
            lowest=_written(observable.hard.lowest),
            highest=_written(observable.hard.highest),
        )
    if observable.soft is not None and not observable.soft.hold(value) and not reason.strip():
        raise ImpossibleFact(
            REASON,
            "this lies outside what is usual (%(lowest)s to %(highest)s)",
            "Check the value; if it is right, say why in a few words",
            lowest=_written(observable.soft.lowest),
            highest=_written(observable.soft.highest),
        )


def _of_another_kind(observable: Observable) -> ImpossibleFact:
    name = observable.id
    if observable.kind == "yes_no":
        return ImpossibleFact(name, "this is neither yes nor no", "Say yes or no")
    if observable.kind == "choice":
        return ImpossibleFact(name, "this is not one of the answers", "Choose one of them")
    if observable.kind == "words":
        return ImpossibleFact(
            name,
            "there are no words here, or too many",
            "Write at most %(most)s characters",
            most=MOST_CHARACTERS,
        )
    if observable.kind == "count":
        return ImpossibleFact(name, "this is not a whole number", "Count, and give a whole number")
    return ImpossibleFact(name, "this is not a number", "Give a number")


def _in_another_unit(observable: Observable, mistaken: Mistaken) -> ImpossibleFact:
    """Names the other unit; where the value can be meant, a reason says so."""
    name, unit = observable.id, observable.unit
    problem = SENTENCES[mistaken.looks_like]
    if mistaken.unless is not None:
        return ImpossibleFact(
            name, problem, "Give it in %(unit)s; if it is meant, say so in a few words", unit=unit
        )
    return ImpossibleFact(name, problem, "Give it in %(unit)s", unit=unit)


def _written(limit: float | None) -> str:
    return "…" if limit is None else f"{limit:g}"
