"""The letter as a PDF, made by typst. Nothing is fetched: its letters are in the program, no package is used."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

import typst

from .shown import LetterShown


@lru_cache(maxsize=1)
def _form() -> bytes:
    return (files(__package__) / "letter.typ").read_bytes()


def as_pdf(letter: LetterShown, language: str, at: datetime) -> bytes:
    """The PDF, tagged for screen readers (PDF/UA-1). Every word goes in as data, never as markup, so that nothing that
    somebody wrote is carried out. at: when it was made; the same letter at the same moment is the same file."""
    said = {
        "language": language,
        "title": letter.title,
        "name": letter.name,
        "head": letter.head,
        "sections": [asdict(section) for section in letter.sections],
        "foot": list(letter.foot),
    }
    made = typst.compile(
        _form(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(said)},
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 (one document gives one file)
    return made
