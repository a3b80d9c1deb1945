"""`kraamkring gaps` and `kraamkring sweep`: ids, keys of activities, states and times; never a name."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import django

from kraamkring.config.clock import command_time
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use

COLUMNS = ("episode", "activity", "state", "when", "owner", "alarm")


def show(arguments: argparse.Namespace) -> int:
    """Prints every activity that needs somebody, of every family, gaps first."""
    now = _moment(arguments.at)
    _begin()
    from kraamkring.flows.see_gaps import see_gaps

    with database_in_use():
        complain_of_unmigrated()
        rows = (gap._asdict() for gap in see_gaps(now=now))
        if arguments.json:
            _as_json(rows)
        else:
            _in_words(rows, now)
    return 0


def sweep(arguments: argparse.Namespace) -> int:
    """Sweeps, until nothing is due, and prints what was done; 1 if a family could not be looked after."""
    now = _moment(arguments.at)
    _begin()
    from kraamkring.flows.sweep_gaps import rebuild_watch, sweep_all

    with database_in_use():
        complain_of_unmigrated()
        due = f"{rebuild_watch(now=now)} families are looked at anew.\n" if arguments.rebuild else ""
        swept = sweep_all(now=now)
    counts = "  ".join(f"{name} {many}" for name, many in swept._asdict().items())
    sys.stdout.write(f"{due}{counts}\n")
    return 1 if swept.failed else 0


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()


def _moment(text: str | None) -> datetime:
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.core.kernel.moments import instant

    try:
        return instant(text, "--at") if text else command_time()
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"episode": str(row["episode"]), "when": row["when"].isoformat() if row["when"] else ""}


def _as_json(rows: Iterator[dict[str, Any]]) -> None:
    """A list, written as it is read: it may be long."""
    before = "["
    for row in rows:
        sys.stdout.write(f"{before}\n  {json.dumps(_plain(row))}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def _in_words(rows: Iterator[dict[str, Any]], now: datetime) -> None:
    many = 0
    for row in map(_plain, rows):
        many += 1
        sys.stdout.write("  ".join(str(row[column]) or "-" for column in COLUMNS) + "\n")
    sys.stdout.write(f"{many or 'Nothing'} missing or at risk at {now.isoformat(timespec='seconds')}\n")
