"""What a source is: from which rows a type is made, and after which words of the log it may be different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from kraamkring.core.exchange import Made

from ..family import Family

PARENTS = ("mother", "partner")
LAYPEOPLE = (*PARENTS, "buddy")
MERGED = "person:"  # two records turned out to be of one person: everything about her refers to another id


@dataclass(frozen=True, slots=True)
class Source:
    """make: every resource of this kind of one pregnancy, as it is now. words: the beginnings of the words with which
    the log names what it follows from; what happens to a person's row concerns every source."""

    type: str
    make: Callable[[Family], Iterator[Made]]
    words: Collection[str]

    def follows(self, what: str) -> bool:
        """Whether it may be different after that was written."""
        return what.startswith((MERGED, *self.words))
