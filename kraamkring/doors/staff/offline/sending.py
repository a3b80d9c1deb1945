"""The address to which devices send, and the one that tells them how they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.own_devices import device_shown, emptied, token_of
from kraamkring.flows.quarantine import Decided, see_decisions
from kraamkring.flows.receive import Answer, Reception, Sender, receive
from kraamkring.rooms.devices.waiting import SENTENCES

from ..pages import actor
from .reading import sent

TOKEN = "X-Device"  # noqa: S105 (a header's name)


@require_GET
@never_cache
def standing(request: HttpRequest) -> HttpResponse:
    """Who is signed in, the token that a form needs now, and whether the device that asks was revoked."""
    device = device_shown(request.headers.get(TOKEN, ""))
    signed_in = request.user.is_authenticated
    return JsonResponse(
        {
            "user": str(actor(request).pk) if signed_in else None,
            "csrf": get_token(request),
            "revoked": device is not None and device.revoked_at is not None,
            "now": clock.now().isoformat(),
        }
    )


@require_POST
@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Takes what a device sends, item by item, and says of each what became of it, and of what waited what was decided
    since. Who is not signed in gets 401 and
    the device keeps everything; but for what a device that shows its token leaves here, to wait for a person."""
    try:
        said = sent(request.body)
    except Refusal as refusal:
        return JsonResponse({"why": refused.sentence(refusal)}, status=400)
    user = actor(request) if request.user.is_authenticated else None
    shown = device_shown(request.headers.get(TOKEN, ""))
    if user is None and not (said.leave and shown is not None and shown.pk == said.device):
        return _signed_out()
    now = clock.now()
    sender = Sender(device=said.device, owner=said.owner, name=said.name, sent_at=said.sent_at, by=user)
    try:
        reception = receive(sender=sender, items=said.items, now=now)
    except NotThere:
        return _signed_out()
    decided = see_decisions(device_id=said.device, items=said.waiting, by=user, now=now) if user else ()
    return JsonResponse(_told(reception, decided))


@require_POST
@never_cache
def gone(request: HttpRequest) -> HttpResponse:
    """A device that was revoked says that it has destroyed its keys. Its owner is signed out there as well."""
    device = device_shown(request.headers.get(TOKEN, ""))
    if device is not None:
        emptied(device=device, now=clock.now())
        if device.revoked_at is not None and request.user == device.user:
            logout(request)
    return HttpResponse(status=204)


def _signed_out() -> HttpResponse:
    why = _("You are not signed in. What you wrote stays on this device.")
    return JsonResponse({"why": why}, status=401)


def _told(reception: Reception, decided: Collection[Decided]) -> dict[str, Any]:
    heard = reception.heard
    return {
        "revoked": reception.device.revoked_at is not None,
        "token": token_of(reception.device),
        "up_to": heard.up_to,
        "missing": [list(gap) for gap in heard.gaps],
        "last": heard.last,
        "now": clock.now().isoformat(),
        "items": [_answer(each) for each in reception.answers],
        "decided": [_decision(each) for each in decided],
    }


def _answer(answer: Answer) -> dict[str, str]:
    told = {"id": str(answer.id), "state": answer.state, "why": "", "field": ""}
    if answer.received is None:
        told["why"] = _("The server could not take this just now. It will be sent again.")
    elif answer.received.why:
        told |= {"why": why(answer.received), "field": answer.received.field}
    return told


def _decision(decided: Decided) -> dict[str, str]:
    """What a person decided, by whom and why, as far as its author may know."""
    said = {"name": decided.by, "reason": decided.reason}
    sentence = _("By %(name)s: %(reason)s") if decided.reason else _("By %(name)s.") if decided.by else ""
    return {"id": str(decided.received.item), "state": decided.what, "why": sentence % said, "field": ""}


def why(received: Any) -> str:
    """Why something was refused, or waits, as a sentence."""
    if received.outcome == "refused":
        return refused.sentence(Refusal(received.field, received.problem, received.remedy, **received.values))
    return refused.problem(Refusal("", SENTENCES[received.why]))
