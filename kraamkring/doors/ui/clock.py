"""The clock of the doors. Below them nobody reads one: `now` is passed on."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string


def now() -> datetime:
    """This moment in UTC, by the clock that the settings name: a demo's may run faster, a test's stands still."""
    moment: datetime = import_string(settings.CLOCK)()
    return moment
