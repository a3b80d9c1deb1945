"""Several things that a program sends are one act: all of them are written, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows import transaction

Done = TypeVar("Done")

TRIES = 3  # our choice: two transactions that wait for each other are begun anew, and the second time one is first
WAITED_FOR_EACH_OTHER = ("40P01", "40001")  # PostgreSQL: deadlock_detected, serialization_failure


class Busy(Refusal):
    """Somebody else wrote about the same at the same moment; nothing was written."""


def together(act: Callable[[], Done]) -> Done:
    """What the act gives. It may be run more than once; nothing stands of a run that did not end. Raises Busy, and
    whatever the act raises."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return act()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in WAITED_FOR_EACH_OTHER:
                raise
    raise Busy("", "somebody else wrote about the same at this moment", "Send it again")
