"""Whether a resource has the shape that FHIR R4 says: its elements, their types, how many, and with which codes.

Rules: hl7.org/fhir/R4/datatypes.html (patterns of primitives) and the tables of definitions. Invariants, slices of
profiles and value sets that are no lists are not looked at; `$validate` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from .definitions import Definitions, Element

DEEPEST = 40  # levels; our choice: of the 150 published examples none has more than 14
MOST_FAULTS = 20  # that are told at once
LONGEST_NUMBER = 18  # digits: what FHIR asks to be kept of a decimal
DAY = r"([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]{1,9})?"
ZONE = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
MONTH, IN_MONTH = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12][0-9]|3[01])"
# What each primitive looks like as text; of those that are not here, any text will do.
PATTERNS = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "id": r"[A-Za-z0-9\-.]{1,64}",
        "code": r"[^\s]+( [^\s]+)*",
        "uri": r"\S*",
        "url": r"\S*",
        "canonical": r"\S*",
        "oid": r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+",
        "uuid": r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "date": rf"{DAY}(-{MONTH}(-{IN_MONTH})?)?",
        "dateTime": rf"{DAY}(-{MONTH}(-{IN_MONTH}(T{TIME}{ZONE})?)?)?",
        "instant": rf"{DAY}-{MONTH}-{IN_MONTH}T{TIME}{ZONE}",
        "time": TIME,
        "base64Binary": r"(\s*[0-9A-Za-z+/=]){4,}\s*",
    }.items()
}
BLANKS = " \t\r\n"  # those of XML: what R4 means by whitespace
NUMBERS = {"integer": (-(2**31), 2**31 - 1), "positiveInt": (1, 2**31 - 1), "unsignedInt": (0, 2**31 - 1)}
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


class Fault(NamedTuple):
    """code: of the value set issue-type. where: the FHIRPath of the element."""

    code: str
    said: str
    where: str


class Unshaped(Exception):
    """It has not the shape of a resource. faults: the first of what is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].said)
        self.faults = faults


def require_shape(sent: Any, known: Definitions) -> None:
    """Raises Unshaped unless this is a resource of R4."""
    faults = tuple(fault for _n, fault in zip(range(MOST_FAULTS), faults_of(sent, known), strict=False))
    if faults:
        raise Unshaped(faults)


def faults_of(sent: Any, known: Definitions) -> Iterator[Fault]:
    """Each thing that is not as R4 says, as far as the tables know."""
    if not isinstance(sent, dict) or not known.is_resource(sent.get("resourceType")):
        yield Fault(
            "structure", "this is no resource of FHIR R4", "resourceType" if isinstance(sent, dict) else ""
        )
        return
    yield from _Looking(known).resource(sent, sent["resourceType"], 0)


@dataclass(frozen=True)
class _Looking:
    known: Definitions

    def resource(self, sent: Any, where: str, depth: int) -> Iterator[Fault]:
        if not isinstance(sent, dict) or not self.known.is_resource(sent.get("resourceType")):
            yield Fault("structure", "this is no resource of FHIR R4", where)
            return
        rest = {name: value for name, value in sent.items() if name != "resourceType"}
        yield from self.elements(rest, sent["resourceType"], where, depth)

    def elements(self, sent: dict[str, Any], path: str, where: str, depth: int) -> Iterator[Fault]:
        if depth > DEEPEST:
            yield Fault("too-long", "this goes too deep", where)
            return
        shape = self.known.shapes[path]
        for name in sent:
            element = shape.get(name.removeprefix("_"))
            if element is None or (name.startswith("_") and not self.known.is_primitive(element.type)):
                yield Fault("structure", f"R4 has no such element in {path}", _at(where, name))
        seen: dict[str, int] = {}
        for name, element in shape.items():
            if name in sent or f"_{name}" in sent:
                seen[element.choice or name] = seen.get(element.choice or name, 0) + 1
                yield from self.element(sent, element, f"{where}.{name}", depth)
        for element in {each.choice or each.name: each for each in shape.values()}.values():
            many = seen.get(element.choice or element.name, 0)
            if element.least and not many:
                yield Fault("required", "this must be there", f"{where}.{element.choice or element.name}")
            if many > 1:
                yield Fault("structure", "this is there in more than one type", f"{where}.{element.choice}")

    def element(self, sent: dict[str, Any], element: Element, where: str, depth: int) -> Iterator[Fault]:
        value, about = sent.get(element.name), sent.get(f"_{element.name}")
        if element.many:
            for each in (value, about):
                if each is not None and not (isinstance(each, list) and each):
                    yield Fault("structure", "this is a list, and not an empty one", where)
                    return
            values, beside = value or [], about or []
            for index in range(max(len(values), len(beside))):
                one = values[index] if index < len(values) else None
                more = beside[index] if index < len(beside) else None
                yield from self.one(one, more, element, f"{where}[{index}]", depth)
        elif isinstance(value, list) or isinstance(about, list):
            yield Fault("structure", "this is no list", where)
        else:
            yield from self.one(value, about, element, where, depth)

    def one(self, value: Any, about: Any, element: Element, where: str, depth: int) -> Iterator[Fault]:
        if about is not None:
            if isinstance(about, dict):
                yield from self.elements(about, "Element", where, depth + 1)
            else:
                yield Fault("structure", "this is an object with id or extensions", where)
        if value is None:
            if about is None:
                yield Fault("structure", "there is no value", where)
        elif element.type == "Resource":
            yield from self.resource(value, where, depth + 1)
        elif self.known.is_primitive(element.type):
            yield from self.primitive(value, element, where)
        elif isinstance(value, dict) and value:
            yield from self.elements(value, element.path, where, depth + 1)
        else:
            yield Fault(
                "structure", f"this is an object of the type {element.type}, and not an empty one", where
            )

    def primitive(self, value: Any, element: Element, where: str) -> Iterator[Fault]:
        if not _fits(value, element.type):
            yield Fault("value", f"this is no {element.type}", where)
        elif element.bound and value not in self.known.codes.get(element.bound, (value,)):
            yield Fault("code-invalid", f"this is no code of {element.bound}", where)


def _fits(value: Any, type: str) -> bool:
    if type == "boolean":
        return isinstance(value, bool)
    if type == "decimal":
        return _is_number(value) and abs(value) < 10**LONGEST_NUMBER
    if type in NUMBERS:
        least, most = NUMBERS[type]
        return _is_number(value) and isinstance(value, int) and least <= value <= most
    if not isinstance(value, str) or not value.strip(BLANKS) or NOT_STORABLE.search(value):
        return False
    pattern = PATTERNS.get(type)
    return (pattern is None or bool(pattern.fullmatch(value))) and _is_a_day(value, type)


def _is_a_day(value: str, type: str) -> bool:
    """No 30 February: a pattern cannot say it."""
    if type not in ("date", "dateTime", "instant") or len(value) < len("2026-10-05"):
        return True
    try:
        date.fromisoformat(value[:10])
        return "T" not in value or bool(datetime.fromisoformat(value[:19].replace(":60", ":59")))
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(where: str, name: str) -> str:
    """The path of an element that R4 does not have; what was typed in place of a name is not repeated."""
    return f"{where}.{name}" if re.fullmatch(r"_?[A-Za-z][A-Za-z0-9]{0,63}", name) else where
