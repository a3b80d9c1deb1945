from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "kraamkring.doors.feeds"
    label = "feeds_door"
