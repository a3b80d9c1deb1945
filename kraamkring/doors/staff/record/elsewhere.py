"""What was taken over from elsewhere and is no entry: in the words of its source, beside the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraamkring.doors.ui import notation
from kraamkring.rooms.record.models import TakenOver

from .answers import Setting


@dataclass(frozen=True)
class ElsewhereShown:
    """One line: when it was, whom it is about, what it is about, and what it says."""

    when: str
    whom: str
    title: str
    said: str


def shown_from_elsewhere(rows: Iterable[TakenOver], setting: Setting) -> tuple[ElsewhereShown, ...]:
    """The lines, in the order of the rows."""
    return tuple(
        ElsewhereShown(_when(row.at), setting.subject(row.slot) if row.slot else "", row.title, row.said)
        for row in rows
    )


def _when(at: str) -> str:
    """The day, as it is written here; what is no whole day as the source wrote it (`2026-10`)."""
    try:
        return notation.day(date.fromisoformat(at[:10]))
    except ValueError:
        return at
