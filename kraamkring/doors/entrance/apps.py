from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "kraamkring.doors.entrance"
    label = "entrance_door"
