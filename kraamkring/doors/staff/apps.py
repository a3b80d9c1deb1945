from importlib import import_module

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "kraamkring.doors.staff"
    label = "staff_door"

    def ready(self) -> None:
        import_module("kraamkring.doors.staff.me.at_sign_in")
