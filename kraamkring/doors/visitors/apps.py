from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "kraamkring.doors.visitors"
    label = "visitors_door"
