"""What is not understood, made ready to be kept: whose it is, who may read it, and what it says in its own words."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kraamkring.core.access import Module
from kraamkring.core.exchange.dialects.moments import begin_of
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.rooms.record.actions import Foreign

from .family import Family
from .files import Resource
from .references import Given

WHEN = (
    "effectiveDateTime", "effectivePeriod.start", "performedDateTime", "performedPeriod.start", "onsetDateTime",
    "period.start", "occurrenceDateTime", "date", "created",
)  # fmt: skip
LONGEST_LINE = 300
ABOUT_PEOPLE = frozenset({"Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "RelatedPerson",
                          "CareTeam", "HealthcareService", "Bundle"})  # fmt: skip
PLACED: tuple[
    tuple[str, Module], ...
] = (  # by the beginning of a profile's name; what nobody placed is seen by fewest
    ("bc-Delivery", "birth_and_stay"),
    ("bc-Birth", "birth_and_stay"),
    ("bc-Perineal", "birth_and_stay"),
    ("bc-DisorderOfLabor", "birth_and_stay"),
    ("bc-Obstetric", "prenatal"),
    ("bc-Fetus", "prenatal"),
    ("bc-Pregnancy", "prenatal"),
    ("bc-DisorderOfPregnancy", "prenatal"),
    ("zib-Pregnancy", "prenatal"),
    ("nl-core-Pregnancy", "prenatal"),
)
VITAL_SIGNS = "vital-signs"
NARROWEST: Module = "psychosocial"


def kept(given: Given, family: Family) -> Iterator[Foreign]:
    """A row for each resource of which something became no entry. What tells of somebody else is refused before."""
    for each in given.all:
        left = [(path, leaf.value) for path, leaf in each.leaves() if not leaf.into and not leaf.why]
        if left:
            slot = family.slot_of(each) or family.slot_of(given.patient_of(each))
            begin = begin_of(each.node, *WHEN)
            tells = each in given.readable  # what was recorded in error is kept, and says nothing to a reader
            yield Foreign(
                source=each.name,
                kind=each.kind[:64],
                module=_module(each, slot),
                slot=slot,
                content=json.dumps(left, ensure_ascii=False),
                title=_title(each.node)[:LONGEST_LINE] if tells and each.kind not in ABOUT_PEOPLE else "",
                said="; ".join(_said(each.node))[:LONGEST_LINE] if tells else "",
                at=((begin.value or "") if begin else "")[:40],
            )


def _module(resource: Resource, slot: str) -> Module:
    if slot.startswith("newborn"):
        return "child"
    if resource.kind in ABOUT_PEOPLE:
        return "network"
    names = [(each.value or "").rpartition("/")[2] for each in resource.node.all("meta.profile")]
    for beginning, module in PLACED:
        if any(name.startswith(beginning) for name in names):
            return module
    vital = any(coding.text("code") == VITAL_SIGNS for coding in resource.node.all("category.coding"))
    return "postnatal" if vital else NARROWEST


def _title(node: Node) -> str:
    """What it is about; empty where that became part of a fact, and all that it says with it."""
    became = any(leaf.into for code in node.all("code") for _path, leaf in code.leaves())
    if became and not any(_value(each) for each in (node, *node.all("component"))):
        return ""
    return node.text("code.text") or node.text("code.coding.display") or node.text("type.coding.display")


def _said(node: Node) -> Iterator[str]:
    """What it says, in a few words of its own: its value, its parts, its notes."""
    if value := _value(node):
        yield value
    for part in node.all("component"):
        if value := _value(part):
            title = _title(part)
            yield f"{title}: {value}" if title else value
    for path in ("comment", "note.text", "outcome.text", "description"):
        if said := node.text(path):
            yield said


def _value(node: Node) -> str:
    for child in node.children:
        if not child.name.startswith("value"):
            continue
        if any(leaf.into for _path, leaf in child.leaves()):
            return ""
        if child.value is not None:
            return child.value
        if child.name == "valueQuantity":
            return f"{child.text('comparator')}{child.text('value')} {child.text('unit')}".strip()
        if child.name == "valuePeriod":
            return f"{child.text('start')} - {child.text('end')}"
        return child.text("text") or child.text("coding.display") or child.text("coding.code")
    return ""
