"""Errors that are sentences: which field, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self


class Refusal(ValueError):
    """Something a person gave cannot be taken. `str()` is one sentence for that person.

    field: where it stands, as the person wrote it (`births[0].born_at`), or "" for the whole.
    problem: what is wrong. remedy: what to do about it, or "". Both are whole English sentences, so that a page can
    say them in another language; what varies in them is given by name: `"before the booking on %(day)s", day="..."`.
    """

    def __init__(self, field: str, problem: str, remedy: str = "", **values: str | int) -> None:
        self.field, self.sentences, self.values = field, (problem, remedy), values
        self.problem, self.remedy = self.said(str)
        super().__init__(str(self))

    def said(self, translated: Callable[[str], str]) -> tuple[str, str]:
        """Problem and remedy, each translated as a whole before its values are filled in."""
        problem, remedy = (translated(sentence) if sentence else "" for sentence in self.sentences)
        return (problem % self.values, remedy % self.values) if self.values else (problem, remedy)

    def at(self, field: str) -> Self:
        """The same, at another place."""
        problem, remedy = self.sentences
        return type(self)(field, problem, remedy, **self.values)

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.problem}." + (f" {self.remedy}." if self.remedy else "")


class NotThere(Refusal):
    """What was asked for is not there, or is not there for this person: the same words for both."""


class NotAllowed(Refusal):
    """It is there, and this person may not see or write this part of it."""


class ImpossibleFact(Refusal):
    """A fact that cannot be true, alone or beside the others."""


class BadCard(Refusal):
    """A rule card that does not say what a card must say."""
