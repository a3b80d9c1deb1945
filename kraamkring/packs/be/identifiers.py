"""Belgian numbers and their check digits. A value that is refused is never repeated in the sentence.

Sources: python-stdnum (`be.nn`, `be.bis`); hl7-be core naming systems (ssin, nihdi).
"""

from __future__ import annotations

from typing import Literal

from stdnum.be import bis, nn
from stdnum.exceptions import ValidationError

from kraamkring.core.kernel.errors import ImpossibleFact

NationalSystem = Literal["ssin", "bis"]

NIHDI_DIGITS = 11
_BIS_MONTH_OFFSET = 20  # a bis number carries the month of birth + 20 (sex unknown) or + 40


def check_national_number(value: str, field: str = "") -> None:
    """Nothing, if this is a national (rijksregister) or bis number. Raises ImpossibleFact if it is neither."""
    national_system(value, field)


def national_system(value: str, field: str = "") -> NationalSystem:
    """`ssin` for a national number, `bis` for a bis number. Raises ImpossibleFact if it is neither."""
    digits = plain(value)
    looks_bis = digits[2:4].isdecimal() and int(digits[2:4]) >= _BIS_MONTH_OFFSET
    try:
        (bis if looks_bis else nn).validate(digits)
    except ValidationError:
        raise ImpossibleFact(
            field, "this is not a Belgian national or bis number", "Check its eleven digits"
        ) from None
    return "bis" if looks_bis else "ssin"


def check_nihdi(value: str, field: str = "") -> None:
    """Nothing, if this is a RIZIV/INAMI number of a professional: eleven digits, of which the seventh and eighth
    are 97 minus the first six modulo 97. Raises ImpossibleFact otherwise."""
    digits = plain(value)
    if not (digits.isascii() and digits.isdecimal() and len(digits) == NIHDI_DIGITS):
        raise ImpossibleFact(field, "a RIZIV/INAMI number has eleven digits", "Check it")
    if 97 - int(digits[:6]) % 97 != int(digits[6:8]):
        raise ImpossibleFact(field, "the check digits of this RIZIV/INAMI number are wrong", "Check it")


def plain(value: str) -> str:
    """The number without the dots, dashes and spaces that people write in it."""
    return nn.compact(value)
