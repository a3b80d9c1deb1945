"""The language of a page: a cookie, and a button that keeps what was typed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def chosen(request: HttpRequest) -> str:
    """The language that a `language` button of a form chose, and speaks it from here on; or empty."""
    language = request.POST.get("language", "") if request.method == "POST" else ""
    if language not in dict(settings.LANGUAGES):
        return ""
    translation.activate(language)
    return language


def remembered(response: HttpResponse, language: str) -> HttpResponse:
    """The answer, with the language in a cookie if one was chosen."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=bool(settings.LANGUAGE_COOKIE_SECURE),
            samesite="Lax",
        )
    return response
