"""What goes out on paper, made by typst. Nothing is fetched: its letters are in the program, no package is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import typst


def as_pdf(package: str, form: str, said: Mapping[str, Any], at: datetime) -> bytes:
    """A PDF, tagged for screen readers (PDF/UA-1). form: of that package, without its ending; it finds what is said
    under its own name. Every word goes in as data, never as markup, so that nothing that somebody wrote is carried out.
    at: when it was made; the same words at the same moment are the same file."""
    made = typst.compile(
        _form(package, form),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={form: json.dumps(said)},
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 (one document gives one file)
    return made


@lru_cache
def _form(package: str, form: str) -> bytes:
    return (files(package) / f"{form}.typ").read_bytes()
