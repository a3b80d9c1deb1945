from django.urls import path

from . import views, writing

RECORD = "families/<uuid:family>/record/"

urlpatterns = [
    path(RECORD, views.record, name="record"),
    path(f"{RECORD}add/", writing.choose, name="record_add"),
    path(f"{RECORD}add/<slug:kind>/", writing.add, name="record_add_kind"),
    path(f"{RECORD}<uuid:entry>/", views.entry, name="record_entry"),
    path(f"{RECORD}<uuid:entry>/correct/", writing.correct, name="record_correct"),
    path(f"{RECORD}<uuid:entry>/take-back/", writing.take_back_entry, name="record_take_back"),
    path(f"{RECORD}<uuid:entry>/stands/", writing.stands, name="record_stands"),
]
