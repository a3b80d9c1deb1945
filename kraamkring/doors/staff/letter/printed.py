"""The letter as a PDF."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from kraamkring.doors.ui import paper

from .shown import LetterShown


def as_pdf(letter: LetterShown, language: str, at: datetime) -> bytes:
    """The PDF; the same letter at the same moment is the same file."""
    said = {
        "language": language,
        "title": letter.title,
        "name": letter.name,
        "head": letter.head,
        "sections": [asdict(section) for section in letter.sections],
        "foot": list(letter.foot),
    }
    return paper.as_pdf(__package__, "letter", said, at)
