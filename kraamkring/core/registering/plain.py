"""A form as our own document, for a register whose schema could not be had: a subject for each person, and in it a
field for each that is filled. `docs/forms.md` documents it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree

from .form import Filled, Form
from .readings import Record

VERSION = "1"
OURS = " our own document: the register has published no schema; see docs/forms.md "


def plain(forms: Iterable[Form], record: Record, id: str, now: datetime) -> str:
    """The text of one document with these forms. id: of the document. A form that is not complete says so."""
    root = ElementTree.Element("forms", {"version": VERSION, "id": id})
    root.set("written", now.astimezone(record.zone).isoformat(timespec="seconds"))
    root.append(ElementTree.Comment(OURS))
    for form in forms:
        told = ElementTree.SubElement(root, "form", {"id": form.card.id, "complete": _said(form.complete)})
        for slot in ("mother", *record.births):
            subject = ElementTree.SubElement(told, "subject", {"slot": slot})
            for each in form.of("filled"):
                if each.slot == slot:
                    _field(subject, each)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _field(subject: ElementTree.Element, filled: Filled) -> None:
    kind, unit = filled.field.kind, filled.field.unit
    said = {"name": filled.field.item, "kind": kind} | ({"unit": unit} if unit else {})
    value = filled.value
    field = ElementTree.SubElement(subject, "field", said)
    field.text = _said(value) if isinstance(value, bool) else str(value)


def _said(whether: bool) -> str:
    return "true" if whether else "false"
