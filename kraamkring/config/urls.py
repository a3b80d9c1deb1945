"""Which door an address leads to."""

from django.urls import include, path

from kraamkring.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("kraamkring.config.sign_in_urls")),
    path("", include("kraamkring.doors.entrance.urls")),
    path("", include("kraamkring.doors.staff.urls")),
    path("", include("kraamkring.doors.parents.urls")),
    path("", include("kraamkring.doors.feeds.urls")),
    path("", include("kraamkring.doors.receipts.urls")),
    path(
        "", include("kraamkring.doors.smart.urls")
    ),  # before fhir, which answers whatever else is under its address
    path("", include("kraamkring.doors.fhir.urls")),
    path("", include("kraamkring.doors.visitors.urls")),
    path("", include("kraamkring.doors.pathway.urls")),
]
