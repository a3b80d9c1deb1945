"""What programs ask without a person: a key for a code, another for an old one, one given back, what one is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kraamkring.doors.ui.elsewhere import from_elsewhere
from kraamkring.doors.ui.limits import RATES, TOO_OFTEN, who, within

from .server import Introspection, Revocation, Server

ASKED = require_http_methods(["POST", "OPTIONS"])


@csrf_exempt
@never_cache
@ASKED
@from_elsewhere
def token(request: HttpRequest) -> HttpResponse:
    """A key, or in the words of OAuth why not."""
    if not within("program", who(request, RATES["program"])):
        return JsonResponse({"error": "slow_down"}, status=TOO_OFTEN)
    answer: HttpResponse = Server(request).create_token_response(request)
    return answer


@csrf_exempt
@never_cache
@ASKED
@from_elsewhere
def revoke(request: HttpRequest) -> HttpResponse:
    """It holds no more; for one that never was the answer is the same (RFC 7009, 2.2)."""
    if not within("program", who(request, RATES["program"])):
        return JsonResponse({"error": "slow_down"}, status=TOO_OFTEN)
    answer: HttpResponse = Server(request).create_endpoint_response(Revocation.ENDPOINT_NAME, request)
    return answer


@csrf_exempt
@never_cache
@require_http_methods(["POST"])
def introspect(request: HttpRequest) -> HttpResponse:
    """What a key opens, for the program that holds it."""
    if not within("program", who(request, RATES["program"])):
        return JsonResponse({"error": "slow_down"}, status=TOO_OFTEN)
    answer: HttpResponse = Server(request).create_endpoint_response(Introspection.ENDPOINT_NAME, request)
    return answer
