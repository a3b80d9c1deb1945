"""Questionnaires by the scores of their items. The text of the items is not here: it is licensed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from ..kernel.errors import ImpossibleFact
from ..pathway.cards import Strict
from .finding import Document, Finding, Found


class Answered(Document):
    """The answers in the order of the items; null is not answered.

    scores: as scored already. ticked: which answer from the top was ticked, 1 is the topmost.
    """

    at: AwareDatetime | None = None
    scores: tuple[int | None, ...] | None = None
    ticked: tuple[int | None, ...] | None = None

    @model_validator(mode="after")
    def once(self) -> Self:
        if (self.scores is None) == (self.ticked is None):
            raise ImpossibleFact("scores", "the answers are not given once", "Give scores, or ticked")
        return self


class Questionnaire(Strict):
    """items: how many. highest: the score of an item runs from 0 to this. reversed: the items whose topmost answer
    scores highest."""

    kind: Literal["questionnaire"]
    items: int = Field(ge=1)
    highest: int = Field(ge=1)
    reversed: tuple[int, ...] = ()
    document: ClassVar[type[Document]] = Answered

    @cached_property
    def findings_named(self) -> frozenset[str]:
        return frozenset({"total", "missing", *(f"item_{item}" for item in range(1, self.items + 1))})

    def found(self, document: Answered) -> Found:
        """The total of what was answered. Raises ImpossibleFact for an answer that the form does not have."""
        scores = self._scores(document)
        answered = [score for score in scores if score is not None]
        if not answered:
            raise ImpossibleFact("scores", "nothing was answered", "Give the answers there are")
        total, missing = sum(answered), len(scores) - len(answered)
        items = {f"item_{item}": score for item, score in enumerate(scores, start=1)}
        finding = Finding(
            numbers={"total": total, "missing": missing, **items},
            filling={"total": total, "missing": missing, "most": self.items * self.highest, **items},
            shown={"total": total, "items": list(scores)},
            at=document.at,
        )
        return Found((finding,), (finding,), tuple(name for name, score in items.items() if score is None))

    def _scores(self, document: Answered) -> tuple[int | None, ...]:
        name = "scores" if document.scores is not None else "ticked"
        given = document.scores if document.scores is not None else document.ticked
        assert given is not None  # noqa: S101 (one of the two is there)
        if len(given) != self.items:
            raise ImpossibleFact(
                name, "this form has %(items)s items", "Give one answer for each, null if there is none",
                items=self.items,
            )  # fmt: skip
        first = 0 if name == "scores" else 1
        for index, value in enumerate(given):
            if value is not None and not first <= value <= self.highest + first:
                raise ImpossibleFact(
                    f"{name}[{index}]", "there is no such answer", "Write %(least)s to %(most)s",
                    least=first, most=self.highest + first,
                )  # fmt: skip
        if name == "scores":
            return given
        return tuple(None if at is None else self._score(item, at) for item, at in enumerate(given, start=1))

    def _score(self, item: int, ticked: int) -> int:
        return self.highest + 1 - ticked if item in self.reversed else ticked - 1


class Totals(Document):
    """Scores of questionnaires that were reckoned elsewhere."""

    at: AwareDatetime | None = None
    scores: Mapping[str, float]


class Scores(Strict):
    """Which scores the chart takes."""

    kind: Literal["scores"]
    taken: tuple[str, ...] = Field(min_length=1)
    document: ClassVar[type[Document]] = Totals

    @cached_property
    def findings_named(self) -> frozenset[str]:
        return frozenset(self.taken)

    def found(self, document: Totals) -> Found:
        """The scores as they were given. Raises ImpossibleFact for one that the chart does not take."""
        if not document.scores:
            raise ImpossibleFact("scores", "no score is given", f"Give some of {', '.join(self.taken)}")
        for name in document.scores:
            if name not in self.taken:
                raise ImpossibleFact(
                    f"scores.{name}", "there is no such score here", f"Take one of {', '.join(self.taken)}"
                )
        finding = Finding(dict(document.scores), dict(document.scores), dict(document.scores), document.at)
        return Found(
            (finding,), (finding,), tuple(name for name in self.taken if name not in document.scores)
        )
