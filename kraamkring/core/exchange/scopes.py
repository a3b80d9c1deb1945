"""With what a program may ask: the seam between a token and `core.access`, which a scope can narrow and never widen.

The words are those of SMART App Launch 2 (`patient/Observation.rs`, `user/*.cruds`, `system/Patient.r`); those of its
first version (`user/*.read`) mean the same here. Scopes with a query (`?category=`) are not understood, and open
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Act = Literal["read", "search", "create", "update", "write"]
LETTERS: dict[Act, str] = {"read": "r", "search": "s", "create": "c", "update": "u", "write": "cu"}
ORDER = "cruds"  # letters stand in this order, each at most once (SMART 2, scopes and launch context)
FIRST_VERSION = {"read": "rs", "write": "cud", "*": ORDER}
WORD = re.compile(
    r"(?P<context>patient|user|system)/(?P<type>\*|[A-Z][A-Za-z]{1,40})\.(?P<letters>c?r?u?d?s?|read|write|\*)"
)
OPENED = "launch"  # it was opened from the page of a family
LAUNCHES = (OPENED, "launch/patient")
IDENTITY = ("openid", "fhirUser", "profile")
OFFLINE = "offline_access"
PLAIN = (*LAUNCHES, *IDENTITY, OFFLINE)  # what a scope may say beside what it opens


class Scopes(Protocol):
    """What a token says that a program may do."""

    def allow(self, type: str, act: Act) -> bool:
        """Whether resources of this type may be read, or written, with it."""
        ...


class Opened(NamedTuple):
    """One word of a scope. context: whose resources; type: of which type, `*` for every; letters: of `cruds`."""

    context: str
    type: str
    letters: str

    def __str__(self) -> str:
        return f"{self.context}/{self.type}.{self.letters}"


@dataclass(frozen=True, slots=True)
class Given:
    """Some words. A `patient/` word is narrowed to one family elsewhere: here it says which types and which acts."""

    opened: frozenset[Opened]

    def allow(self, type: str, act: Act) -> bool:
        letters = {letter for each in self.opened if each.type in ("*", type) for letter in each.letters}
        return letters.issuperset(LETTERS[act])


NOTHING = Given(frozenset())


def scopes_in(said: str) -> Scopes:
    """What the scope of a token allows; what is not understood allows nothing."""
    return Given(frozenset(opened_in(said)))


def opened_in(said: str) -> Iterator[Opened]:
    """The words that open something, in their order."""
    for word in said.split():
        found = WORD.fullmatch(word)
        if found and (letters := FIRST_VERSION.get(found["letters"], found["letters"])):
            yield Opened(found["context"], found["type"], letters)


def of_one_patient(said: str) -> bool:
    """Whether this scope speaks of one patient: then the token opens her family and no other, whatever else it says."""
    return any(each.context == "patient" for each in opened_in(said))


def asks_for_patient(said: str) -> bool:
    """Whether somebody has to choose a patient: the program asks for one, or its words are about one."""
    return "launch/patient" in said.split() or of_one_patient(said)


def narrowed(said: str, most: str) -> str:
    """What of this scope lies within another: for each word the types and the letters that both have. A program that
    may ask for a person's resources may ask for one patient's; no other context stands for another."""
    allowed, words = list(opened_in(most)), most.split()
    plain = [word for word in said.split() if word in PLAIN and word in words]
    found = [each for word in opened_in(said) for each in _within(word, allowed)]
    return " ".join(dict.fromkeys([*map(str, found), *plain]))


def _within(word: Opened, allowed: Iterable[Opened]) -> Iterator[Opened]:
    for most in allowed:
        same = word.context == most.context or (word.context, most.context) == ("patient", "user")
        letters = "".join(each for each in ORDER if each in word.letters and each in most.letters)
        if same and letters and "*" in (word.type, most.type):
            yield Opened(word.context, most.type if word.type == "*" else word.type, letters)
        elif same and letters and word.type == most.type:
            yield Opened(word.context, word.type, letters)
