"""The room of the care network: who belongs to it, who coordinates, and what the mother agreed to."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "kraamkring.rooms.network"
    label = "network"
    default_auto_field = "django.db.models.BigAutoField"
