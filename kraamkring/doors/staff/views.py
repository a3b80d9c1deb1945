"""The pages behind the sign-in that only read. No name and no date stands in an address or a title."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.flows.see_families import see_families
from kraamkring.flows.see_pathway import see_pathway

from .families import FamilyList
from .family import FamilyShown
from .pages import actor, page_asked, signed_in_page


@require_safe
@signed_in_page
def families(request: HttpRequest) -> HttpResponse:
    """Every family that she may see, those that need somebody first."""
    now, page = clock.now(), page_asked(request)
    seen = see_families(by=actor(request), now=now, page=page)
    shown = FamilyList.of(seen, now, page, get_language() or "en")
    return render(request, "staff/families.html", {"shown": shown})


@require_safe
@signed_in_page
def family(request: HttpRequest, family: UUID) -> HttpResponse:
    """One family. Not hers to see, and not there at all, is the same answer."""
    now = clock.now()
    seen = see_pathway(episode_id=family, by=actor(request), now=now)
    shown = FamilyShown.of(seen, now, get_language() or "en")
    return render(request, "staff/family.html", {"shown": shown, "family": family})
