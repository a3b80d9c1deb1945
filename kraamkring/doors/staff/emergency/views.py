"""Finding a family outside one's own at once. Everything but an exact hit is the same answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kraamkring.core.access import MAY_BREAK_GLASS, MAY_COORDINATE
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.flows.break_glass import MOST_SEARCHES, open_at_once

from ..pages import WRONG, actor, signed_in_page
from .forms import EmergencyForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
@limited("break_glass")
def emergency(request: HttpRequest) -> HttpResponse:
    """Opens the record of whoever is exactly sought, and goes there."""
    by, now, form = actor(request), clock.now(), EmergencyForm(request.POST or None)
    if by.profession not in MAY_BREAK_GLASS:
        raise NotAllowed("", "your role does not open a record in an emergency", "Call who may")
    if request.method == "POST" and form.is_valid():
        reason, made = form.cleaned_data["reason"], form.written_id
        try:
            broken = open_at_once(sought=form.sought(), reason=reason, by=by, now=now, id=made)
            if broken is not None:
                return redirect("family", broken.episode_id)
            form.nothing_found()
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    told = {"form": form, "most": MOST_SEARCHES, "judges": by.profession in MAY_COORDINATE}
    return render(request, "staff/emergency/emergency.html", told, status=WRONG if form.errors else 200)
