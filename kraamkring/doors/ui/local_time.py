"""A date and a time as somebody reads them off the wall, into an instant. Two nights a year that is not simple."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Literal

Fold = Literal[0, 1]


class NoSuchTime(ValueError):
    """The clock jumped over this time (the night summer time begins)."""


class TimeTwice(ValueError):
    """The clock showed this time twice (the night summer time ends), and nobody said which one is meant."""


def instant(on: date, at: time, zone: tzinfo, fold: Fold | None = None) -> datetime:
    """The instant (UTC) of a local date and time. fold: 0 the first, 1 the second, where the clock shows it twice.

    Raises NoSuchTime and TimeTwice.
    """
    first = datetime.combine(on, at.replace(fold=0), tzinfo=zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NoSuchTime
    if fold is None:
        raise TimeTwice
    return (second if fold else first).astimezone(UTC)
