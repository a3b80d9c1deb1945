"""An Observation from outside, understood: what of ours it is, of whom, and when. Nothing of it is dropped in silence:
an element that would be lost is refused by its name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard
from uuid import UUID

from ..kernel.errors import ImpossibleFact
from ..kernel.moments import instant
from ..observing import Observable
from .asking import as_uuid
from .observation import CODES, UNITS
from .resource import Json
from .systems import ANSWERS, OBSERVABLES, SNOMED

# What we say ourselves about an Observation, or what says nothing about it: taken, and not kept as it came.
OURS_TO_SAY = {
    "resourceType",
    "id",
    "meta",
    "text",
    "language",
    "category",
    "issued",
    "identifier",
    "performer",
}
READ = {"status", "code", "subject", "effectiveDateTime", "note"}
VALUES = {"valueQuantity", "valueCodeableConcept", "valueString", "valueBoolean", "valueInteger"}
FINAL = ("final", "amended", "corrected")
WRONG = "entered-in-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """about: the person. codes: of the observables that it may be, one for mothers and one for children at most.
    value: as it came; None: it is taken back. number: of whoever sent it, so that the same comes in once."""

    about: UUID
    codes: Collection[tuple[str, str]]
    elements: Json
    at: datetime
    note: str
    taken_back: bool
    number: str


def take(sent: Json) -> Taken:
    """What was sent. Raises ImpossibleFact with the element that cannot be taken."""
    if sent.get("resourceType") != "Observation":
        raise _wrong("resourceType", "this is not an Observation")
    for name in sent:
        if name not in OURS_TO_SAY | READ | VALUES:
            raise _wrong(name, "this element would be lost")
    status = sent.get("status")
    if status not in (*FINAL, WRONG):
        raise _wrong("status", "only what is final is taken")
    about = as_uuid(subject_in(sent))
    if about is None:
        raise _wrong("subject", "this names no Patient of ours")
    when = sent.get("effectiveDateTime")
    if not isinstance(when, str):
        raise _wrong("effectiveDateTime", "it does not say when it was seen")
    numbers = [f"{system}|{value}" for system, value in numbers_in(sent)]
    return Taken(
        about=about,
        codes=codes_in(sent),
        elements=sent,
        at=instant(when, "effectiveDateTime"),
        note=notes_in(sent),
        taken_back=status == WRONG,
        number=numbers[0] if numbers else "",
    )


def subject_in(sent: Json) -> str:
    """The id of the Patient that it is about, as it was written; empty for anything else."""
    reference = _at(sent, "subject", "reference")
    return reference.removeprefix("Patient/") if isinstance(reference, str) else ""


def codes_in(sent: Json) -> list[tuple[str, str]]:
    """What it says it is: each code with its system."""
    return [(each.get("system", ""), each.get("code", "")) for each in _dicts(_at(sent, "code", "coding"))]


def notes_in(sent: Json) -> str:
    """Its notes, one after another."""
    notes = [each.get("text", "") for each in _dicts(sent.get("note"))]
    return " ".join(str(note) for note in notes if note)


def numbers_in(sent: Json) -> list[tuple[str, str]]:
    """The numbers that it has elsewhere: each with the system that gave it."""
    return [
        (str(each.get("system", "")), str(each.get("value", ""))) for each in _dicts(sent.get("identifier"))
    ]


def observable_of(taken: Taken, known: Collection[Observable], who: str) -> Observable:
    """What of ours it is, for a mother or a child. Raises ImpossibleFact where no code is known, or more than one."""
    kind = "mother" if who == "mother" else "newborn"
    found = [
        each
        for each in known
        if each.about == kind
        and (
            (OBSERVABLES, each.id) in taken.codes
            or tuple(CODES.get(each.id, ("", "", ""))[:2]) in taken.codes
        )
    ]
    if len(found) != 1:
        raise _wrong("code", "this is not observed of this person")
    return found[0]


def value_of(taken: Taken, observable: Observable) -> float | int | str | bool | None:
    """The value in our unit; None where it is taken back. Raises ImpossibleFact for another kind of value or unit."""
    if taken.taken_back:
        return None
    given = [name for name in taken.elements if name in VALUES]
    if len(given) != 1:
        raise _wrong("value[x]", "there is no value, or more than one")
    name, value = given[0], taken.elements[given[0]]
    if observable.kind == "yes_no" and name == "valueBoolean" and isinstance(value, bool):
        return value
    if observable.kind == "words" and name == "valueString" and isinstance(value, str):
        return value
    if observable.kind == "choice" and name == "valueCodeableConcept":
        return _choice(observable, value)
    if observable.kind in ("number", "count") and name == "valueQuantity":
        return _number(observable, value)
    if observable.kind == "count" and name == "valueInteger" and _is_number(value):
        return int(value)
    raise _wrong(name, "this is another kind of value than is observed here")


def _choice(observable: Observable, value: Any) -> str:
    codes = {(each.get("system"), each.get("code")) for each in _dicts(_at({"v": value}, "v", "coding"))}
    for choice in observable.choices:
        own = (ANSWERS, f"{observable.id}.{choice.id}")
        if own in codes or (choice.code and (SNOMED, choice.code) in codes):
            return choice.id
    raise _wrong("valueCodeableConcept", "this is none of the answers")


def _number(observable: Observable, value: Any) -> float | int:
    number = value.get("value") if isinstance(value, dict) else None
    if not _is_number(number) or "comparator" in value:
        raise _wrong("valueQuantity", "this is not a number")
    unit = value.get("code") or value.get("unit") or ""
    if unit not in (UNITS.get(observable.unit, ""), observable.unit):
        raise _wrong("valueQuantity", "this is another unit than is observed here")
    whole = observable.kind == "count" and float(number) == int(number)
    return int(number) if whole else float(number)


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(sent: Json, name: str, inner: str) -> Any:
    outer = sent.get(name)
    return outer.get(inner) if isinstance(outer, dict) else None


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _wrong(element: str, said: str) -> ImpossibleFact:
    return ImpossibleFact(element, said, "Leave it out, or send it in another way")
