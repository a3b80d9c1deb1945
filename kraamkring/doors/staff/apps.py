from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "kraamkring.doors.staff"
    label = "staff_door"
