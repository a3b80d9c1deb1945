"""Who is told of care that needs somebody, one rung after another, and when the next one hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

Level = Literal["at_risk", "gap"]
Rung = Literal["owner", "coordinator", "on_call", "registered"]

# owner: whose task it is. on_call: of the organisation that registered the family. registered: whoever did that.
RUNGS: tuple[Rung, ...] = ("owner", "coordinator", "on_call", "registered")

# How long somebody has to say that she has seen it: our choice, not verified with those who are on duty.
ESCALATE_AFTER: Mapping[Level, timedelta] = {"at_risk": timedelta(hours=4), "gap": timedelta(hours=1)}
OF_WHAT_IS_LEFT = (
    0.5  # ... and never more than half of the time in which it can still be arranged; our choice too
)


def climbs_at(level: Level, closes_at: datetime, reaches_at: datetime) -> datetime:
    """When the next rung hears, if nobody has said by then that it was seen. closes_at: the window. reaches_at: when
    the message to this rung goes out."""
    wait = ESCALATE_AFTER[level]
    if level == "at_risk" and closes_at > reaches_at:
        wait = min(wait, (closes_at - reaches_at) * OF_WHAT_IS_LEFT)
    return reaches_at + wait


def cannot_wait(level: Level, closes_at: datetime, now: datetime, quiet_until: datetime) -> bool:
    """True for a gap, and for what would close while people sleep. What rests on an expectation that was overtaken
    has closed long ago, and waits for the morning."""
    return level == "gap" or now <= closes_at < quiet_until
