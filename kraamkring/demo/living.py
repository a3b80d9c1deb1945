"""The region goes on living: what comes due on the demo's clock is done, deadlines are swept, and messages go out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from kraamkring.flows.sweep_gaps import sweep_gaps
from kraamkring.rooms.messages.actions import sweep

from .deeds import Users
from .growing import look_at_alarms, perform
from .notes import Notes, read_notes

TICK_S = 5.0  # seconds of this machine between two looks at the clock
LOOKED_EVERY = timedelta(hours=6)  # on the demo's clock

log = logging.getLogger(__name__)


def live(home: Path, clock: Callable[[], datetime]) -> None:
    """Never returns. Something that goes wrong is written in the log, and tried again at the next look."""
    looked_at = clock()
    while True:
        try:
            notes = read_notes(home)
            if notes is not None:
                now = clock()
                look = now - looked_at >= LOOKED_EVERY
                looked_at = now if look else looked_at
                step(notes, now, look=look).keep(home)
        except Exception:  # the demo goes on; whoever develops it reads the log
            log.exception("the region could not live on")
            connection.close()
        time.sleep(TICK_S)


def step(notes: Notes, now: datetime, *, look: bool = False) -> Notes:
    """Everything up to now, and the notes that say so. look: those who coordinate look at their alarms; the families of
    the stories are left to whoever sits at the screen."""
    if now <= notes.until:
        return notes
    users = Users()
    perform(notes.region.acts(notes.until, now), users)
    sweep_gaps(now=now)
    sweep(now=now)
    if look:
        look_at_alarms(notes.region, users, now, stories=False)
    return notes.reached(now)
