"""A form derived: every field filled, missing or impossible, each with a sentence; how much is there, and when due."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from ..kernel.errors import Refusal
from ..kernel.moments import DAY, local_day, start_of_day
from ..kernel.working_days import NO_HOLIDAYS, Holidays, working_day_from
from .card import FormCard, FormField
from .readings import CONDITIONS, READINGS, WAITS, WAYS, Record, Value

State = Literal["filled", "missing", "invalid", "not_asked"]
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Filled:
    """One field about one subject. value: None unless filled. problem: what is wrong, where something is. answered: it
    was said for the form, and is not of the record."""

    slot: str
    field: FormField
    state: State
    value: Value | None = None
    problem: Refusal | None = None
    answered: bool = False

    @property
    def name(self) -> str:
        """`newborn-1.apgarscore1`."""
        return f"{self.slot}.{self.field.item}"


@dataclass(frozen=True, slots=True)
class Form:
    """A form about one birth. due: None where no moment is known, or nobody was born yet."""

    card: FormCard
    fields: tuple[Filled, ...]
    due: datetime | None

    def of(self, *states: State) -> tuple[Filled, ...]:
        """The fields in these states."""
        return tuple(each for each in self.fields if each.state in states)

    @property
    def lacking(self) -> tuple[Filled, ...]:
        """What must be there and is not, or cannot be."""
        return tuple(
            each for each in self.of("missing", "invalid") if each.field.required or each.state == "invalid"
        )

    @property
    def complete(self) -> bool:
        """True if it can be sent."""
        return bool(self.fields) and not self.lacking

    @property
    def completeness(self) -> tuple[int, int]:
        """How many fields are filled, of how many that are asked."""
        return len(self.of("filled")), len(self.fields) - len(self.of("not_asked"))

    @property
    def values(self) -> dict[str, Value]:
        """What is filled, by name; but for who fills it in, so that another who looks changes nothing."""
        return {
            each.name: each.value
            for each in self.of("filled")
            if each.value is not None and not each.field.reads.startswith("notifier.")
        }

    @property
    def hash(self) -> str:
        """SHA-256 of what is filled: the same content has the same hash, whenever it is derived."""
        text = json.dumps([self.card.id, self.values], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def derive(card: FormCard, record: Record, holidays: Holidays = NO_HOLIDAYS) -> Form:
    """The form as the record fills it. Before a birth it has no fields."""
    births = record.births
    if not births:
        return Form(card, (), None)
    record = replace(record, watch=card.watch)
    slots = ("mother", *births)
    fields = tuple(_field(each, slot, record) for slot in slots for each in card.about(slot))
    first = min(each.born_at for each in births.values())
    return Form(card, fields, _due(card, first, record.zone, holidays))


def changed(sent: Mapping[str, Value], form: Form) -> tuple[str, ...]:
    """The names of the fields that have become others since that was sent: changed, come or gone."""
    now = form.values
    return tuple(sorted(name for name in {*sent, *now} if sent.get(name) != now.get(name)))


def checked(field: FormField, said: str, mode: str = "") -> Value:
    """The value that was said for a field. Raises Refusal if it cannot be."""
    if said in field.special:
        return said
    return _CHECKS[field.kind](field, said) if field.item != "deliveryway" else _way(field, said, mode)


def _field(field: FormField, slot: str, record: Record) -> Filled:
    if field.only_if and not CONDITIONS[field.only_if](record, slot):
        return Filled(slot, field, "not_asked")
    read = READINGS[field.reads](record, slot) if field.reads else None
    answer = record.answers.get((slot, field.item), "")
    if read is None and not answer:
        return Filled(slot, field, "missing", problem=_unknown(field, f"{slot}.{field.item}", record))
    mode = record.births[slot].mode if slot in record.births else ""
    try:
        if read is None:
            return Filled(slot, field, "filled", checked(field, answer, mode), answered=True)
        return Filled(slot, field, "filled", _possible(field, read))
    except Refusal as refusal:
        return Filled(
            slot, field, "invalid", problem=refusal.at(f"{slot}.{field.item}"), answered=read is None
        )


def _unknown(field: FormField, name: str, record: Record) -> Refusal:
    if field.reads in WAITS and record.watch:
        days = record.watch.days
        return Refusal(
            name, "this is not known yet", "It follows by itself %(days)s days after the birth", days=days
        )
    if field.said_on_form:
        return Refusal(name, "this is not known yet", "Fill it in on the form")
    return Refusal(name, "this is not known yet", "Write it in the record")


def _possible(field: FormField, value: Value) -> Value:
    if field.kind == "number" and isinstance(value, int):
        return _bounded(field, value)
    if field.codes and value not in field.codes:
        raise Refusal(field.item, "the form does not take this", "Correct it in the record")
    return value


def _bounded(field: FormField, number: int) -> int:
    least, most = field.least or 0, field.most or 0
    if not least <= number <= most:
        remedy = "Give %(least)s to %(most)s"
        raise Refusal(field.item, "this number is outside what can be", remedy, least=least, most=most)
    return number


def _as_number(field: FormField, said: str) -> Value:
    try:
        return _bounded(field, int(said))
    except ValueError as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(field.item, "this is no whole number", "Write it in figures") from None


def _as_code(field: FormField, said: str) -> Value:
    if said not in field.codes:
        raise Refusal(field.item, "the form has no such answer", "Choose one of those it names")
    return said


def _as_codes(field: FormField, said: str) -> Value:
    """Several codes with a space between them, in the order of the card; `none`: looked at, and there is none."""
    named = said.split(" ") if said != "none" else []
    for each in named:
        _as_code(field, each)
    return " ".join(sorted(set(named), key=field.codes.index)) or "none"


def _as_yes_no(field: FormField, said: str) -> Value:
    if said not in YES_NO:
        raise Refusal(field.item, "this is neither yes nor no", "Choose one of the two")
    return YES_NO[said]


def _as_date(field: FormField, said: str) -> Value:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise Refusal(field.item, "this is no date", "Write it as 2026-10-14") from None


def _as_text(_field: FormField, said: str) -> Value:
    return said


def _way(field: FormField, said: str, mode: str) -> Value:
    if said in field.codes and mode and said not in WAYS[mode]:
        raise Refusal(field.item, "the record says another way of birth", "Correct one of the two")
    return _as_code(field, said)


_CHECKS = {
    "code": _as_code, "codes": _as_codes, "number": _as_number, "yes_no": _as_yes_no, "date": _as_date,
    "instant": _as_text, "text": _as_text,
}  # fmt: skip


def _due(card: FormCard, born: datetime, zone: tzinfo, holidays: Holidays) -> datetime | None:
    if card.due_hours is None:
        return None
    due = born + timedelta(hours=card.due_hours)
    day = local_day(due, zone)
    working = working_day_from(day, holidays)
    return start_of_day(working + DAY, zone) if card.or_next_working_day and working != day else due
