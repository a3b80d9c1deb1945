from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "kraamkring.doors.receipts"
    label = "receipts_door"
