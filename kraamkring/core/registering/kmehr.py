"""A form as a KMEHR message: folders by person, a transaction for each form, an item for each field.

The transaction and item codes and the code lists are those of the reference. The envelope is KMEHR as it is known in
public; it was not validated against the schema, which could not be had, and says so in a comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.etree import ElementTree

from .card import SPECIAL
from .form import Filled, Form
from .readings import Record, Value

NAMESPACE = "http://www.ehealth.fgov.be/standards/kmehr/schema/v1"
NOT_VALIDATED = " not validated: the schema of eBirth could not be had; see docs/forms.md "
VERSION = "1.0"
SEXES = {"male": "male", "female": "female"}
Element = ElementTree.Element


def kmehr(forms: Iterable[Form], record: Record, id: str, now: datetime) -> str:
    """The text of one message with these forms. id: of the message. A form that is not complete says so."""
    message = ElementTree.Element("kmehrmessage", {"xmlns": NAMESPACE})
    message.append(ElementTree.Comment(NOT_VALIDATED))
    _header(message, record, id, now)
    listed = list(forms)
    for number, slot in enumerate(("mother", *record.births), start=1):
        folder = _within(message, "folder")
        _id(folder, str(number))
        _patient(folder, record, slot)
        for place, form in enumerate(listed, start=1):
            _transaction(folder, place, form, slot, record, now)
    ElementTree.indent(message)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(message, encoding="unicode") + "\n"
    )


def _within(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = ElementTree.SubElement(parent, name, attributes)
    if text:
        child.text = text
    return child


def _id(parent: Element, value: str, system: str = "ID-KMEHR") -> None:
    _within(parent, "id", value, S=system, SV=VERSION)


def _cd(parent: Element, system: str, code: str) -> None:
    _within(parent, "cd", code, S=system, SV=VERSION)


def _moment(parent: Element, at: datetime) -> None:
    _within(parent, "date", f"{at:%Y-%m-%d}")
    _within(parent, "time", f"{at:%H:%M:%S}")


def _header(message: Element, record: Record, id: str, now: datetime) -> None:
    header = _within(message, "header")
    _cd(_within(header, "standard"), "CD-STANDARD", "20190301")
    _id(header, id)
    _moment(header, now.astimezone(record.zone))
    _party(_within(header, "sender"), record)
    _cd(_within(_within(header, "recipient"), "hcparty"), "CD-HCPARTY", "application")


def _party(parent: Element, record: Record) -> None:
    party = _within(parent, "hcparty")
    if record.notifier_number:
        _id(party, record.notifier_number, "ID-HCPARTY")
    _within(party, "name", record.notifier)


def _patient(folder: Element, record: Record, slot: str) -> None:
    patient = _within(folder, "patient")
    person = record.persons.get(slot)
    if person is None:
        return
    if number := person.numbers.get("ssin"):
        _id(patient, number, "ID-PATIENT")
    for name, text in (("firstname", person.given_name), ("familyname", person.family_name)):
        if text:
            _within(patient, name, text)
    _born(patient, record, slot)
    _cd(_within(patient, "sex"), "CD-SEX", SEXES.get(person.sex, "unknown"))


def _born(patient: Element, record: Record, slot: str) -> None:
    day = record.persons[slot].birth_date
    if slot in record.births:
        _moment(_within(patient, "birthdate"), record.births[slot].born_at.astimezone(record.zone))
    elif day:
        _within(_within(patient, "birthdate"), "date", day.isoformat())


def _transaction(folder: Element, place: int, form: Form, slot: str, record: Record, now: datetime) -> None:
    told = _within(folder, "transaction")
    _id(told, str(place))
    _cd(told, "CD-TRANSACTION", form.card.mother if slot == "mother" else form.card.newborn)
    _moment(told, now.astimezone(record.zone))
    _party(_within(told, "author"), record)
    whole = not any(each.slot == slot for each in form.lacking)
    _within(told, "iscomplete", str(whole).lower())
    _within(told, "isvalidated", "false")
    for number, each in enumerate(_items(form, slot), start=1):
        _item(told, number, each)


def _items(form: Form, slot: str) -> Iterator[Filled]:
    """What is told as an item; name, number and the like stand with the patient and the author."""
    return (each for each in form.of("filled") if each.slot == slot and each.field.told)


def _item(told: Element, number: int, filled: Filled) -> None:
    item = _within(told, "item")
    _id(item, str(number))
    _cd(item, "CD-ITEM-EBIRTH", filled.field.item)
    for value in _each(filled):
        _content(_within(item, "content"), filled, value)


def _each(filled: Filled) -> list[Value]:
    value = filled.value if filled.value is not None else ""
    return list(str(value).split(" ")) if filled.field.kind == "codes" else [value]


def _content(content: Element, filled: Filled, value: Value) -> None:
    field = filled.field
    if value in SPECIAL:
        _cd(content, "CD-EBIRTH-SPECIALVALUES", str(value))
    elif field.kind in ("code", "codes") and value != "none":
        _cd(content, field.system, str(value))
    elif field.kind == "yes_no" or value == "none":
        _within(content, "boolean", str(value is True).lower())
    elif field.kind == "number":
        _within(content, "decimal", str(value))
        if field.unit:
            _cd(_within(content, "unit"), "CD-UNIT", field.unit)
    elif field.kind == "date":
        _within(content, "date", str(value))
    else:
        _within(content, "text", str(value), L="en")
