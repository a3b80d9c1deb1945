"""Who cares for others or governs comes in with more than a password: until she has a passkey, a second step or her
organisation's own sign-in, every page leads her to where she sets one up. In production (KRAAMKRING_SECOND_STEP=0
lifts it)."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kraamkring.doors.ui.landing import is_parent

OPEN = ("/account/", "/i18n/", "/static/", "/healthz", "/me/devices/", "/worker.js", "/fhir/")
STRONG = frozenset({"mfa", "socialaccount"})
SEEN = "second_step"  # in the session, so that it is asked of the database once


class SecondStep:
    """Stands inside the sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            getattr(settings, "SECOND_STEP", False)
            and not request.path.startswith(OPEN)
            and self._lacks(request)
        ):
            return redirect("mfa_index")
        request.signed_in_recently = lambda: recent(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _lacks(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or is_parent(user) or request.session.get(SEEN):
            return False
        how = {record["method"] for record in get_authentication_records(request, user)}
        if how & STRONG or is_mfa_enabled(user):
            request.session[SEEN] = True
            return False
        return True


def recent(request: HttpRequest) -> bool:
    """Whether she signed in, or showed again who she is, in the last minutes. By the clock of the machine, as allauth
    writes it down."""
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(shown) and time.time() - max(shown) <= app_settings.REAUTHENTICATION_TIMEOUT
