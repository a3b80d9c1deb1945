"""What core, rooms and flows refuse with, in the reader's language.

`python -m tests.doors.catalogue` finds their sentences and puts them into the catalogue of this door."""

from __future__ import annotations

from django.utils.translation import gettext

from kraamkring.core.kernel.errors import Refusal


def sentence(refusal: Refusal) -> str:
    """What is wrong, and what to do about it."""
    return f"{problem(refusal)}" + (f" {remedy}." if (remedy := refusal.said(gettext)[1]) else "")


def problem(refusal: Refusal) -> str:
    """What is wrong, as one sentence."""
    said = refusal.said(gettext)[0]
    return f"{said[:1].upper()}{said[1:]}."
