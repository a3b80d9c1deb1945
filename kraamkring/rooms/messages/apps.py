"""The room that knows what must be told to whom, and what became of it."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "kraamkring.rooms.messages"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
