from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kraamkring.doors.jobs"
    label = "jobs_door"
