"""What is planned, what is promised, what is agreed, and what is missing."""

from .alarms import Alarm, AlarmStep, OpenAlarm, Reminder
from .appointments import Appointment
from .handing_over import HandOver, HandOverStep, HandOverTo
from .meetings import AgendaPoint, MeetingAnswer, MeetingDecision, NetworkMeeting
from .overrides import DischargeOverride
from .pathway import Activity, ActivityChange
from .plan import PlanComment, PlanItem, PostnatalPlan
from .watching import Urgency, Watch

__all__ = [
    "Activity",
    "ActivityChange",
    "AgendaPoint",
    "Alarm",
    "AlarmStep",
    "Appointment",
    "DischargeOverride",
    "HandOver",
    "HandOverStep",
    "HandOverTo",
    "MeetingAnswer",
    "MeetingDecision",
    "NetworkMeeting",
    "OpenAlarm",
    "PlanComment",
    "PlanItem",
    "PostnatalPlan",
    "Reminder",
    "Urgency",
    "Watch",
]
