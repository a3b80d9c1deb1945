"""By what a browser is known again: a cookie that holds a random word, and nothing about anybody."""

from __future__ import annotations

import re
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
WORD = re.compile(r"[A-Za-z0-9_-]{43}")
LASTS_S = 400 * 24 * 60 * 60  # as long as a browser keeps a cookie at most


def shown_by(request: HttpRequest) -> str:
    """The word of this browser; a new one if it brought none that can be ours."""
    brought = request.COOKIES.get(COOKIE, "")
    return brought if WORD.fullmatch(brought) else token_urlsafe(32)


def remember(response: HttpResponse, word: str) -> None:
    """The browser keeps its word, also after signing out."""
    response.set_cookie(
        COOKIE, word, max_age=LASTS_S, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
