"""The room of figures and of forms that go to registries."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "kraamkring.rooms.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
