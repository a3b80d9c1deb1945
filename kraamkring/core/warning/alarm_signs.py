"""What parents watch for by themselves, and what they do then: read from data, never reckoned from a record."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..pathway.cards import Citation, InFourLanguages, Signature, Strict

Act = Literal["emergency", "now", "today"]
Stage = Literal["pregnant", "after"]
ACTS: tuple[Act, ...] = ("emergency", "now", "today")  # the most pressing first

Phone = Annotated[str, Field(pattern=r"^[0-9 ]{3,14}$")]


class AlarmSign(Strict):
    """One sign in the words of parents. whom: who has it. stages: while pregnant, after the birth, or both."""

    whom: Literal["mother", "newborn"]
    stages: tuple[Stage, ...] = Field(min_length=1)
    act: Act
    words: InFourLanguages
    lines: bool = False  # whether the lines that are open day and night for such thoughts stand beside it
    sources: tuple[Citation, ...] = Field(min_length=1)


class WhatToDo(Strict):
    """What is done at once: as a heading, and as a sentence."""

    title: InFourLanguages
    words: InFourLanguages


class AlarmSigns(Strict):
    """Every sign, by its name, and what each way of acting asks for."""

    note: str
    acts: dict[Act, WhatToDo]
    alarm: dict[str, AlarmSign]
    sign: Signature

    def of(self, whom: str, stage: Stage) -> dict[Act, tuple[AlarmSign, ...]]:
        """The signs of one of them at a stage, the most pressing first; no way of acting without a sign."""
        found = {
            act: tuple(
                sign
                for sign in self.alarm.values()
                if sign.whom == whom and stage in sign.stages and sign.act == act
            )
            for act in ACTS
        }
        return {act: signs for act, signs in found.items() if signs}


class Line(Strict):
    """A telephone line that is open day and night. languages: in which it is answered."""

    name: str
    number: Phone
    regions: tuple[str, ...] = Field(min_length=1)
    languages: tuple[str, ...] = Field(min_length=1)
    certainty: Literal["verified", "reading", "to be confirmed", "proposed"]
    sources: tuple[Citation, ...] = Field(min_length=1)
