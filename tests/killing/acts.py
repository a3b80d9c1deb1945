"""The acts that people do while the household is killed: one line each.

page: where the form stands. stage: of whose families. answers: what is filled in, and what of it must be found again
in the rows it leaves. messages: how many people are told of it. once: a family has it once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

Given = dict[str, "str | list[str]"]
Filled = tuple[Given, tuple[str, ...]]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Act:
    """Something a person does on a page. action: a part of where its form goes, if the page has several forms."""

    name: str
    page: str
    stage: str
    answers: Callable[[Random, datetime], Filled]
    messages: int = 0
    action: str = ""
    once: bool = False
    weight: int = 2


def moment(name: str, at: datetime) -> Given:
    """The controls of a date and a time, in the families' own zone."""
    return {f"{name}_on": f"{at:%Y-%m-%d}", f"{name}_time": f"{at:%H:%M}"}


def instant(at: datetime) -> str:
    """The same as it stands in an entry."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def lately(random: Random, now: datetime) -> datetime:
    """A minute of the last weeks."""
    return now.replace(second=0, microsecond=0) - random.randrange(20 * 24 * 60) * MINUTE


def _flag(random: Random, now: datetime) -> Filled:
    at = lately(random, now)
    return moment("called", at), (instant(at),)


ACTS = (Act("a red flag", "/desk/{family}/flag/", "expecting", _flag, messages=2),)
