from django.apps import AppConfig


class ParentsConfig(AppConfig):
    name = "kraamkring.doors.parents"
    label = "parents_door"
