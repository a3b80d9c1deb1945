from django.apps import AppConfig


class PathwayConfig(AppConfig):
    name = "kraamkring.doors.pathway"
    label = "pathway_door"
