"""How a page of a family is drawn, where its flow does not say so by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template

from kraamkring.doors.ui import clock
from kraamkring.flows.own_family import is_quiet

register = template.Library()


@register.simple_tag(takes_context=True)
def mood_of(context: Any, family: UUID) -> str:
    """`quiet` after a loss, else nothing."""
    by = context["request"].user
    return "quiet" if is_quiet(episode_id=family, by=by, now=clock.now()) else ""
