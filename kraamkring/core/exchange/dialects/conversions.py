"""The named conversions of the tables, each both ways: an element of the source, a value of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ...kernel.gestation import LONGEST_DAYS, notation, parse
from .cards import Coding, Dialect, Row
from .moments import day_in, instant_in
from .tree import Node

A_WALL_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")  # without an offset


class Moment(NamedTuple):
    """When something was. day_only: only the day is known, and `at` is what stands for it."""

    at: datetime
    day_only: bool = False


def nobody(_kind: str, _of: Node | str) -> str:
    """Where nobody outside the resource is known."""
    return ""


@dataclass(frozen=True)
class Speaking:
    """What a conversion needs to know besides the element. noon: at which instant a day counts as held, None if it does
    not count. who: of a kind of reference and one of the source, whom it means under our names (`mother`, the name of a
    contact), empty if nobody here. address: the other way, how she is referred to, empty if she is not told."""

    dialect: Dialect
    zone: tzinfo
    noon: Callable[[date], datetime] | None = None
    who: Callable[[str, Node], str] = nobody
    address: Callable[[str, str], str] = nobody


Read = Callable[[Node, Row, Speaking], Any]
Write = Callable[[Node, Any, Row, Speaking], bool]


def _read_text(node: Node, _row: Row, _in: Speaking) -> Any:
    return node.value or None


def _write_text(node: Node, value: Any, _row: Row, _in: Speaking) -> bool:
    node.value = str(value)
    return True


def _read_day(node: Node, _row: Row, _in: Speaking) -> Any:
    return day_in(node.value or "")


def _write_day(node: Node, value: Any, _row: Row, _in: Speaking) -> bool:
    node.value = value.isoformat()
    return True


def _read_moment(node: Node, _row: Row, speaking: Speaking) -> Any:
    text = node.value or ""
    at, day = instant_in(text), day_in(text)
    if at is not None:
        return Moment(at)
    if speaking.noon is not None and day is not None and text == day.isoformat():
        return Moment(speaking.noon(day), day_only=True)
    return None


def _write_moment(node: Node, value: Any, _row: Row, speaking: Speaking) -> bool:
    at = value.at.astimezone(speaking.zone)
    node.value = at.date().isoformat() if value.day_only else at.isoformat()
    return True


def _read_local(node: Node, row: Row, speaking: Speaking) -> Any:
    """A time on the wall clock of the dialect; None for one that the clock skipped or showed twice."""
    text = node.value or ""
    if A_WALL_CLOCK.fullmatch(text) is None:
        return _read_moment(node, row, speaking)
    try:
        said = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(speaking.dialect.zone))
    except ValueError:
        return None
    at = said.astimezone(UTC)
    doubled = said.utcoffset() != said.replace(fold=1).utcoffset()
    return None if doubled or at.astimezone(said.tzinfo) != said else Moment(at)


def _write_local(node: Node, value: Any, _row: Row, speaking: Speaking) -> bool:
    at = value.at.astimezone(ZoneInfo(speaking.dialect.zone))
    node.value = at.date().isoformat() if value.day_only else at.replace(tzinfo=None).isoformat()
    return True


def number_of(text: str) -> int | float | None:
    """The number of a text, whole where it is; None if it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    if not found.is_finite():
        return None
    return int(found) if found == found.to_integral_value() else float(found)


def _read_number(node: Node, _row: Row, _in: Speaking) -> Any:
    return number_of(node.value or "")


def _write_number(node: Node, value: Any, _row: Row, _in: Speaking) -> bool:
    node.value = str(int(value)) if value == int(value) else repr(float(value))
    return True


def _read_yes(node: Node, _row: Row, _in: Speaking) -> Any:
    return {"true": True, "false": False}.get(node.value or "")


def _write_yes(node: Node, value: Any, _row: Row, _in: Speaking) -> bool:
    node.value = "true" if value else "false"
    return True


def codings_of(node: Node) -> list[Coding]:
    """The codings of an element, whether it is a concept, a coding, or a bare code."""
    held = node.all("coding") or ([node] if node.one("code") is not None else [])
    if held:
        return [Coding(each.text("system"), each.text("code"), each.text("display")) for each in held]
    return [Coding("", node.value)] if node.value else []


def same_system(one: str, other: str) -> bool:
    """Whether two addresses name one system, with or without `https://` and a last stroke."""
    return _plain(one) == _plain(other)


def _plain(system: str) -> str:
    return system.removeprefix("http://").removeprefix("https://").rstrip("/")


def _read_codes(node: Node, row: Row, speaking: Speaking) -> Any:
    table = speaking.dialect.codes[row.codes]
    known = {**{text: ours for ours, text in table.both.items()}, **_understood(table.read)}
    meanings = set()
    for said in codings_of(node):
        for text, ours in known.items():
            coding = speaking.dialect.coding(text)
            if said.code == coding.code and (not said.system or same_system(said.system, coding.system)):
                meanings.add(ours)
    return meanings.pop() if len(meanings) == 1 else None


def _understood(read: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {text: ours for ours, texts in read.items() for text in texts}


def _write_codes(node: Node, value: Any, row: Row, speaking: Speaking) -> bool:
    table = speaking.dialect.codes[row.codes]
    text = table.both.get(str(value)) or table.write.get(str(value))
    if text is None:
        return False
    put_coding(node, speaking.dialect.coding(text), row.form)
    return True


def put_coding(node: Node, coding: Coding, form: str = "concept") -> None:
    """Writes a code as a concept, a coding or a bare code."""
    if form == "code":
        node.value = coding.code
        return
    holder = node
    if form == "concept":
        holder = Node("coding")
        node.children.append(holder)
    for name, said in (("system", coding.system), ("code", coding.code), ("display", coding.display)):
        if said:
            holder.children.append(Node(name, said))


def _read_quantity(node: Node, row: Row, speaking: Speaking) -> Any:
    table = speaking.dialect.units[row.units]
    many = number_of(node.text("value"))
    unit = node.text("code") or node.text("unit")
    if many is None or node.one("comparator") is not None:
        return None
    if unit == table.code:
        return many
    factor = table.read.get(unit)
    return None if factor is None else number_of(str(Decimal(str(many)) * Decimal(str(factor))))


def _write_quantity(node: Node, value: Any, row: Row, speaking: Speaking) -> bool:
    table = speaking.dialect.units[row.units]
    number = Node("value")
    _write_number(number, value, row, speaking)
    node.children.append(number)
    if table.code:
        system = speaking.dialect.systems["ucum"]
        said = (("unit", table.unit), ("system", system), ("code", table.code))
        node.children += [Node(name, text) for name, text in said]
    return True


IN_DAYS = {"d": 1, "wk": 7}


def _read_gestation(node: Node, _row: Row, _in: Speaking) -> Any:
    many, unit = number_of(node.text("value")), IN_DAYS.get(node.text("code"))
    days = many * unit if many is not None and unit else None
    return (
        notation(int(days)) if days is not None and days == int(days) and 0 <= days <= LONGEST_DAYS else None
    )


def _write_gestation(node: Node, value: Any, _row: Row, speaking: Speaking) -> bool:
    said = (
        ("value", str(parse(value))),
        ("unit", "d"),
        ("system", speaking.dialect.systems["ucum"]),
        ("code", "d"),
    )
    node.children += [Node(name, text) for name, text in said]
    return True


def _read_reference(node: Node, row: Row, speaking: Speaking) -> Any:
    return speaking.who(row.by, node) or None


def _write_reference(node: Node, value: Any, row: Row, speaking: Speaking) -> bool:
    address = speaking.address(row.by, str(value))
    if address:
        node.children.append(Node("reference", address))
    return bool(address)


_REFERENCE: tuple[Read, Write] = (_read_reference, _write_reference)
CONVERSIONS: Mapping[str, tuple[Read, Write]] = {
    "text": (_read_text, _write_text),
    "day": (_read_day, _write_day),
    "moment": (_read_moment, _write_moment),
    "local": (_read_local, _write_local),
    "number": (_read_number, _write_number),
    "yes": (_read_yes, _write_yes),
    "codes": (_read_codes, _write_codes),
    "quantity": (_read_quantity, _write_quantity),
    "gestation": (_read_gestation, _write_gestation),
    "person": _REFERENCE,
    "pregnancy": _REFERENCE,
    "condition": _REFERENCE,
    "birth": _REFERENCE,
    "visit": _REFERENCE,
    "carer": _REFERENCE,
    "organisation": _REFERENCE,
}
