"""A document of a dialect of its own (ADA-Lite): read by its tables, understood like any other record.

What it says is put into resources as the national dialect of FHIR writes them, and these are understood; what became of
each element of the document follows from the record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kraamkring.core.exchange.dialects.cards import Dialect
from kraamkring.core.exchange.dialects.conversions import Speaking
from kraamkring.core.exchange.dialects.moments import day_in
from kraamkring.core.exchange.dialects.reading import Told, read
from kraamkring.core.exchange.dialects.saying import birth_fields
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.core.exchange.dialects.writing import tells, written
from kraamkring.core.facts.model import MOST_NEWBORNS
from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.foreign_record import ForeignRecord
from kraamkring.packs.dialects import dialect, dialects
from kraamkring.rooms.record.actions import Foreign

from .answers import Answers
from .files import Resource
from .tables import became

WRITTEN_AS = "geboortezorg-stu3"  # the dialect of FHIR of the country that the documents come from
CHILD = "uitkomst_per_kind"
LAND = "NL"
A_NAME = re.compile(r"[A-Za-z0-9.-]{1,64}")
OF_BOTH = {
    "status": "active",
    "clinical_status": "active",
    "pregnancy": "pregnancy",
    "condition": "pregnancy",
}


class Transfer(NamedTuple):
    """One document: what it told, thing by thing, children with their slots."""

    document: Resource
    dialect: Dialect
    told: tuple[Told, ...]
    children: dict[str, Told]


def transfer_in(resources: Sequence[Resource]) -> Transfer | None:
    """The document among what was given, if there is one. Raises Refusal if there is more than that."""
    roots = {
        shape.resource: each for each in dialects().values() if each.wire == "plain" for shape in each.shapes
    }
    if not any(each.kind in roots for each in resources):
        return None
    if len(resources) > 1:
        raise Refusal("", "there is a transfer and something else in it", "Give the transfer by itself")
    document = resources[0]
    chosen = roots[document.kind]
    told = tuple(_told(document.node, chosen))
    children: dict[str, Told] = {}
    for node in document.node.all(CHILD):
        for each in _told(node, chosen):
            slot = f"newborn-{each.fields.get('birth_order') or len(children) + 1}"
            if slot in children or len(children) == MOST_NEWBORNS:
                raise Refusal(
                    "rangnummer_kind",
                    "two children have one number in it",
                    "Number them, and export it again",
                )
            children[slot] = each
    return Transfer(document, chosen, told, children)


def as_resources(transfer: Transfer, answers: Answers) -> list[Resource]:
    """What it tells, as resources; what it knows of who lives is answered as if somebody had been asked."""
    made = _Making(transfer)
    fields = {name: value for each in transfer.told for name, value in each.fields.items()}
    around = OF_BOTH | {"who": "mother"}
    woman = made.add("woman", "woman", fields | around)
    woman.children.append(Node("address", children=[Node("country", LAND)]))
    made.add("record", made.episode, fields | around)
    for shape in ("parity", "due-date", "wish-of-place"):
        made.add(shape, shape, fields | around)
    for slot, told in transfer.children.items():
        child = dict(told.fields)
        _outcome(slot, child, answers)
        born = child.get("born_at")
        about = around | child | {"slot": slot}
        if born is not None:
            zone = made.speaking.zone
            about |= {
                "born_on": born.at.astimezone(zone).date(),
                "birth_date": born.at.astimezone(zone).date(),
            }
        elif (day := _day(told)) is not None:
            about |= {"birth_date": day}
        person = made.add("child", slot, about)
        if (died := child.get("died_at")) is not None:
            person.children.append(Node("deceasedDateTime", died.at.isoformat()))
        elif child.get("died"):
            person.children.append(Node("deceasedBoolean", "true"))
        for shape in ("birth", "kind-of-birth", "place-of-birth", "birth-weight"):
            made.add(shape, f"{shape}-{slot}", about)
    return [
        Resource(node, transfer.document.file, number, url=f"{node.name}/{node.text('id')}")
        for number, node in enumerate(made.nodes, start=1)
    ]


def settled(transfer: Transfer, record: ForeignRecord, zone: tzinfo) -> ForeignRecord:
    """The record, with what became of the document: taken as far as it stands in the facts, the rest kept."""
    facts = record.facts
    for told in transfer.told:
        final = _final(told.shape.thing, record)
        became(told, _into(told.shape.thing), **_same(told, final))
    births = {birth.newborn: birth for birth in facts.births}
    deaths = {death.who: death.at for death in facts.deaths}
    for slot, told in transfer.children.items():
        if slot in births:
            person = record.children.get(slot)
            final = birth_fields(births[slot], zone) | {"birth_order": told.fields.get("birth_order")}
            final |= {"sex": person.sex or None if person else None, "died": slot in deaths}
            number = person.number if person else None
            final |= {"bsn": number.value if number and number.system == "bsn" else None}
            if slot in deaths:
                final |= {"phase": "after", "died_at": told.fields.get("died_at")}
            became(told, f"births/{slot}", **_same(told, final))
    left = [(path, leaf.value) for path, leaf in transfer.document.leaves() if not leaf.into and not leaf.why]
    row = Foreign(
        source=transfer.document.name,
        kind=transfer.document.kind,
        module="psychosocial",
        content=json.dumps(left, ensure_ascii=False),
    )
    return replace(record, kept=(row,) if left else ())


def _told(node: Node, chosen: Dialect) -> list[Told]:
    speaking = Speaking(chosen, ZoneInfo(chosen.zone))
    found = (read(node, shape, speaking) for shape in chosen.shapes if shape.resource == node.name)
    return [each for each in found if each is not None]


def _outcome(slot: str, child: dict[str, Any], answers: Answers) -> None:
    """Whether it was born alive: it lives, or it died after the birth. Anything else is asked."""
    if child.get("died") is False or (child.get("died") and child.get("phase") == "after"):
        answers.given.setdefault(f"{slot}.outcome", "live")


def _day(told: Told) -> date | None:
    """The day of birth where no time stands beside it."""
    return day_in(told.node.text("baring.demografische_gegevens.geboortedatum"))


def _final(thing: str, record: ForeignRecord) -> dict[str, Any]:
    facts, number = record.facts, record.mother_number
    said: dict[str, dict[str, Any]] = {
        "mother": {
            "bsn": number.value if number and number.system == "bsn" else None,
            "birth_date": record.mother.birth_date,
        },
        "pregnancy": {"booked_on": facts.booked_on, "earlier_births": facts.earlier_births},
        "due_date": {"due_on": facts.due_dates[0].due_on},
        "preferences": {"place_of_birth": facts.preferences.place_of_birth},
    }
    return said[thing]


def _same(told: Told, final: dict[str, Any]) -> dict[str, Any]:
    """The fields as they stand; None for one that the record does not hold as it was told."""
    return {name: value if final.get(name) == value else None for name, value in told.fields.items()}


def _into(thing: str) -> str:
    return {"due_date": "due_dates", "pregnancy": "booked_on"}.get(thing, thing)


class _Making:
    """Resources as the dialect of FHIR writes them."""

    def __init__(self, transfer: Transfer) -> None:
        self.nodes: list[Node] = []
        self.transfer = transfer
        chosen = dialect(WRITTEN_AS)
        self.chosen = chosen
        self.episode = self._episode()
        self.speaking = Speaking(chosen, ZoneInfo(transfer.dialect.zone), address=self._address)

    def _episode(self) -> str:
        """What names the pregnancy at its source: the number of its file, else the day on which it is due."""
        said = {name: value for each in self.transfer.told for name, value in each.fields.items()}
        number = str(said.get("file_number", ""))
        return number if A_NAME.fullmatch(number) else f"due-{said.get('due_on', '')}"

    def add(self, shape: str, id: str, fields: dict[str, Any]) -> Node:
        """One resource more, if it has something to say."""
        chosen = self.chosen.shape(shape)
        said = {name: value for name, value in fields.items() if value is not None}
        node = written(chosen, said, self.speaking, id)
        if shape in ("woman", "child", "record", "birth") or tells(chosen, said, self.speaking):
            self.nodes.append(node)
        return node

    def _address(self, kind: str, who: str) -> str:
        """The same names as the resources have."""
        names: dict[str, Callable[[str], str]] = {
            "person": lambda who: "Patient/woman" if who == "mother" else f"Patient/{who}",
            "pregnancy": lambda _who: f"EpisodeOfCare/{self.episode}",
            "birth": lambda who: f"Procedure/birth-{who}",
        }
        return names[kind](who) if kind in names else ""
