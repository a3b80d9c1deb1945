"""The room of the planner: who works when, who needs care when, and what was promised to whom."""

from django.apps import AppConfig


class PlannerConfig(AppConfig):
    name = "kraamkring.rooms.planner"
    label = "planner"
    default_auto_field = "django.db.models.BigAutoField"
