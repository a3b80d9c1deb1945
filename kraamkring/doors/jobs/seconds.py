"""How long a search may take, by the clock of this machine. It decides nothing but when to stop looking."""

from __future__ import annotations

from time import perf_counter


class Seconds:
    """A search ends when so many seconds have passed since it was first asked."""

    def __init__(self, most: float) -> None:
        self.most, self.begun = most, -1.0

    def share(self, steps: int) -> float:
        """The share of the time that has passed."""
        if self.begun < 0:
            self.begun = perf_counter()
        return (perf_counter() - self.begun) / self.most if self.most > 0 else 1.0
