"""Which programs may ask in somebody's name: she sees them, and ends them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor, signed_in_page
from kraamkring.flows.exchange.programs import end_own, own_programs

from .words import opened_words


@require_safe
@signed_in_page
def programs(request: HttpRequest) -> HttpResponse:
    """What she gave, and until when."""
    found = own_programs(by=actor(request), now=clock.now())
    shown = [
        {
            "id": each.pk,
            "name": each.program.name,
            "since": each.since,
            "until": each.until,
            "opens": opened_words(each.scope),
        }
        for each in found
    ]
    return render(request, "smart/programs.html", {"programs": shown})


@require_POST
@signed_in_page
def end(request: HttpRequest, grant: UUID) -> HttpResponse:
    """It may ask no more."""
    end_own(grant_id=grant, by=actor(request), now=clock.now())
    messages.success(request, _("That program can no longer see anything."))
    return redirect("programs")
