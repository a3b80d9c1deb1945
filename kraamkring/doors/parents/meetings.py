"""An appointment as parents read it: what, which day, from when to when, and who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation
from kraamkring.rooms.careplan.models import Appointment

from . import words


@dataclass(frozen=True)
class Meeting:
    """One appointment. sure: the person who comes has said yes. came: what came of it, empty while it is to come.
    movable: another time can be asked."""

    item: UUID
    version: int
    what: str
    day: str
    hours: str
    who: str
    sure: bool
    came: str
    movable: bool


def meeting_of(each: Appointment, zone: tzinfo, language: str, now: datetime) -> Meeting:
    """On the wall clock of the family."""
    start, end = each.start.astimezone(zone), each.end.astimezone(zone)
    role = words.role_word(each.role)
    return Meeting(
        item=each.item,
        version=each.version,
        what=words.care_word(each.care),
        day=notation.weekday(start.date(), language),
        hours=notation.apart(f"{start:%H:%M}–{end:%H:%M}", language),
        who=f"{each.with_whom}, {role}" if each.with_whom else role,
        sure=each.accepted_at is not None,
        came=_came(each, now),
        movable=each.outcome is None and each.start > now,
    )


def _came(each: Appointment, now: datetime) -> str:
    if each.outcome:
        return str(words.CAME[each.outcome])
    return _("Nobody has written down yet what came of it.") if each.end <= now else ""
