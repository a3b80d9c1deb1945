"""Whether this is a demo, for every template: there, each page leads to the tour and the inbox."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def in_demo(request: HttpRequest) -> dict[str, bool]:
    return {"in_demo": settings.STAGE == "demo"}
