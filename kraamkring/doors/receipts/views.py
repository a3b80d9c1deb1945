"""The doors that others knock at to say what became of our messages. Each is signed in its own way; without a secret in
the settings there is none. The same report again changes nothing, and is answered the same."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.kernel.errors import NotThere
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.flows.read_bounces import read_one
from kraamkring.flows.take_receipt import take_receipt, take_sight
from kraamkring.rooms.messages.channels.email import bounce
from kraamkring.rooms.messages.channels.sms.providers import Incoming, NotAReport, Provider
from kraamkring.rooms.messages.receipts import message_seen

from .reading import LARGEST_BYTES, NotAReceipt, is_signed, read

TAKEN, WRONG, NOT_SIGNED, TOO_LARGE = 204, 400, 403, 413
LARGEST_REPORT_BYTES = 262_144  # a company may report about many messages at once


@csrf_exempt
@never_cache
@require_POST
@limited("receipt")
def sms(request: HttpRequest) -> HttpResponse:
    """What became of a text message, in our own plain form."""
    secret = settings.SMS_RECEIPT_SECRET
    if not secret:
        raise Http404
    if len(request.body) > LARGEST_BYTES:
        return HttpResponse(status=TOO_LARGE)
    if not is_signed(request.body, request.headers.get("X-Signature", ""), secret):
        return HttpResponse(status=NOT_SIGNED)
    try:
        receipt = read(request.body)
    except NotAReceipt:
        return HttpResponse(status=WRONG)
    try:
        take_receipt(
            message_id=receipt.reference, arrived=receipt.arrived, code=receipt.code, now=clock.now()
        )
    except NotThere as refusal:
        raise Http404 from refusal
    return HttpResponse(status=TAKEN)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@limited("receipt")
def sms_report(request: HttpRequest, company: str) -> HttpResponse:
    """What became of text messages, as the company reports it that brings ours; for every other there is no door."""
    provider: Provider | None = import_string(settings.SMS_PROVIDER)()
    if provider is None or company != settings.SMS_GATEWAY["provider"]:
        raise Http404
    if len(request.body) > LARGEST_REPORT_BYTES:
        return HttpResponse(status=TOO_LARGE)
    incoming = _incoming(request)
    if not provider.signed(incoming):
        return HttpResponse(status=NOT_SIGNED)
    try:
        reports = provider.reports(incoming)
    except NotAReport:
        return HttpResponse(status=WRONG)
    known = [_take(each.reference, each.arrived, each.code, each.faulty) for each in reports]
    if not any(known):
        raise Http404
    return HttpResponse(status=TAKEN)


@csrf_exempt
@never_cache
@require_POST
@limited("receipt")
def mail(request: HttpRequest) -> HttpResponse:
    """A letter about a letter of ours (RFC 3464), handed in by a mail server; signed as our own plain form is."""
    if not settings.BOUNCE_SECRET:
        raise Http404
    if len(request.body) > bounce.LARGEST_BYTES:
        return HttpResponse(status=TOO_LARGE)
    if not is_signed(request.body, request.headers.get("X-Signature", ""), settings.BOUNCE_SECRET):
        return HttpResponse(status=NOT_SIGNED)
    if not read_one(raw=request.body, now=clock.now()):
        return HttpResponse(status=WRONG)
    return HttpResponse(status=TAKEN)


@csrf_exempt
@never_cache
@require_POST
@limited("receipt")
def pushed(request: HttpRequest) -> HttpResponse:
    """A browser showed a pushed message: it knows the word that stood inside, encrypted for it alone."""
    word = request.body[:LARGEST_BYTES].decode("utf-8", "replace")
    message_id = message_seen(word)
    if message_id is None:
        return HttpResponse(status=NOT_SIGNED)
    try:
        take_sight(message_id=message_id, now=clock.now())
    except NotThere as refusal:
        raise Http404 from refusal
    return HttpResponse(status=TAKEN)


def _incoming(request: HttpRequest) -> Incoming:
    return Incoming(
        url=settings.SITE_ADDRESS + request.get_full_path(),
        headers={name.lower(): value for name, value in request.headers.items()},
        query=request.GET.dict(),
        form=request.POST.dict(),
        body=request.body,
        now_s=clock.now().timestamp(),
    )


def _take(reference: UUID | str, arrived: bool | None, code: str, faulty: bool) -> bool:
    try:
        take_receipt(message_id=reference, arrived=arrived, code=code, faulty=faulty, now=clock.now())
    except NotThere:
        return False
    return True
