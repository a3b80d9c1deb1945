"""Pages about devices: this one, all of hers, and what waits for a person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.flows.own_devices import revoke
from kraamkring.flows.quarantine import let_rest, see_quarantine, take_up

from ..pages import WRONG, actor, signed_in_page
from .forms import Decision
from .shown import QuarantineShown


@require_safe
@signed_in_page
def start(request: HttpRequest) -> HttpResponse:
    """Where the installed app begins: her day."""
    return redirect("my_day")


@require_safe
@signed_in_page
def device(request: HttpRequest) -> HttpResponse:
    """What is kept on this device. The server sends the frame; the device fills it in."""
    return render(request, "staff/offline/device.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def waiting(request: HttpRequest) -> HttpResponse:
    """What came from devices and waits for a person; she takes it up, or lets it rest."""
    now, by = clock.now(), actor(request)
    form = Decision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            if told["what"] == "take_up":
                take_up(received_id=told["received"], by=by, now=now, id=told["id"])
                messages.success(request, _("It stands in the record now."))
            else:
                let_rest(received_id=told["received"], reason=told["reason"], by=by, now=now, id=told["id"])
                messages.success(request, _("It rests, with your reason."))
            return redirect("visit_waiting")
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    shown = QuarantineShown.of(see_quarantine(by=by, now=now), by, now, form)
    status = WRONG if form.is_bound else 200
    return render(request, "staff/offline/waiting.html", {"shown": shown, "form": form}, status=status)


@require_POST
@signed_in_page
def revoked(request: HttpRequest, device: UUID) -> HttpResponse:
    """One of her devices, lost or given away."""
    revoke(device_id=device, by=actor(request), now=clock.now())
    messages.success(
        request, _("This device can no longer write as you. At its next contact it forgets everything.")
    )
    return redirect("visit_devices")


@require_safe
@signed_in_page
def devices(request: HttpRequest) -> HttpResponse:
    """The devices on which she writes."""
    return render(request, "staff/offline/devices.html")
