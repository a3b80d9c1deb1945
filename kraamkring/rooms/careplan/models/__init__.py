"""What is planned, what is promised, what is agreed, and what is missing."""

from .alarms import Alarm, AlarmStep, OpenAlarm, Reminder
from .appointments import Appointment
from .overrides import DischargeOverride
from .pathway import Activity, ActivityChange
from .plan import PlanComment, PlanItem, PostnatalPlan
from .watching import Urgency, Watch

__all__ = [
    "Activity",
    "ActivityChange",
    "Alarm",
    "AlarmStep",
    "Appointment",
    "DischargeOverride",
    "OpenAlarm",
    "PlanComment",
    "PlanItem",
    "PostnatalPlan",
    "Reminder",
    "Urgency",
    "Watch",
]
