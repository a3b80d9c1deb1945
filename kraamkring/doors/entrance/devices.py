"""Where somebody is signed in: she sees it, and ends what she does not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kraamkring.doors.ui import clock
from kraamkring.doors.ui.devices import shown_by
from kraamkring.doors.ui.pages import actor, signed_in_page
from kraamkring.flows.own_sign_ins import end_other_sign_ins, end_sign_in, see_devices
from kraamkring.rooms.accounts.sessions import SignedIn

# What a browser calls itself, the first that fits: many say "Chrome" and "Safari" beside their own name.
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class DeviceShown:
    """One sign-in as it is read."""

    number: int
    name: str
    since: datetime
    seen: datetime

    @classmethod
    def of(cls, found: SignedIn) -> DeviceShown:
        return cls(found.number, device_name(found.agent), found.since, found.seen)


def device_name(agent: str) -> str:
    """The browser and the system, as far as they say; nothing else of what a browser tells."""
    browser = next((word for sign, word in BROWSERS if sign in agent), "")
    system = next((word for sign, word in SYSTEMS if sign in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a device that does not say what it is")


@require_safe
@signed_in_page
def devices(request: HttpRequest) -> HttpResponse:
    """This device, and the others."""
    seen = see_devices(by=actor(request), session=request.session.session_key)
    told = {
        "here": DeviceShown.of(seen.here) if seen.here else None,
        "others": [DeviceShown.of(each) for each in seen.others],
    }
    return render(request, "entrance/devices.html", told)


@require_POST
@signed_in_page
def end(request: HttpRequest, number: int) -> HttpResponse:
    """One sign-in holds no longer. Ending the own one is signing out."""
    by = actor(request)
    here = see_devices(by=by, session=request.session.session_key).here
    if here is not None and here.number == number:
        return redirect("account_logout")
    end_sign_in(by=by, number=number, now=clock.now())
    messages.success(request, _("That device is signed out."))
    return redirect("devices")


@require_POST
@signed_in_page
def end_others(request: HttpRequest) -> HttpResponse:
    """All others hold no longer."""
    ended = end_other_sign_ins(
        by=actor(request), session=request.session.session_key, device=shown_by(request), now=clock.now()
    )
    messages.success(
        request,
        ngettext("One other device is signed out.", "%(many)s other devices are signed out.", ended)
        % {"many": ended}
        if ended
        else _("You were signed in nowhere else."),
    )
    return redirect("devices")
