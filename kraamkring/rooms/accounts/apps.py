"""The lowest room: who signs in, and for which organisation."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kraamkring.rooms.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
