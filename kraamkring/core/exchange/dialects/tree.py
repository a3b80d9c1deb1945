"""A FHIR document as a tree, the same whether it came as JSON or as XML; and what became of each of its leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...kernel.errors import Refusal

DEEPEST = 60  # levels; our choice: the published examples have at most 14
MOST_LEAVES = 200_000  # in one import; our choice: the largest published case has under 5,000
MOST_ELEMENTS = 2 * MOST_LEAVES  # in one file, with those that only hold others: counted while it is read
LONGEST_LEAF = 100_000  # characters; our choice: what is longer is an attachment, and no part of a record


@dataclass(slots=True, eq=False)
class Node:
    """An element. value: of a primitive one, as text, numbers as they were written. into: what a leaf became part of
    and comes back from; part: what it was understood for, where our record says less. why: why it was refused."""

    name: str
    value: str | None = None
    children: list[Node] = field(default_factory=list)
    into: str = ""
    part: str = ""
    why: str = ""

    def all(self, path: str) -> list[Node]:
        """Every element at a path (`period.start`), in order."""
        found = [self]
        for name in path.split("."):
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def one(self, path: str) -> Node | None:
        """The first element at a path, if there is one."""
        return next(iter(self.all(path)), None)

    def text(self, path: str) -> str:
        """The value of the first element at a path that has one; empty if none has."""
        return next((node.value for node in self.all(path) if node.value is not None), "")

    def extensions(self, url: str) -> list[Node]:
        """The extensions of this element whose address ends so."""
        return [each for each in self.all("extension") if each.text("url").endswith(url)]

    def leaves(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """Every element with a value under this one, with its path from here (`name[1].given[0]`)."""
        if self.value is not None:
            yield path, self
        many = Counter(child.name for child in self.children)
        seen: Counter[str] = Counter()
        for child in self.children:
            index = f"[{seen[child.name]}]" if many[child.name] > 1 else ""
            seen[child.name] += 1
            yield from child.leaves(f"{path}.{child.name}{index}" if path else f"{child.name}{index}")

    def take(self, into: str) -> None:
        """This element, and everything under it, became part of a fact."""
        for _path, leaf in self.leaves():
            leaf.into = leaf.into or into

    def refuse(self, why: str) -> None:
        """This element, and everything under it, is not kept."""
        for _path, leaf in self.leaves():
            leaf.into, leaf.part, leaf.why = "", "", why


def take(into: str, *nodes: Node | None) -> None:
    """These elements became part of a fact."""
    for node in nodes:
        if node is not None:
            node.take(into)


def storable(text: str) -> str:
    """The text. Raises Refusal for characters that no record can hold."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Refusal("", "a text in it holds a character that cannot be stored", "Export it again")
    return text
