from django.urls import include, path

from . import appointments, calling, circle, looks, plan, record, sharing, week

PAGES = [
    path("", week.week, name="my_week"),
    path("plan/", plan.plan, name="my_plan"),
    path("plan/change/", plan.change, name="my_plan_change"),
    path("plan/changes/", plan.changes, name="my_plan_changes"),
    path("plan/points/", plan.raise_point, name="my_points"),
    path("plan/points/<uuid:item>/", plan.point, name="my_point"),
    path("appointments/", appointments.appointments, name="my_appointments"),
    path("appointments/<uuid:item>/", appointments.another_time, name="my_appointment"),
    path("circle/", circle.circle, name="my_circle"),
    path("circle/sharing/", sharing.sharing, name="my_sharing"),
    path("circle/sharing/<slug:module>/", sharing.say, name="my_say"),
    path("record/", record.record, name="my_record"),
    path("looks/", looks.looks, name="my_looks"),
    path("call/", calling.call, name="my_call"),
]

# Each page of the pregnancy that she booked last, and of the one that is named.
urlpatterns = [path("my/", include(PAGES)), path("my/<uuid:family>/", include(PAGES))]
