"""The room of what wards told, and what of it waits for a person."""

from django.apps import AppConfig


class WardsConfig(AppConfig):
    name = "kraamkring.rooms.wards"
    label = "wards"
    default_auto_field = "django.db.models.BigAutoField"
