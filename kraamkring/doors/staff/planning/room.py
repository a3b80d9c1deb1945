"""What a plan kept free for families still to come, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation


@dataclass(frozen=True)
class RoomShown:
    """What the last plan kept free for families still to come: in a sentence, and each day in words."""

    said: str
    days: tuple[tuple[str, str], ...]


def room_shown(room: Mapping[str, Any], language: str) -> RoomShown:
    """What a run remembers of the time that it kept free, in words."""
    kept, wanted = (sum(each[at] for each in room["days"]) for at in (1, 2))
    if not wanted:
        return RoomShown(
            _("Nothing had to be kept free: hardly any care is expected to begin in these days."), ()
        )
    said = _(
        "%(kept)s of %(wanted)s were kept free for families whose care is expected to begin (about %(families)s). "
        "These hours are promised to nobody."
    )
    told, of_hours = notation.hours, _("%(hours)s of %(most)s")
    days = tuple(
        (
            notation.weekday(date.fromisoformat(day), language),
            of_hours % {"hours": told(free, language), "most": told(most, language)},
        )
        for day, free, most in room["days"]
    )
    names = {
        "kept": told(kept, language),
        "wanted": told(wanted, language),
        "families": notation.number(room["families"], language),
    }
    return RoomShown(said % names, days)
