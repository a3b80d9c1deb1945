"""From where a request comes, said once for every audit row that it leaves (ADR 0606)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kraamkring.rooms.audit.whence import Whence, coming_from, network_of, through

DOORS = "kraamkring.doors."
DEVICES = UUID("6b726161-6d6b-7269-8e67-000000000606")  # names devices after the session that is open on them
LONGEST = 20


class ComesFrom:
    """Says through which door, on which device and from which network what follows is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(Whence(network=network_of(_address(request)))):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        through(door=door_of(view), device=_device(request))


def door_of(view: Any) -> str:
    """`staff` for a page of `kraamkring.doors.staff`; `account` for the sign-in; empty for whatever has no door."""
    module = getattr(view, "__module__", "")
    if module.startswith(DOORS):
        return str(module.removeprefix(DOORS).partition(".")[0])[:LONGEST]
    return "account" if module.startswith("allauth") else ""


def _address(request: HttpRequest) -> str:
    """Of the last of the proxies that are ours, whom it saw; without one, whoever connected."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < proxies <= len(passed) and passed[-proxies].strip():
        return str(passed[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def _device(request: HttpRequest) -> UUID | None:
    key = request.session.session_key if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return device_of(key) if key else None


def device_of(session_key: str) -> UUID:
    """The id under which the log knows the device of a session: from the list of her devices it can be found, and from
    it no session can be opened."""
    return uuid5(DEVICES, session_key)
