from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "kraamkring.doors.inbox"
    label = "inbox_door"
