from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kraamkring.doors.ui"
    label = "ui"
