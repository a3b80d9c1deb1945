"""A resource from XML, as the JSON that says the same: by expat itself, within bounds, and by the table of definitions.

A document that declares a type is refused before anything in it is expanded, so no entity is ever read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from .as_xml import FHIR, XHTML, is_attribute
from .definitions import Definitions, Element
from .shaped import DEEPEST, LONGEST_NUMBER, Fault, Unshaped

SPLIT = "\n"  # between namespace and name; no name can hold it
MOST_ELEMENTS = (
    200_000  # in one document; our choice: five MiB of the smallest ones would be four times as many
)
NUMBER = re.compile(rf"-?[0-9]{{1,{LONGEST_NUMBER}}}(\.[0-9]{{1,{LONGEST_NUMBER}}})?([eE][+-]?[0-9]{{1,2}})?")
PIECE = 1 << 16


class NotXml(ValueError):
    """It cannot be read as XML, or holds what FHIR does not have. The message is one sentence without a word of it."""


@dataclass(slots=True)
class _Node:
    name: str
    said: dict[str, str]
    children: list[_Node] = field(default_factory=list)


def from_xml(text: bytes, known: Definitions) -> dict[str, Any]:
    """The resource. Raises NotXml; Unshaped for an element that R4 does not have."""
    root = _Reading(text).whole()
    return _resource(root, known, root.name)


class _Reading:
    def __init__(self, text: bytes) -> None:
        self.text = text
        self.root: _Node | None = None
        self.open: list[_Node] = []
        self.narrative_began = 0
        self.in_narrative = 0
        self.elements = 0
        self.parser = expat.ParserCreate("utf-8", SPLIT)
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def whole(self) -> _Node:
        try:
            for at in range(0, len(self.text), PIECE):
                self.parser.Parse(self.text[at : at + PIECE], False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotXml(f"this is not whole XML: it cannot be read from line {error.lineno} on") from None
        if self.root is None:
            raise NotXml("there is no resource")
        return self.root

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8"):
            raise NotXml("it says that it is written in another encoding than UTF-8")

    def _doctype(self, *_said: Any) -> NoReturn:
        raise NotXml("it declares a document type or entities, which FHIR does not have and an attack would")

    def _instruction(self, *_said: Any) -> NoReturn:
        raise NotXml("it holds an instruction to a program, which FHIR does not have")

    def _start(self, full_name: str, said: dict[str, str]) -> None:
        space, _, name = full_name.rpartition(SPLIT)
        self.elements += 1 + len(said)
        if len(self.open) + self.in_narrative >= 2 * DEEPEST:
            raise NotXml("this goes too deep")
        if self.elements > MOST_ELEMENTS:
            raise NotXml("there are too many elements in it")
        if self.in_narrative or (space == XHTML and name == "div" and self.open):
            if not self.in_narrative:
                self.narrative_began = self.parser.CurrentByteIndex
            self.in_narrative += 1
            return
        if space != FHIR or any(SPLIT in key for key in said):
            raise NotXml("an element or attribute in it is not of FHIR")
        node = _Node(name, said)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        if not self.in_narrative:
            self.open.pop()
            return
        self.in_narrative -= 1
        if not self.in_narrative:
            end = self.text.index(b">", self.parser.CurrentByteIndex) + 1
            written = self.text[self.narrative_began : end].decode()
            if not written.startswith("<div"):
                raise NotXml("a narrative is written as a div with its own namespace")
            self.open[-1].children.append(_Node("div", {"value": written}))

    def _characters(self, text: str) -> None:
        if not self.in_narrative and text.strip():
            raise NotXml("there is text between its elements, which FHIR does not have")


def _resource(node: _Node, known: Definitions, where: str) -> dict[str, Any]:
    if not known.is_resource(node.name):
        raise Unshaped((Fault("structure", "this is no resource of FHIR R4", where),))
    _no_attributes(node, (), where)
    return {"resourceType": node.name} | _elements(node, node.name, known, where)


def _elements(node: _Node, path: str, known: Definitions, where: str) -> dict[str, Any]:
    """The children, as JSON has them: lists where R4 says so, what is beside a value under `_name`."""
    found: dict[str, Any] = {}
    shape = known.shapes[path]
    for child in node.children:
        element = shape.get(child.name)
        if element is None or is_attribute(element, path, known):
            raise Unshaped(
                (Fault("structure", f"R4 has no such element in {path}", f"{where}.{child.name}"),)
            )
        place = f"{where}.{child.name}"
        value, about = _one(child, element, known, place)
        if element.many:
            _add(found, child.name, value, about)
        elif child.name in found or f"_{child.name}" in found:
            raise Unshaped((Fault("structure", "this is there more than once", place),))
        else:
            found |= {child.name: value} if value is not None else {}
            found |= {f"_{child.name}": about} if about else {}
    for name in [each for each in found if each.startswith("_") and isinstance(found[each], list)]:
        if not any(found[name]):
            del found[name]
        elif not any(each is not None for each in found[name[1:]]):
            del found[name[1:]]
    return found


def _add(found: dict[str, Any], name: str, value: Any, about: dict[str, Any]) -> None:
    found.setdefault(name, []).append(value)
    found.setdefault(f"_{name}", []).append(about or None)


def _one(node: _Node, element: Element, known: Definitions, where: str) -> tuple[Any, dict[str, Any]]:
    """The value, and what stands beside it."""
    if element.type == "xhtml":
        return node.said.get("value"), {}
    if element.type == "Resource":
        _no_attributes(node, (), where)
        if len(node.children) != 1:
            raise Unshaped((Fault("structure", "this holds one resource", where),))
        return _resource(node.children[0], known, where), {}
    if known.is_primitive(element.type):
        _no_attributes(node, ("id", "value"), where)
        about = _with_attributes(node, ("id",)) | _elements(node, "Element", known, where)
        return _primitive(node.said.get("value"), element.type), about
    attributes = ("id", "url") if element.path == "Extension" else ("id",)
    _no_attributes(node, attributes, where)
    return _with_attributes(node, attributes) | _elements(node, element.path, known, where), {}


def _with_attributes(node: _Node, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: node.said[name] for name in names if name in node.said}


def _no_attributes(node: _Node, known: tuple[str, ...], where: str) -> None:
    if not set(node.said) <= set(known):
        raise Unshaped((Fault("structure", "it has an attribute that R4 does not have", where),))


def _primitive(text: str | None, type: str) -> Any:
    """The value as JSON has it; what is none of its type stays text, and the look at the shape says so."""
    if text is None:
        return None
    if type == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if type in ("integer", "positiveInt", "unsignedInt", "decimal") and NUMBER.fullmatch(text):
        return float(text) if re.search("[.eE]", text) else int(text)
    return text
