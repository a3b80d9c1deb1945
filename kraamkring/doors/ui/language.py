"""The language of a page: a cookie, and a button that keeps what was typed.

Parents read six languages, those who care for them four: the pages of the desk are not written in Turkish or Arabic. A
device that asks for one of these gets them in the first of the four that its browser names, or else in English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

DOORS_IN_FOUR = ("kraamkring.doors.staff", "kraamkring.doors.visitors", "kraamkring.doors.pathway")
IN_SIX = (
    "kraamkring.doors.staff.me",
    "kraamkring.doors.staff.devices",
)  # about oneself: a mother has them too


def in_four(view: Callable[..., HttpResponse]) -> bool:
    """True for a page that is written in the four languages of those who work here."""
    name = f"{view.__module__}."
    return name.startswith(tuple(f"{door}." for door in DOORS_IN_FOUR)) and not name.startswith(
        tuple(f"{door}." for door in IN_SIX)
    )


class SpokenHere:
    """Middleware, after the one that reads the cookie: a page speaks a language that it is written in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        if in_four(view):
            request.languages = settings.STAFF_LANGUAGES  # type: ignore[attr-defined]
            if translation.get_language() not in dict(settings.STAFF_LANGUAGES):
                translation.activate(_instead(request))


def of_page(request: HttpRequest | None) -> list[tuple[str, str]]:
    """The languages that a page can be read in: code and own name."""
    languages: list[tuple[str, str]] = getattr(request, "languages", settings.LANGUAGES)
    return languages


def _instead(request: HttpRequest) -> str:
    """The first of the four that the browser names."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    ours = dict(settings.STAFF_LANGUAGES)
    found = (code for name, _weight in asked if (code := name.partition("-")[0]) in ours)
    return next(found, settings.LANGUAGE_CODE)


def chosen(request: HttpRequest) -> str:
    """The language that a `language` button of a form chose, and speaks it from here on; or empty."""
    language = request.POST.get("language", "") if request.method == "POST" else ""
    if language not in dict(of_page(request)):
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
