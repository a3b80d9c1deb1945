"""The pages of a demo, there and nowhere else: elsewhere they do not exist."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import caught
from .tour import PASSWORD, STOPS


@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """Ten stops of a minute."""
    if settings.STAGE != "demo":
        raise Http404
    return render(request, "visitors/tour.html", {"stops": STOPS, "password": PASSWORD})


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What was caught, the newest first."""
    letters = caught.newest(_folder())
    return render(request, "visitors/inbox.html", {"letters": letters, "most": caught.MOST})


@never_cache
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One message, as its reader would see it."""
    found = caught.one(_folder(), name)
    if found is None:
        raise Http404
    return render(request, "visitors/letter.html", {"letter": found})


def _folder() -> Path:
    if settings.STAGE != "demo" or not settings.MESSAGE_CATCHER:
        raise Http404
    return Path(settings.MESSAGE_CATCHER)
