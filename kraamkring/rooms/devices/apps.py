"""The room of devices: what was written on them, and what could not be taken up."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "kraamkring.rooms.devices"
    label = "devices"
    default_auto_field = "django.db.models.BigAutoField"
