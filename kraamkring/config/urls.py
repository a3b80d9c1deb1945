"""Which door an address leads to."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from kraamkring.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
]
for door in settings.DOORS:
    if find_spec(f"kraamkring.doors.{door}.urls"):
        urlpatterns.append(path("", include(f"kraamkring.doors.{door}.urls")))
