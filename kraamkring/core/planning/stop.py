"""When a search ends. The caller decides; core reads no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Stop(Protocol):
    """Asked again and again during a search."""

    def share(self, steps: int) -> float:
        """How much of the search is over after so many steps: 0 at the start, 1 or more when it must end."""


@dataclass(frozen=True)
class Steps:
    """Ends after so many steps: the same plan on every machine."""

    most: int

    def share(self, steps: int) -> float:
        """The share of the steps that were taken."""
        return steps / self.most if self.most > 0 else 1.0
