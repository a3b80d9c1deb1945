"""A reading and its chart: normal, watch or act; why, what to do, who, and within what time."""

from .chart import LEVELS, Action, Chart, Charts, Level, Rule, Wording
from .judge import Reason, Warning, judge
from .reading import read

__all__ = [
    "LEVELS",
    "Action",
    "Chart",
    "Charts",
    "Level",
    "Reason",
    "Rule",
    "Warning",
    "Wording",
    "judge",
    "read",
]
