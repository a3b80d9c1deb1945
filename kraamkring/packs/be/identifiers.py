"""Belgian numbers and their check digits. A value that is refused is never repeated in the sentence.

Sources: python-stdnum (`be.nn`, `be.bis`, `be.vat`); hl7-be core naming systems (ssin, nihdi, cbe); what is sure and
what is not stands in identifiers.toml.
"""

from __future__ import annotations

from typing import Literal

from stdnum.be import bis, nn, vat
from stdnum.exceptions import InvalidChecksum, ValidationError

from kraamkring.core.kernel.errors import ImpossibleFact

NationalSystem = Literal["ssin", "bis"]

Fault = Literal["form", "check digits", "other kind"]

SSIN_DIGITS = 11
NIHDI_DIGITS = 11
NIHDI_DIGITS_FORMER = 8  # without the qualification code; deprecated
NIHDI_MODULI = (97, 89)
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
    check the first six. Raises ImpossibleFact otherwise."""
    digits = plain(value)
    if not _digits(digits, NIHDI_DIGITS):
        raise ImpossibleFact(field, "a RIZIV/INAMI number has eleven digits", "Check it")
    if nihdi_modulus(digits) is None:
        raise ImpossibleFact(field, "the check digits of this RIZIV/INAMI number are wrong", "Check it")


def nihdi_modulus(digits: str) -> int | None:
    """The modulus by which digits 7 and 8 check the first six: 97, or 89 in newer series (midwives and nurses since
    2013, doctors since 2019). None if neither fits."""
    fits = (each for each in NIHDI_MODULI if each - int(digits[:6]) % each == int(digits[6:8]))
    return next(fits, None)


def fault(kind: str, value: str) -> Fault | None:
    """What is wrong with a number of a kind (`ssin`, `bis`, `nihdi`, `cbe`); nothing if it is right. An `ssin` may be
    a bis number, a `bis` may not be a national number."""
    digits = normal(kind, value)
    if kind == "nihdi":
        if not (_digits(digits, NIHDI_DIGITS) or _digits(digits, NIHDI_DIGITS_FORMER)):
            return "form"
        return None if nihdi_modulus(digits) else "check digits"
    if kind == "cbe":
        try:
            vat.validate(digits)
        except InvalidChecksum:
            return "check digits"
        except ValidationError:
            return "form"
        return None if digits.isascii() else "form"
    if not _digits(digits, SSIN_DIGITS):
        return "form"
    try:
        system = national_system(digits)
    except ImpossibleFact:
        return "check digits"
    return "other kind" if kind == "bis" and system != "bis" else None


def normal(kind: str, value: str) -> str:
    """The number without what people write in it; an enterprise number of nine digits gets its leading 0."""
    found: str = vat.compact(value) if kind == "cbe" else nn.compact(value)
    return found


def written(kind: str, digits: str) -> str:
    """The number as people write it: `93.05.18-223.61`, `0566.988.259`, `1-87497-04-477`."""
    if kind == "cbe":
        return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
    if kind == "nihdi":
        return "-".join(filter(None, (digits[:1], digits[1:6], digits[6:8], digits[8:])))
    found: str = nn.format(digits)
    return found


def told(kind: str, digits: str) -> dict[str, str | int | None]:
    """What a right number says by itself: of a person the day of birth and the sex, as far as they were known."""
    if kind == "nihdi":
        return {"qualification": digits[8:] or None, "modulus": nihdi_modulus(digits)}
    if kind == "cbe":
        return {}
    year, month, day = nn.get_birth_year(digits), nn.get_birth_month(digits), nn.get_birth_date(digits)
    parts = [f"{year:04d}"] if year else []
    if year and month:
        parts.append(f"{month:02d}")
    sex = (bis if national_system(digits) == "bis" else nn).get_gender(digits)
    return {
        "system": national_system(digits),
        "born": day.isoformat() if day else "-".join(parts) or None,
        "sex": {"M": "male", "F": "female"}.get(sex or ""),
    }


def plain(value: str) -> str:
    """The number without the dots, dashes and spaces that people write in it."""
    return nn.compact(value)


def _digits(text: str, count: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == count
