"""A window in which care is due: earliest - target - latest, as instants."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Window(NamedTuple):
    """earliest <= target <= latest (UTC). Local days end at a midnight that no longer counts; elapsed hours end
    on an instant that still does (`last_counts`)."""

    earliest: datetime
    target: datetime
    latest: datetime
    last_counts: bool

    def holds(self, moment: datetime) -> bool:
        """True if the moment lies in the window."""
        return self.earliest <= moment and not self.closed_at(moment)

    def closed_at(self, moment: datetime) -> bool:
        """True if the window has closed by then."""
        return moment > self.latest if self.last_counts else moment >= self.latest
