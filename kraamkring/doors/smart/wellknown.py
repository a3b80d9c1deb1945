"""What programs read before they ask: where to ask, and for what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from kraamkring.core.exchange.scopes import IDENTITY, LAUNCHES, OFFLINE
from kraamkring.doors.ui.elsewhere import from_elsewhere

from .addresses import issuer, whole
from .server import SIGNED_WITH
from .signing import ALGORITHM, signs
from .signing import public_keys as our_keys

ASKED = require_http_methods(["GET", "HEAD", "OPTIONS"])
GRANTS = ["authorization_code", "refresh_token", "client_credentials"]
METHODS = ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"]
OPENED = ["patient/*.rs", "user/*.rs", "user/*.cruds", "system/*.rs"]
CAPABILITIES = [
    "launch-ehr",
    "launch-standalone",
    "client-public",
    "client-confidential-symmetric",
    "client-confidential-asymmetric",
    "context-ehr-patient",
    "context-standalone-patient",
    "permission-offline",
    "permission-patient",
    "permission-user",
    "permission-v1",
    "permission-v2",
]


@ASKED
@from_elsewhere
def smart_configuration(request: HttpRequest) -> HttpResponse:
    """Where a program asks for a key of the record (SMART 2, conformance)."""
    return JsonResponse(
        _said(request) | {"capabilities": [*CAPABILITIES, *(["sso-openid-connect"] * signs())]}
    )


@ASKED
@from_elsewhere
def openid_configuration(request: HttpRequest) -> HttpResponse:
    """The same in the words of OpenID Connect Discovery."""
    more = {"subject_types_supported": ["public"], "id_token_signing_alg_values_supported": [ALGORITHM]}
    return JsonResponse(_said(request) | more)


@ASKED
@from_elsewhere
def public_keys(request: HttpRequest) -> HttpResponse:
    """With which what we sign is checked."""
    return JsonResponse(our_keys())


def _said(request: HttpRequest) -> dict[str, Any]:
    said = {
        "authorization_endpoint": whole(request, "oauth_authorize"),
        "token_endpoint": whole(request, "oauth_token"),
        "revocation_endpoint": whole(request, "oauth_revoke"),
        "introspection_endpoint": whole(request, "oauth_introspect"),
        "management_endpoint": whole(request, "programs"),
        "grant_types_supported": GRANTS,
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": METHODS,
        "token_endpoint_auth_signing_alg_values_supported": SIGNED_WITH,
        "scopes_supported": [*(IDENTITY if signs() else ()), *LAUNCHES, OFFLINE, *OPENED],
    }
    return said | ({"issuer": issuer(request), "jwks_uri": whole(request, "oauth_keys")} if signs() else {})
