"""What a resource of FHIR R4 is made of: its elements in their order, their types, how many, and the codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RESOURCE_KIND, PRIMITIVE_KIND = "resource", "primitive-type"
INLINE = ("BackboneElement", "Element")  # their children stand under the path of the element itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """name: as JSON and XML write it (`valueQuantity`). type: a data type, `Resource` for any resource. path: under
    which its own elements stand. choice: of which one it is (`value[x]`), empty for an element of its own. bound: the
    value set of a required binding, empty for none."""

    name: str
    type: str
    path: str
    least: int
    many: bool
    choice: str = ""
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """shapes: by path (`Patient`, `Patient.contact`, `HumanName`), the elements by name, in the order of the
    specification. kinds: of each type. codes: of each value set whose codes are listed."""

    shapes: Mapping[str, Mapping[str, Element]]
    kinds: Mapping[str, str]
    codes: Mapping[str, frozenset[str]]

    def is_resource(self, type: object) -> bool:
        """Whether a resource of this type exists in R4."""
        return isinstance(type, str) and self.kinds.get(type) == RESOURCE_KIND

    def is_primitive(self, type: str) -> bool:
        """Whether it is written as one value."""
        return self.kinds.get(type) == PRIMITIVE_KIND


def definitions_of(elements: str, codes: str) -> Definitions:
    """The two tables, read: a line `=Type kind` for each type and its elements below it; a value set on each line."""
    shapes: dict[str, dict[str, Element]] = {}
    kinds: dict[str, str] = {}
    for line in elements.splitlines():
        if line.startswith("="):
            name, kind = line[1:].split("\t")
            kinds[name] = kind
            shapes[name] = {}
            continue
        path, types, many, bound = (*line.split("\t"), "")[:4]
        owner, _dot, name = path.rpartition(".")
        shapes.setdefault(owner, {}).update(
            (each.name, each) for each in _each(path, name, types, many, bound)
        )
    listed = {
        url: frozenset(said.split(" ")) for url, said in (line.split("\t") for line in codes.splitlines())
    }
    return Definitions(shapes, kinds, listed)


def _each(path: str, name: str, types: str, many: str, bound: str) -> list[Element]:
    """The element, or each that a choice may be."""
    least, most = many.split("..")
    if types.startswith("#"):
        return [
            Element(name=name, type="BackboneElement", path=types[1:], least=int(least), many=most != "1")
        ]
    choice = name if name.endswith("[x]") else ""
    return [
        Element(
            name=name.removesuffix("[x]") + type[0].upper() + type[1:] if choice else name,
            type=type,
            path=path if type in INLINE else type,
            least=int(least),
            many=most != "1",
            choice=choice,
            bound=bound,
        )
        for type in types.split("|")
        if most != "0"
    ]
