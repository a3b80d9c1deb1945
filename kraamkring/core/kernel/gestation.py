"""Gestational age: completed weeks and days, counted back from the due date (40+0)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .errors import ImpossibleFact

TERM_DAYS = 280  # the due date is 40+0
LONGEST_DAYS = 45 * 7  # a pregnancy counted past 45+0 has a wrong due date


def gestation_days(due: date, on: date) -> int:
    """Days of gestation on a local date, 280 on the due date."""
    return TERM_DAYS - (due - on).days


def date_at(due: date, days: int) -> date:
    """The local date on which a gestation in days is reached."""
    return due + timedelta(days=days - TERM_DAYS)


def notation(days: int) -> str:
    """`39+4`, the way the ward writes it."""
    return f"{days // 7}+{days % 7}"


def parse(text: str, field: str = "") -> int:
    """Days from `39+4`. Raises ImpossibleFact if it is not that, or past 45+0."""
    match = re.fullmatch(r"(\d{1,2})\+([0-6])", text)
    if not match:
        raise ImpossibleFact(field, "this is not a gestation", "Write weeks and days, as in 39+4")
    days = int(match[1]) * 7 + int(match[2])
    if days > LONGEST_DAYS:
        raise ImpossibleFact(field, "no pregnancy lasts so long", "Check it: 45+0 is the longest taken")
    return days
