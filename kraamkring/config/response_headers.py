"""Headers that Django itself does not send."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ResponseHeaders:
    """Sends two policies more; a page of a signed-in person is never stored by caches, and signing out empties that of
    the browser. Only that: what was written without signal and has not been sent lies in its storage, and stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        elif request.path == reverse("account_logout") and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache"'
        return response
