"""The inbox of everybody at once, in a demo and nowhere else: elsewhere this page does not exist."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import caught


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What was caught, the newest first."""
    return render(request, "inbox/inbox.html", {"letters": caught.newest(_folder()), "most": caught.MOST})


@never_cache
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One message, as its reader would see it."""
    found = caught.one(_folder(), name)
    if found is None:
        raise Http404
    return render(request, "inbox/letter.html", {"letter": found})


def _folder() -> Path:
    if settings.STAGE != "demo" or not settings.MESSAGE_CATCHER:
        raise Http404
    return Path(settings.MESSAGE_CATCHER)
