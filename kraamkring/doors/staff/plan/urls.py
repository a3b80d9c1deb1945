from django.urls import path

from . import appointments, views

urlpatterns = [
    path("families/<uuid:family>/plan/", views.plan, name="plan"),
    path("families/<uuid:family>/plan/edit/", views.edit, name="plan_edit"),
    path("families/<uuid:family>/plan/changes/", views.changes, name="plan_changes"),
    path("families/<uuid:family>/plan/points/", views.add_a_point, name="plan_add_point"),
    path("families/<uuid:family>/plan/points/<uuid:item>/", views.point, name="plan_point"),
    path("families/<uuid:family>/plan/arrange/<uuid:activity>/", appointments.arrange, name="arrange"),
    path("families/<uuid:family>/plan/waive/<uuid:activity>/", appointments.waive, name="waive"),
    path("families/<uuid:family>/appointments/<uuid:item>/", appointments.appointment, name="appointment"),
    path("families/<uuid:family>/due-date/", views.due_date, name="due_date"),
]
