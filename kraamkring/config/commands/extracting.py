"""`kraamkring extract`: the lake brought up to date, and what was written said month by month."""

import argparse
import os
import sys
from pathlib import Path

import django
from django.conf import settings

from kraamkring.config.clock import command_time
from kraamkring.config.commands.in_whose_name import account
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use


def extract(arguments: argparse.Namespace) -> int:
    """Extracts, and prints every edition of a month that this run wrote."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.core.kernel.moments import instant
    from kraamkring.flows.extract_lake import extract_lake
    from kraamkring.rooms.registry.counted import keep_counted

    try:
        now = instant(arguments.at, "--at") if arguments.at else command_time()
        with database_in_use():
            complain_of_unmigrated()
            by = account(arguments.by)
            done = extract_lake(to=Path(arguments.to).resolve(), key=settings.LAKE_KEY, by=by, now=now)
        if done.manifest["months"]:
            keep_counted(Path(arguments.to).resolve())
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None
    except OSError as error:
        raise Complaint(f"the lake cannot be written ({(error.strerror or 'no reason').lower()}).") from None
    manifest = done.manifest
    for month, editions in manifest["months"].items():
        last = editions[-1]
        if last["made_at"] == now.isoformat():
            kind = "correction" if last["correction"] else "open"
            counts = "  ".join(
                f"{name} {last[name]}" for name in ("pregnancies", "added", "changed", "removed")
            )
            sys.stdout.write(f"{month}  edition {last['number']}  {kind}  {counts}\n")
    sys.stdout.write(
        f"{done.read} pregnancies looked at; left out: {manifest['refused']} closed by the mother, "
        f"{manifest['unreadable']} unreadable.\n"
    )
    return 0
