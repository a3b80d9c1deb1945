"""When somebody was last seen on a device: written when her session is prolonged, so at most once in five minutes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kraamkring.rooms.accounts.sessions import note_seen


class LastSeen:
    """Stands inside the sessions and notes which of them were prolonged."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key is not None and getattr(request.session, "renewed", False):
            note_seen(key)
        return response
