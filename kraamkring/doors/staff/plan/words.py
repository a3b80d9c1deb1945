"""The words of the plan for what is known in codes. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import ROLES, Words

from ..letter.words import CARES, COURSES, STAYS

__all__ = ["CARES", "COURSES", "STAYS"]

FIELDS: Words = {
    "course": _("Expected course"),
    "stay": _("Preferred stay"),
    "paediatric_check": _("Check of the child by a doctor, day 7 to 10"),
    "youth_visit": _("First visit of youth health care"),
    "six_week_check": _("Check of the mother at six weeks"),
    "network": _("The network, and how to reach them"),
    "to_be_told": _("Who is told of going home"),
    "maternity_care": _("Maternity care at home"),
    "estimated_hours": _("Hours of maternity care, a first estimate"),
}
OF_THE_CHILD = ("paediatric_check", "youth_visit")  # after a loss nobody is asked for them
SAID = {"course": COURSES, "stay": STAYS}
WANTED = {None: "", True: _("wanted"), False: _("not wanted")}

# What parents come upon after a birth, to think of beforehand (KCE 232As, 3.2 asks for a checklist and leaves its
# content to a national platform: these are ours, not reviewed).
TOPICS: Words = {
    "feeding": _("Feeding"),
    "sleep": _("Sleep and rest"),
    "household": _("Help in the household"),
    "other_children": _("Care of the other children"),
    "visits": _("Visitors and quiet"),
    "language": _("Language and interpreter"),
    "transport": _("Transport"),
    "worries": _("Mood and worries"),
    "work": _("Work and leave"),
    "baby_things": _("Things for the baby"),
    "appointment": _("An appointment"),
    "other": _("Something else"),
}

OUTCOMES: Words = {
    "held": _("It took place"),
    "missed": _("It was missed"),
    "cancelled": _("It was cancelled"),
}

DURATIONS = (15, 30, 45, 60, 90, 120, 180, 240)  # minutes
USUAL_MINUTES = {
    "home_visit": 60,
    "maternity_care": 180,
    "paediatric_check": 30,
    "gynaecological_check": 30,
    "hearing": 30,
}


def role(name: str) -> str:
    """A role or a profession in words; as it is where there is none."""
    return str(ROLES.get(name, name)) if name else ""
