"""Errors that are sentences: which field, what is wrong, what to do."""

from __future__ import annotations


class Refusal(ValueError):
    """Something a person gave cannot be taken. `str()` is one sentence for that person.

    field: where it stands, as the person wrote it (`births[0].born_at`), or "" for the whole.
    problem: what is wrong. remedy: what to do about it, or "".
    """

    def __init__(self, field: str, problem: str, remedy: str = "") -> None:
        self.field, self.problem, self.remedy = field, problem, remedy
        super().__init__(str(self))

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
