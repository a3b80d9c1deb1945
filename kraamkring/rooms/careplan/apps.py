"""The room of the postnatal plan, the promised activities and the appointments."""

from django.apps import AppConfig


class CareplanConfig(AppConfig):
    name = "kraamkring.rooms.careplan"
    label = "careplan"
    default_auto_field = "django.db.models.BigAutoField"
