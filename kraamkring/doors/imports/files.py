"""Files into resources: what is too large, not UTF-8, or no FHIR is refused before anything is understood."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kraamkring.core.exchange.dialects.tree import MOST_LEAVES, Node
from kraamkring.core.kernel.errors import Refusal

from .json_tree import tree_of_json
from .xml_tree import PLAIN_ROOTS, tree_of_xml

LARGEST_BYTES = 20_000_000  # of all files together; our choice: a case of 64 resources is 200 kB
MOST_FILES = 2_000  # our choice
MOST_RESOURCES = 5_000  # our choice
RECORDS = ("collection", "document", "searchset", "history")  # the kinds of Bundle that tell; the others ask


@dataclass(eq=False)
class Resource:
    """One resource. file, number: which file, and which resource of the whole import, from 1. url: the address that a
    Bundle gives it. holder: the resource that it is contained in."""

    node: Node
    file: int
    number: int
    url: str = ""
    holder: Resource | None = None

    @property
    def kind(self) -> str:
        """`Patient`, `Observation` ..."""
        return self.node.name

    @property
    def name(self) -> str:
        """How others refer to it: `Patient/123`; of a contained one, after its holder: `CarePlan/1#p1`."""
        own = self.node.text("id")
        if self.holder is not None:
            return f"{self.holder.name}#{own or self._digest}"
        return f"{self.kind}/{own or self.url or self._digest}"

    @property
    def _digest(self) -> str:
        """What names a resource without an id: its content."""
        content = [(path, leaf.value) for path, leaf in self.leaves()]
        return sha256(json.dumps(content).encode()).hexdigest()[:32]

    @property
    def label(self) -> str:
        """How a report calls it: its place and its kind; an id may hold a name."""
        return f"{self.file}.{self.number} {self.kind}"

    def leaves(self) -> Iterator[tuple[str, Node]]:
        """Its own leaves, without those of the resources that it holds."""
        for child, path in _numbered(self.node):
            if not _held(child):
                yield from child.leaves(path)


def resources_in(paths: Sequence[Path]) -> list[Resource]:
    """Every resource in these files, in order. Raises Refusal for the first file that cannot be read, whichever way it
    is broken."""
    if not paths or len(paths) > MOST_FILES:
        raise Refusal("", f"{len(paths)} files are given", f"Give 1 to {MOST_FILES}")
    left = LARGEST_BYTES
    found: list[Resource] = []
    for number, path in enumerate(paths, start=1):
        data = _bytes(path, number, left)
        left -= len(data)
        found += resources_of(data, number, len(found))
        if len(found) > MOST_RESOURCES:
            raise Refusal(
                "", f"there are more than {MOST_RESOURCES:,} resources", "Give one family at a time"
            )
    if sum(1 for each in found for _leaf in each.leaves()) > MOST_LEAVES:
        raise Refusal("", f"there are more than {MOST_LEAVES:,} elements", "Give one family at a time")
    return found


def resources_of(data: bytes, file: int = 1, before: int = 0) -> list[Resource]:
    """The resources in one file; before: how many came before it. Raises Refusal, naming the file."""
    try:
        return list(_unpacked(_tree(data), file, before))
    except Refusal as refusal:
        raise Refusal(f"file {file}", refusal.problem, refusal.remedy) from None


def _bytes(path: Path, number: int, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise Refusal(f"file {number}", f"this cannot be opened ({why})", "Check its name") from None
    if len(data) > most:
        problem = (
            f"the files are larger than {LARGEST_BYTES // 1_000_000} MB, and the record of one family is not"
        )
        raise Refusal(f"file {number}", problem, "Give one family at a time")
    return data


def _tree(data: bytes) -> Node:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("", "this is not UTF-8", "Export it in UTF-8, as FHIR asks") from None
    begin = text.lstrip()[:1]
    if begin == "<":
        return tree_of_xml(text)
    if begin == "{":
        return tree_of_json(text)
    raise Refusal("", "this is neither JSON nor XML", "Give FHIR, R4 or STU3")


def _unpacked(node: Node, file: int, before: int) -> Iterator[Resource]:
    """The resource, those in it, and the Bundle itself last: its own elements are accounted for as well."""
    number = before
    if node.name in PLAIN_ROOTS:
        yield Resource(node, file, number + 1)
    elif node.name == "Bundle":
        if node.text("type") not in RECORDS:
            raise Refusal("", "this Bundle asks for something and tells no record", f"Give a {RECORDS[0]}")
        for entry in node.all("entry"):
            for holding in entry.all("resource"):
                for child in holding.children:
                    yield from (
                        packed := list(_with_contained(child, file, number + 1, entry.text("fullUrl")))
                    )
                    number += len(packed)
        yield Resource(node, file, number + 1)
    else:
        yield from _with_contained(node, file, number + 1, "")


def _with_contained(node: Node, file: int, number: int, url: str) -> Iterator[Resource]:
    if node.name == "Bundle":
        raise Refusal("", "it holds a Bundle within a Bundle", "Give one family at a time")
    holder = Resource(node, file, number, url)
    yield holder
    for place, child in enumerate(
        (child for holding in node.all("contained") for child in holding.children), start=1
    ):
        if child.all("contained"):
            raise Refusal("", "what is contained contains again", "FHIR has no such thing: check the file")
        yield Resource(child, file, number + place, holder=holder)


def _held(node: Node) -> bool:
    return node.name in ("contained", "resource") and any(_is_type(child) for child in node.children)


def _is_type(node: Node) -> bool:
    return bool(re.match(r"[A-Z]", node.name))


def _numbered(node: Node) -> Iterator[tuple[Node, str]]:
    """The elements of a resource with their paths; the entries of a Bundle in pieces, without their resources."""
    counted: dict[str, int] = {}
    for child in node.children:
        index = counted.get(child.name, 0)
        counted[child.name] = index + 1
        many = sum(1 for each in node.children if each.name == child.name) > 1 if index == 0 else True
        path = f"{child.name}[{index}]" if many else child.name
        if node.name == "Bundle" and child.name == "entry":
            yield from ((piece, f"{path}.{piece.name}") for piece in child.children)
        else:
            yield child, path
