"""Garbage is looked for seldom: a page makes thousands of rows and lets go of them all, without cycles among them."""

from __future__ import annotations

import gc

OBJECTS = 50_000  # made and not let go of before the youngest are looked at; Python's own choice is 700
YOUNG, MIDDLE = 20, 50  # looks at the younger before the next older are looked at


def collect_seldom() -> None:
    """What is loaded by now is never looked at again, what a request makes a hundredth as often. A page of a whole
    region takes two thirds of the processor's time (docs/benchmarks.md, the planner's week)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG, MIDDLE)
