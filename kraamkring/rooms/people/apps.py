"""The room of persons, pregnancies and the links between them."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kraamkring.rooms.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
