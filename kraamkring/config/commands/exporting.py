"""`kraamkring export`: the record of one pregnancy in a national dialect. A file is there whole, or not at all."""

import argparse
import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import django

from kraamkring.config.clock import command_time
from kraamkring.config.commands.in_whose_name import account, id_in
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use


def write_out(arguments: argparse.Namespace) -> int:
    """Reads the record, writes it in the dialect, and says what of it is not told."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    from kraamkring.core.kernel.errors import Refusal

    try:
        return _write_out(arguments, command_time())
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None


def _write_out(arguments: argparse.Namespace, now: datetime) -> int:
    from kraamkring.doors.exports.files import file_of
    from kraamkring.flows.export_record import export_record
    from kraamkring.packs.dialects import dialect

    dialect(arguments.dialect)  # before anything is opened
    pregnancy = id_in(arguments.pregnancy, "the pregnancy")
    with database_in_use():
        complain_of_unmigrated()
        by = account(arguments.by)
        exported = export_record(episode_id=pregnancy, dialect=arguments.dialect, by=by, now=now)
    written = file_of(exported.record, arguments.dialect, arguments.form, exported.kept)
    if arguments.report:
        whole(Path(arguments.report), json.dumps(written.report, indent=1) + "\n")
    if arguments.output:
        whole(Path(arguments.output), written.text)
    else:
        sys.stdout.write(written.text)
    return 0


def whole(path: Path, text: str) -> None:
    """The file, readable by its owner only; whatever goes wrong, no part of one is left."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.touch(mode=0o600, exist_ok=False)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise Complaint(f"the file cannot be written ({(error.strerror or 'no reason').lower()}).") from None
    finally:
        with suppress(OSError):
            beside.unlink()
