"""The page of who looked. It only reads, and stands in its own list from the next look on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.flows.see_looks import see_looks

from ..pages import actor, page_asked, signed_in_page
from .shown import LooksShown


@require_safe
@signed_in_page
def looks(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who looked, wrote, or was refused; newest first."""
    page = page_asked(request)
    seen = see_looks(episode_id=family, by=actor(request), now=clock.now(), page=page)
    shown = LooksShown.of(seen, page, get_language() or "en")
    return render(request, "staff/looks/looks.html", {"shown": shown, "family": family})
