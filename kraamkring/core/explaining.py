"""What rules of every kind share: how sure we are, where they stand, and the sentences that explain them."""

from __future__ import annotations

from string import Formatter
from typing import Self

from pydantic import Field, model_validator

from .kernel.reasons import LANGUAGES
from .pathway.cards import Certainty, Citation, InFourLanguages, Strict


class Rule(Strict):
    """One rule: how sure we are, what in it is ours, and where it stands."""

    certainty: Certainty
    note: str = ""
    sources: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def honest(self) -> Self:
        if self.certainty != "verified" and not self.note:
            raise ValueError("a rule that is not verified says in `note` what in it is ours or unread")
        return self


class Sentence(Strict):
    """What is said about a rule, with places to fill: the same places in every language and register."""

    rule: str
    parent: InFourLanguages
    professional: InFourLanguages

    @model_validator(mode="after")
    def alike(self) -> Self:
        for words in (self.parent, self.professional):
            places = [_places(getattr(words, language)) for language in LANGUAGES]
            if any(found != places[0] for found in places):
                raise ValueError("a sentence has the same places in every language")
        return self

    @property
    def words(self) -> dict[str, dict[str, str]]:
        return {"parent": self.parent.model_dump(), "professional": self.professional.model_dump()}


class LeftOut(Strict):
    """What was not found, or is not counted; the answer says so."""

    what: InFourLanguages


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
