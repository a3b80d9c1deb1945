"""The door that the gateway for text messages knocks at. Without a secret in the settings there is none."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kraamkring.core.kernel.errors import NotThere
from kraamkring.doors.ui import clock
from kraamkring.flows.take_receipt import take_receipt

from .reading import LARGEST_BYTES, NotAReceipt, is_signed, read

TAKEN, WRONG, NOT_SIGNED, TOO_LARGE = 204, 400, 403, 413


@csrf_exempt
@never_cache
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """Writes down what became of a text message. The same report again changes nothing, and is answered the same."""
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
