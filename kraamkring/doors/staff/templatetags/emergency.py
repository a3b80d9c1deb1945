"""What stands on every page of a family that was opened in an emergency."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import get_language

from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.doors.ui import clock, notation
from kraamkring.flows.break_glass import emergency_until

register = template.Library()


@register.inclusion_tag("staff/emergency/note.html", takes_context=True)
def emergency_note(context: Any, family: UUID) -> dict[str, str]:
    """Until when it is open, if the reader broke the glass; one query for who may, none for others."""
    by = context["request"].user
    until = emergency_until(episode_id=family, by=by, now=clock.now())
    at = notation.moment(until, BRUSSELS, get_language() or "en") if until else ""
    return {"until": at}
