from django.apps import AppConfig


class SmartConfig(AppConfig):
    name = "kraamkring.doors.smart"
    label = "smart_door"
