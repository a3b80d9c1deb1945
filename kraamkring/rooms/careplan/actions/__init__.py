"""Writes of this room: plan, appointments, and the pathway that is reconciled with what was derived."""

from .appointments import accept, agree, change_appointment
from .overriding import override_gates
from .plan import change_plan, comment, write_item
from .reconciling import Difference, reconcile
from .versions import Conflict

__all__ = [
    "Conflict",
    "Difference",
    "accept",
    "agree",
    "change_appointment",
    "change_plan",
    "comment",
    "override_gates",
    "reconcile",
    "write_item",
]
