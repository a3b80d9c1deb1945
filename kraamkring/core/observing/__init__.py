"""What is measured and seen: which values may be written, and what the warning charts say of them."""

from .asking import asked
from .checking import REASON, check
from .from_charts import beside_birth
from .judging import Judged, Observation, Unjudged, judge_all, level_of, unjudged_all
from .newborn import Newborn, newborns_of
from .observable import Block, Choice, Limits, Observable, Value

__all__ = [
    "REASON",
    "Block",
    "Choice",
    "Judged",
    "Limits",
    "Newborn",
    "Observable",
    "Observation",
    "Unjudged",
    "Value",
    "asked",
    "beside_birth",
    "check",
    "judge_all",
    "level_of",
    "newborns_of",
    "unjudged_all",
]
