"""Dutch numbers and their check digits. A value that is refused is never repeated in the sentence.

Source: python-stdnum (`nl.bsn`), the test of eleven. Of AGB and BIG only the form is known; identifiers.toml says so.
"""

from __future__ import annotations

from typing import Literal

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.nl import bsn
from stdnum.util import clean

from kraamkring.core.kernel.errors import ImpossibleFact


def check_bsn(value: str, field: str = "") -> None:
    """Nothing, if this is a citizen service number. Raises ImpossibleFact otherwise."""
    try:
        bsn.validate(value)
    except ValidationError:
        raise ImpossibleFact(field, "this is no BSN", "Check its nine digits") from None


def plain(value: str) -> str:
    """The number in nine digits, without what people write in it."""
    found: str = bsn.compact(value)
    return found


Fault = Literal["form", "check digits"]

DIGITS = {"agb": 8, "big": 11}


def fault(kind: str, value: str) -> Fault | None:
    """What is wrong with a number of a kind (`bsn`, `agb`, `big`); nothing if it is right, or has the right form."""
    digits = normal(kind, value)
    if not digits.isascii() or not digits.isdecimal():
        return "form"
    if kind in DIGITS:
        return None if len(digits) == DIGITS[kind] else "form"
    try:
        bsn.validate(digits)
    except InvalidChecksum:
        return "check digits"
    except ValidationError:
        return "form"
    return None


def normal(kind: str, value: str) -> str:
    """The number without what people write in it; a BSN of eight digits gets its leading 0."""
    found: str = clean(value, " -.").strip() if kind in DIGITS else bsn.compact(value)
    return found


def written(kind: str, digits: str) -> str:
    """The number as people write it: `9999.10.413`, others without marks."""
    found: str = bsn.format(digits) if kind == "bsn" else digits
    return found
