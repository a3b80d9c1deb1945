"""Says a rule of a scheme in its sentences, with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..pathway.cards import Certainty, InFourLanguages
from .answer import Remark, Why
from .rules import Rule
from .scheme import Book

ORDER: tuple[Certainty, ...] = ("verified", "reading", "proposed", "to be confirmed")


class Voice:
    """The sentences of one scheme."""

    def __init__(self, book: Book) -> None:
        self.book, self.words, self.scheme = book, book.words, book.scheme
        self._remarks = {remark.rule: remark for remark in book.scheme.remarks}
        self.said = frozenset(self._remarks)

    def why(self, rule: Rule, **filling: Any) -> Why:
        """The reason that a rule gives, filled in."""
        return Why(
            rule=rule.rule,
            parent=self.words.parent(rule.rule, filling),
            professional=self.words.professional(rule.rule, filling),
            source=self.source(rule),
            certainty=rule.certainty,
            note=rule.note,
        )

    def remark(self, code: str, **filling: Any) -> Why:
        """The same for a rule that has no numbers of its own."""
        return self.why(self._remarks[code], **filling)

    def source(self, rule: Rule) -> str:
        return f"{self.book.sources[rule.source].title}, {rule.where}"

    def label(self, rule: str, **filling: Any) -> InFourLanguages:
        return self.words.label(rule, filling)

    def missing(self, *about: str) -> tuple[Remark, ...]:
        """What no source gives, of these subjects."""
        return tuple(
            Remark(about=each.about, says=each.says) for each in self.scheme.not_found if each.about in about
        )


def least_sure(said: Iterable[Certainty]) -> Certainty:
    """The weakest of several certainties."""
    return max(said, key=ORDER.index, default="reading")
