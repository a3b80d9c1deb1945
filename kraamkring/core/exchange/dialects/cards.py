"""A dialect as data: which element of which resource is which field of ours, and what turns one into the other.

The tables lie in the packs (`packs/nl/dialects`, `packs/be/dialects`); a domain expert reads them, both ways are worked
out from the same row (ADR 0803).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from ...pathway.cards import Certainty, InFourLanguages, Strict

Conversion = Literal[
    "text", "names", "day", "moment", "local", "number", "yes", "codes", "quantity", "gestation",
    "person", "pregnancy", "condition", "birth", "visit", "carer", "organisation",
]  # fmt: skip
REFERENCES = ("person", "pregnancy", "condition", "birth", "visit", "carer", "organisation")
Way = Literal["both", "in", "out"]
Thing = Literal[
    "mother", "newborn", "partner", "carer", "role", "organisation", "pregnancy", "due_date", "birth",
    "preferences", "contact", "screening", "observation", "team", "status", "plan",
]  # fmt: skip
A_STEP = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\[([^\]]+)\])?(?:\.|$)")


class Coding(NamedTuple):
    """A code of a system; display as the publisher writes it, empty where none is written."""

    system: str
    code: str
    display: str = ""


class Step(NamedTuple):
    """One step of a path: an element; of extensions, the one with this address."""

    name: str
    url: str = ""


class Ground(Strict):
    """Where a row stands: the place in the source, and what it says there."""

    id: str
    where: str = ""
    says: str = ""


class Row(Strict):
    """One element. path: from the resource, or from its part (`period.start`, `extension[address].valueCode`).

    field: of ours, by a named conversion, with a table of codes or units; or value, coding: what always stands there.
    also: other values of the source that are understood, and not written. way: only read, or only written, where the
    record says less than the source. beside: written only where this field is. must: a resource without it is not
    understood.
    """

    path: str
    field: str = ""
    by: Conversion = "text"
    codes: str = ""
    units: str = ""
    value: str = ""
    coding: str = ""
    also: tuple[str, ...] = ()
    form: Literal["concept", "coding", "code"] = "concept"
    way: Way = "both"
    beside: str = ""
    must: bool = False
    note: str = ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The path, step by step."""
        return steps_of(self.path)

    @model_validator(mode="after")
    def whole(self) -> Self:
        if sum(map(bool, (self.field, self.value, self.coding))) != 1:
            raise ValueError(f"the row {self.path} is a field, a value or a coding, and one of them only")
        if (self.by == "codes") != bool(self.codes) or (self.by == "quantity") != bool(self.units):
            raise ValueError(f"the row {self.path} needs a table for its codes or units, and no other does")
        if not self.steps:
            raise ValueError(f"{self.path} is no path")
        return self


class Part(Strict):
    """One of several elements of a name, known by its code: a component. Written only if one of its fields is."""

    at: str
    code: str
    rows: tuple[Row, ...] = Field(min_length=1)


class Group(Strict):
    """An element that comes once for each of several things: a member of a team."""

    at: str
    field: str
    rows: tuple[Row, ...] = Field(min_length=1)


class Shape(Strict):
    """One kind of resource as the dialect writes it. thing: what of ours it tells; about: of whom.

    code: the first recognises it, all are written. where: elements that must stand there. like: the frame that it
    shares rows with. holds: shapes that are contained in it, each of which it names as a member.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    resource: str
    thing: Thing
    about: Literal["mother", "newborn", "anybody"] = "anybody"
    like: str = ""
    profiles: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    where: Mapping[str, str] = {}
    rows: tuple[Row, ...] = Field(default=(), alias="row")
    parts: tuple[Part, ...] = Field(default=(), alias="part")
    groups: tuple[Group, ...] = Field(default=(), alias="group")
    holds: tuple[str, ...] = ()
    source: Ground
    certainty: Certainty
    note: str = ""

    @cached_property
    def fields(self) -> frozenset[str]:
        """Every field of ours that it tells."""
        return frozenset(row.field for row in self.every_row if row.field)

    @cached_property
    def every_row(self) -> tuple[Row, ...]:
        """Its rows and those of its parts and groups."""
        return (*self.own_rows, *(row for group in self.groups for row in group.rows))

    @cached_property
    def own_rows(self) -> tuple[Row, ...]:
        """Its rows and those of its parts: what comes once."""
        return (*self.rows, *(row for part in self.parts for row in part.rows))

    @cached_property
    def written_rows(self) -> tuple[Row, ...]:
        """Of those, the fields that are written."""
        return tuple(row for row in self.own_rows if row.field and row.way != "in")


class CodeTable(Strict):
    """both: our value and the one code that says the same. read: codes that are understood, and say more than our
    value does: they are kept as well, since they do not come back. write: codes that follow from our value and do not
    say it (a visit at home is of the class `HH`)."""

    both: Mapping[str, str] = {}
    write: Mapping[str, str] = {}
    read: Mapping[str, tuple[str, ...]] = {}


class UnitTable(Strict):
    """The unit that is written (code empty: a plain number), and what others are worth in it."""

    unit: str = ""
    code: str = ""
    read: Mapping[str, float] = {}


class Signed(Strict):
    """Who looked at the tables, as on any card: `not reviewed` until a clinician has."""

    checked_by: str
    reviewed_on: str
    next_review: str
    changes: tuple[str, ...] = Field(min_length=1)


class Dialect(Strict):
    """A dialect with all its tables. wire: FHIR, or a document of its own that is only read. zone: whose wall clock its
    times are told by, where they say no offset. order: the elements of a resource in the order of its schema. lists,
    numbers, booleans: how JSON writes them (`Patient.name`, or only `coding`)."""

    id: str
    title: InFourLanguages
    version: str
    wire: Literal["fhir", "plain"] = "fhir"
    zone: str = ""
    sign: Signed
    sources: Mapping[str, str]
    systems: Mapping[str, str] = {}
    order: Mapping[str, tuple[str, ...]] = {}
    lists: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    booleans: frozenset[str] = frozenset()
    codes: Mapping[str, CodeTable] = {}
    units: Mapping[str, UnitTable] = {}
    shapes: tuple[Shape, ...]

    def shape(self, id: str) -> Shape:
        """The shape of this name. Raises KeyError."""
        return self._named[id]

    @cached_property
    def _named(self) -> dict[str, Shape]:
        return {each.id: each for each in self.shapes}

    def coding(self, text: str) -> Coding:
        """`snomed 77262006 hielprik (verrichting)`, with its system in full. Raises ValueError for an unknown one."""
        if text not in self._read:
            self._read[text] = self._coding(text)
        return self._read[text]

    @cached_property
    def _read(self) -> dict[str, Coding]:
        """The codings that were read before: every resource asks for the same ones."""
        return {}

    def _coding(self, text: str) -> Coding:
        alias, _, rest = text.partition(" ")
        code, _, display = rest.partition(" ")
        if alias not in self.systems or not code:
            raise ValueError(f"{text!r} names no system of this dialect, or no code")
        return Coding(self.systems[alias], code.replace("_", " "), display)

    @model_validator(mode="after")
    def whole(self) -> Self:
        if len({each.id for each in self.shapes}) < len(self.shapes):
            raise ValueError("two shapes have one name")
        for shape in self.shapes:
            if missing := set(shape.holds) - {each.id for each in self.shapes}:
                raise ValueError(f"{shape.id} holds {missing.pop()}, which is no shape of it")
            if shape.source.id not in self.sources:
                raise ValueError(f"{shape.id} rests on {shape.source.id}, which is no source of it")
            for text in (*shape.code, *(part.code for part in shape.parts)):
                self.coding(text)
            for row in shape.every_row:
                if row.coding:
                    self.coding(row.coding)
                if (row.codes and row.codes not in self.codes) or (row.units and row.units not in self.units):
                    raise ValueError(f"{shape.id} names a table that is not there: {row.codes or row.units}")
        for name, table in self.codes.items():
            for text in table.write.values():
                self.coding(text)
            said = [*table.both.values(), *(text for texts in table.read.values() for text in texts)]
            found = [self.coding(text)[:2] for text in said]
            if len(set(found)) < len(found):
                raise ValueError(f"{name} gives one code two meanings")
        return self


def steps_of(path: str) -> tuple[Step, ...]:
    """A path, step by step; empty if it is none."""
    found, at = [], 0
    while at < len(path):
        match = A_STEP.match(path, at)
        if match is None:
            return ()
        found.append(Step(match[1], match[2] or ""))
        at = match.end()
    return tuple(found)
