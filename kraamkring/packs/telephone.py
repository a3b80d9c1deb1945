"""Telephone numbers as people of a country write them."""

from __future__ import annotations

import phonenumbers


def telephone(text: str, region: str | None) -> str | None:
    """The number as `+32470123456` (E.164); None if the text is no number that can be called. region: `be-vlg`, the
    country whose own way of writing is understood."""
    country = region.partition("-")[0].upper() if region else None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_dialled(number: str) -> str:
    """`+32470123456` as people read it: `+32 470 12 34 56`; the text as it is if it is no number."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
