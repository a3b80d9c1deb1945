"""What is planned, what is promised, and what is agreed."""

from .appointments import Appointment
from .overrides import DischargeOverride
from .pathway import Activity, ActivityChange
from .plan import PlanComment, PlanItem, PostnatalPlan

__all__ = [
    "Activity",
    "ActivityChange",
    "Appointment",
    "DischargeOverride",
    "PlanComment",
    "PlanItem",
    "PostnatalPlan",
]
