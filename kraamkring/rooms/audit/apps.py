"""The room that remembers who did and who looked."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kraamkring.rooms.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
