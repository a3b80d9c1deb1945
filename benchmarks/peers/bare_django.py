"""The least that Django does for a request: one address, one line of text, nothing between. For scale beside FHIR."""

from __future__ import annotations

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="bare", ALLOWED_HOSTS=["*"])  # noqa: S106 (opens nothing)


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("{}", content_type="application/fhir+json")


urlpatterns = [path("", bare)]

import django  # noqa: E402

django.setup()
application = WSGIHandler()
