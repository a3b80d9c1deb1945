"""The room of the maternity record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "kraamkring.rooms.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
