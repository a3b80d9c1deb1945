"""XML into a tree, by expat itself. A document that declares a type is refused before anything in it is expanded."""

from __future__ import annotations

from typing import Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from kraamkring.core.exchange.dialects.tree import DEEPEST, MOST_ELEMENTS, Node, storable
from kraamkring.core.kernel.errors import Refusal

from .json_tree import A_TYPE, too_deep, too_many

PLAIN_ROOTS = frozenset({"kernset_geboortezorg"})  # documents of another kind that a dialect reads (ADA-Lite)
FHIR, XHTML = "http://hl7.org/fhir", "http://www.w3.org/1999/xhtml"
SPLIT = "\n"  # between namespace and name; no name can hold it
HOLD_A_RESOURCE = ("contained", "resource")
PIECE = 1 << 16


def tree_of_xml(text: str) -> Node:
    """The one resource in an XML text. Raises Refusal, in one sentence without a word of the text."""
    return _Building().of(text)


class _Building:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.narrative: list[str] = []
        self.in_narrative = 0
        self.space = FHIR
        self.elements = 0
        self.parser = expat.ParserCreate("utf-8", SPLIT)
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def of(self, text: str) -> Node:
        data = text.encode()
        try:
            for at in range(0, len(data), PIECE):
                self.parser.Parse(data[at : at + PIECE], False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            problem = f"this is not whole XML: it cannot be read from line {error.lineno} on"
            raise Refusal("", problem, "Export it again") from None
        assert self.root is not None  # noqa: S101 (expat refuses a document without a root)
        return self.root

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8"):
            raise Refusal(
                "", "it says that it is written in another encoding than UTF-8", "Export it in UTF-8"
            )

    def _doctype(self, *_said: Any) -> NoReturn:
        problem = "it declares a document type or entities, which FHIR does not have and an attack would"
        raise Refusal("", problem, "Export it again")

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        space, _, name = full_name.rpartition(SPLIT)
        if len(self.open) + self.in_narrative >= DEEPEST:
            raise too_deep()
        if self.in_narrative or space == XHTML:
            self._start_narrative(name, attributes)
            return
        if not self.open and not space and name in PLAIN_ROOTS:
            self.space = ""
        if space != self.space:
            raise Refusal("", "an element in it is not of FHIR", "Give FHIR, R4 or STU3")
        if not self.open and self.space and not A_TYPE.fullmatch(name):
            raise Refusal("", "this XML is no FHIR resource", "Give one resource, or a Bundle")
        self.elements += 1 + len(attributes)
        if self.elements > MOST_ELEMENTS:
            raise too_many()
        node = Node(storable(name))
        for key, value in attributes.items():
            if key == "value":
                node.value = storable(value)
            else:
                node.children.append(Node(key.rpartition(SPLIT)[2], storable(value)))
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _start_narrative(self, name: str, attributes: dict[str, str]) -> None:
        if not self.open:
            raise Refusal("", "this is a page and no FHIR resource", "Give one resource, or a Bundle")
        said = "".join(f" {key.rpartition(SPLIT)[2]}={quoteattr(value)}" for key, value in attributes.items())
        self.narrative.append(f"<{name}{said}>")
        self.in_narrative += 1

    def _end(self, full_name: str) -> None:
        if not self.in_narrative:
            self.open.pop()
            return
        self.narrative.append(f"</{full_name.rpartition(SPLIT)[2]}>")
        self.in_narrative -= 1
        if not self.in_narrative:
            self.open[-1].children.append(Node("div", storable("".join(self.narrative))))
            self.narrative = []

    def _text(self, text: str) -> None:
        if self.in_narrative:
            self.narrative.append(escape(text))
        elif text.strip():
            raise Refusal("", "there is text between its elements", "FHIR has no such thing: check the file")
