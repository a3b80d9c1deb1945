"""The room of exchange: what other systems read of the record, as it was made for them."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kraamkring.rooms.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
