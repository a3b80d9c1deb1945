"""One page about oneself: how one is told, when not, on which devices; and the link of one's calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.doors.ui.language import remembered
from kraamkring.flows.own_calendar import end_link, make_link, see_link, token_of
from kraamkring.flows.own_settings import (
    change_how_told,
    change_peace,
    own_reach,
    say_address_works,
    switch_push_off,
    switch_push_on,
)

from ..pages import WRONG, actor, signed_in_page
from . import devices
from .forms import Address, HowTold, Link, Peace, Push

PEACE_IDS = "peace_%s"  # two forms stand on one page


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
        return _page(request, form)
    return _page(request)


def _page(request: HttpRequest, form: HowTold | None = None, quiet: Peace | None = None) -> HttpResponse:
    user = actor(request)
    link, reach = see_link(by=user), own_reach(by=user)
    address = settings.SITE_ADDRESS + reverse("calendar", args=[token_of(link)]) if link else ""
    told = {"language": user.language, "told_by": user.told_by, "phone": user.phone}
    hours = {name: getattr(reach, name) for name in ("quiet_from", "quiet_until", "digest_at")}
    shown = {
        "form": form or HowTold(initial=told),
        "peace": quiet or Peace(initial=hours, auto_id=PEACE_IDS),
        "address": address,
        "subscribe": address.replace("https:", "webcal:", 1),
        "faulty": reach.faulty,
        "devices": devices.shown(reach.devices, user, get_language() or "en"),
        "push_key": settings.PUSH["public"],
    }
    wrong = bool((form and form.errors) or (quiet and quiet.errors))
    return render(request, "staff/me/me.html", shown, status=WRONG if wrong else 200)


@require_POST
@signed_in_page
def peace(request: HttpRequest) -> HttpResponse:
    """Her quiet hours, and the hour of her morning message."""
    form = Peace(request.POST, auto_id=PEACE_IDS)
    if form.is_valid():
        hours = {name: form.cleaned_data[name] for name in ("quiet_from", "quiet_until", "digest_at")}
        try:
            change_peace(by=actor(request), now=clock.now(), **hours)
            messages.success(request, _("It is kept."))
            return redirect("me")
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(request, quiet=form)


@require_POST
@signed_in_page
def push_switch(request: HttpRequest) -> HttpResponse:
    """Messages on this device, or on one of hers: on or off. Without a key in the settings there is none."""
    form, user, now = Push(request.POST), actor(request), clock.now()
    if not form.is_valid() or not settings.PUSH["public"]:
        return HttpResponseBadRequest()
    said = form.cleaned_data
    if said["what"] == "off":
        switch_push_off(by=user, now=now, device=said["device"], endpoint=said["endpoint"])
        messages.success(request, _("This device shows no messages any more."))
        return redirect(f"{reverse('me')}#push")
    name = devices.name_of_browser(request.headers.get("User-Agent", ""))
    keys = {each: said[each] for each in ("endpoint", "p256dh", "auth")}
    try:
        switch_push_on(by=user, name=name, now=now, **keys)
        messages.success(request, _("This device shows your messages."))
    except Refusal as refusal:
        messages.error(request, refused.sentence(refusal))
    return redirect(f"{reverse('me')}#push")


@require_POST
@signed_in_page
def address_works(request: HttpRequest) -> HttpResponse:
    """An address of hers at which nothing arrived works again."""
    form = Address(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    say_address_works(by=actor(request), kind=form.cleaned_data["kind"], now=clock.now())
    messages.success(request, _("Messages go there again."))
    return redirect("me")


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
