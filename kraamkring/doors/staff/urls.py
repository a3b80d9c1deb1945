from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("kraamkring.doors.staff.today.urls")),
    path("", include("kraamkring.doors.staff.visiting.urls")),
    path("", include("kraamkring.doors.staff.planning.urls")),
    path("", include("kraamkring.doors.staff.on_call.urls")),
    path("", include("kraamkring.doors.staff.booking.urls")),
    path("", include("kraamkring.doors.staff.finding.urls")),
    path("families/", views.families, name="families"),
    path("families/<uuid:family>/", views.family, name="family"),
    path("", include("kraamkring.doors.staff.letter.urls")),
    path("", include("kraamkring.doors.staff.handing_over.urls")),
    path("", include("kraamkring.doors.staff.meeting.urls")),
    path("", include("kraamkring.doors.staff.outbox.urls")),
    path("", include("kraamkring.doors.staff.looks.urls")),
    path("", include("kraamkring.doors.staff.governance.urls")),
    path("", include("kraamkring.doors.staff.capacity.urls")),
    path("", include("kraamkring.doors.staff.me.urls")),
    path("", include("kraamkring.doors.staff.offline.urls")),
    path("", include("kraamkring.doors.staff.cover.urls")),
    path("", include("kraamkring.doors.staff.plan.urls")),
    path("", include("kraamkring.doors.staff.record.urls")),
    path("", include("kraamkring.doors.staff.observations.urls")),
    path("", include("kraamkring.doors.staff.network.urls")),
    path("", include("kraamkring.doors.staff.letting_in.urls")),
    path("", include("kraamkring.doors.staff.emergency.urls")),
    path("", include("kraamkring.doors.staff.review.urls")),
    path("", include("kraamkring.doors.staff.privacy.urls")),
    path("", include("kraamkring.doors.staff.birth.urls")),
    path("", include("kraamkring.doors.staff.wards.urls")),
]
