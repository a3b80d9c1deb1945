"""Writes of this room: plan, appointments, the pathway as it was derived, and the watch over what is missing."""

from .alarms import acknowledge, close_alarms, note_reminders, note_steps, raise_alarms, wait_until
from .appointments import accept, agree, change_appointment, let_go
from .overriding import override_gates
from .plan import change_plan, comment, write_item
from .reconciling import Difference, reconcile
from .versions import Conflict
from .watching import keep_watch, make_due

__all__ = [
    "Conflict",
    "Difference",
    "accept",
    "acknowledge",
    "agree",
    "change_appointment",
    "change_plan",
    "close_alarms",
    "comment",
    "keep_watch",
    "let_go",
    "make_due",
    "note_reminders",
    "note_steps",
    "override_gates",
    "raise_alarms",
    "reconcile",
    "wait_until",
    "write_item",
]
