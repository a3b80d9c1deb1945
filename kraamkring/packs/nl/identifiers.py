"""Dutch numbers and their check digits. A value that is refused is never repeated in the sentence.

Source: python-stdnum (`nl.bsn`), the test of eleven.
"""

from __future__ import annotations

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn

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
