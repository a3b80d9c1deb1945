"""One page about oneself, and the link of one's calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.language import remembered
from kraamkring.flows.own_calendar import end_link, make_link, see_link, token_of
from kraamkring.flows.own_settings import change_how_told

from ..pages import WRONG, actor, signed_in_page
from .forms import HowTold, Link


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def me(request: HttpRequest) -> HttpResponse:
    """How she is told; the link of her calendar; the way to her sign-in."""
    user = actor(request)
    if request.method == "POST":
        form = HowTold(request.POST)
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("language", "told_by", "phone")}
            try:
                change_how_told(by=user, now=clock.now(), **said)
                with override(said["language"]):
                    messages.success(request, _("It is kept."))
                return remembered(redirect("me"), said["language"])
            except Refusal as refusal:
                form.refuse(refusal)
    else:
        form = HowTold(
            initial={"language": user.language, "told_by": user.told_by, "phone": user.phone},
        )
    link = see_link(by=user)
    address = settings.SITE_ADDRESS + reverse("calendar", args=[token_of(link)]) if link else ""
    shown = {"form": form, "address": address, "subscribe": address.replace("https:", "webcal:", 1)}
    return render(request, "staff/me/me.html", shown, status=WRONG if form.errors else 200)


@require_POST
@signed_in_page
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Makes a new link, or ends the one there is."""
    form, now = Link(request.POST), clock.now()
    if not form.is_valid():
        return HttpResponseBadRequest()
    if form.cleaned_data["what"] == "make":
        make_link(by=actor(request), now=now, id=form.cleaned_data["id"])
    else:
        end_link(by=actor(request), now=now)
    return redirect(f"{reverse('me')}#calendar")
