"""A form as a card: to whom it goes, when it is due, and field by field what is asked and where it is read."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ..explaining import Rule
from ..pathway.cards import Certainty, InFourLanguages, Signature, Strict
from .readings import CONDITIONS, READINGS
from .stays import Watch

Kind = Literal["code", "codes", "number", "yes_no", "date", "instant", "text"]
About = Literal["mother", "newborn"]
LEFT_OPEN = "birth.way"  # the reading that only says between which answers it is
SPECIAL = ("unknown", "nottested", "noanswer")  # CD-EBIRTH-SPECIAL-VALUES


class FormField(Strict):
    """One field. item: its code in the target. reads: the name of a reading of the record; empty: the record has no
    place for it, and who fills in the form says it. only_if: the condition on which it is asked. least, most: bounds
    of a number, in `unit`. told: as an item; else it stands with the
    patient or the author. special: the values for what is not known that the target takes."""

    item: str = Field(pattern=r"^[A-Za-z0-9]+$")
    about: About
    kind: Kind
    reads: str = ""
    only_if: str = ""
    required: bool = True
    codes: tuple[str, ...] = ()
    system: str = ""
    unit: str = ""
    least: int | None = None
    most: int | None = None
    told: bool = True
    special: tuple[Literal["unknown", "nottested", "noanswer"], ...] = ()
    certainty: Certainty = "reading"
    note: str = ""
    title: InFourLanguages

    @model_validator(mode="after")
    def whole(self) -> Self:
        if self.reads and self.reads not in READINGS:
            raise ValueError(f"nothing is read by the name {self.reads}")
        if self.only_if and self.only_if not in CONDITIONS:
            raise ValueError(f"there is no condition {self.only_if}")
        if (self.kind in ("code", "codes")) != bool(self.codes):
            raise ValueError("a field has codes if it is of that kind, and else none")
        if self.kind == "number" and (self.least is None or self.most is None):
            raise ValueError("a number has bounds")
        return self

    @property
    def said_on_form(self) -> bool:
        """True if the record has no place for it, or leaves something of it open."""
        return self.reads in ("", LEFT_OPEN)


class FormCard(Rule):
    """One form. envelope: of the message; `plain` is our own document. mother, newborn: the target's code of the part
    about each, in an envelope that has transactions. due_hours: elapsed
    hours after the first birth, None where no moment was found; or_next_working_day: to its end, if it is later."""

    id: str = Field(pattern=r"^[a-z-]+$")
    to: str
    title: InFourLanguages
    envelope: Literal["kmehr", "plain"] = "kmehr"
    mother: str = ""
    newborn: str = ""
    due_hours: int | None = None
    or_next_working_day: bool = False
    watch: Watch | None = None
    fields: tuple[FormField, ...] = Field(min_length=1)
    sign: Signature

    @model_validator(mode="after")
    def apart(self) -> Self:
        named = [(each.about, each.item) for each in self.fields]
        if len(set(named)) < len(named):
            raise ValueError("two fields have the same name")
        if bool(self.mother and self.newborn) != (self.envelope == "kmehr"):
            raise ValueError("a form in KMEHR has transactions, and any other has none")
        if self.watch is None and any(each.reads.startswith("stay.") for each in self.fields):
            raise ValueError("a form that reads of stays says how long it watches")
        return self

    def about(self, slot: str) -> tuple[FormField, ...]:
        """The fields about the mother, or about a newborn."""
        return tuple(
            each for each in self.fields if each.about == ("mother" if slot == "mother" else "newborn")
        )
