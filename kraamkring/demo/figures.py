"""The demo's own lake, so that there are figures to look at from the first day."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kraamkring.core.indicators.pseudonyms import KEY_OF_A_DEMO
from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.extract_lake import extract_lake
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.registry.counted import keep_counted


def keep_figures(lake: Path, by: User, now: datetime) -> None:
    """Extracts what changed and counts it. A folder with somebody else's lake in it stays as it is."""
    with suppress(Refusal):
        extract_lake(to=lake, key=KEY_OF_A_DEMO, by=by, now=now)
        keep_counted(lake)
