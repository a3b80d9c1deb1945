"""What starts without signal: the worker, the files of the pages, the page that says so, and the card of the app."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

FONT = "ui/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
STYLES = ("ui/tokens.css", "ui/components.css", "ui/pictures.css", "ui/print.css")
OWN = "staff/offline"
NAMES = ("start", "vault", "queue", "sync", "bundle", "leaving", "visit", "device", "moments")
SCRIPTS = tuple(f"{OWN}/{name}.js" for name in NAMES)
OTHERS = ("ui/mark.svg", "ui/search-key.js", FONT)
EXTRA = ("staff/visiting/visiting.css", "staff/visiting/photo.js")  # of the visit screen, if they are there
PUSH = "ui/worker/push.js"
ICONS = {"ui/icons/icon-192.png": "192x192", "ui/icons/icon-512.png": "512x512"}
TEAL, PAPER = "#0f5c63", "#f7f5f0"


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The worker, with the edition of the files that it keeps: another file is another edition."""
    code = _worker.__wrapped__() if settings.DEBUG else _worker()
    response = HttpResponse(code, "text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@lru_cache(maxsize=1)
def _worker() -> str:
    code = _file(f"{OWN}/worker.js")
    loaded = [name for name in (f"{OWN}/vault.js", PUSH) if _there(name)]
    digest = sha256(code)
    for name in (*files(), *loaded):
        digest.update(_file(name))
    with_page = [*(static(name) for name in files()), reverse("visit_offline")]
    shell = {
        "name": f"shell-{digest.hexdigest()[:16]}",
        "files": with_page,
        "scripts": [static(name) for name in loaded],
        "offline": reverse("visit_offline"),
    }
    return f"const SHELL = {json.dumps(shell)};\n{code.decode()}"


def files() -> list[str]:
    """The static files that the pages of a visit need, those that are there."""
    return [name for name in (*STYLES, *SCRIPTS, *OTHERS, *EXTRA) if _there(name)]


def _there(name: str) -> bool:
    return finders.find(name) is not None


def _file(name: str) -> bytes:
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else b""


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The card by which a telephone installs the app."""
    card = {
        "id": "/",
        "name": "Kraamkring",
        "short_name": "Kraamkring",
        "description": _("The circle around the maternity bed"),
        "start_url": reverse("visit_start"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": TEAL,
        "icons": [
            {"src": static(name), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size in ICONS.items()
            for purpose in ("any", "maskable")
        ],
    }
    return JsonResponse(card, content_type="application/manifest+json")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown where there is neither signal nor a kept page. Nobody's: it is the same for all, in every language
    of the desk."""
    said = []
    for language, name in settings.STAFF_LANGUAGES:
        with override(language):
            said.append(
                (
                    language,
                    name,
                    _("There is no signal, and this page is not kept on this device."),
                    _("My day"),
                )
            )
    return render(request, "staff/offline/no_signal.html", {"said": said})
