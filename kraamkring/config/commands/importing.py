"""`kraamkring import`: what became of every element, by place and kind. Values stay in the record."""

import argparse
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import django

from kraamkring.config.clock import command_time
from kraamkring.config.commands.in_whose_name import account, id_in
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use

if TYPE_CHECKING:
    from kraamkring.flows.import_record import Imported

ASKS = 2  # the exit code where a person must answer first


def take_over(arguments: argparse.Namespace) -> int:
    """Reads the files, asks what must be asked, and takes the record over; 2 if nothing was written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.doors.imports.answers import Unanswered

    try:
        return _take_over(arguments, command_time())
    except Unanswered as unanswered:
        _ask(unanswered.asked, as_json=arguments.json)
        raise Complaint(str(unanswered)) from None
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None


def _take_over(arguments: argparse.Namespace, now: datetime) -> int:
    from kraamkring.doors.imports.answers import Answers, read_answers
    from kraamkring.doors.imports.files import resources_in
    from kraamkring.doors.imports.report import in_words, report_of
    from kraamkring.doors.imports.understanding import Choices, understand
    from kraamkring.flows.import_record import import_record

    choices = Choices(
        region=arguments.region,
        now=now,
        noon=arguments.days_as_noon,
        unchecked=arguments.unchecked_numbers,
    )
    answers = Answers(read_answers(Path(arguments.answers)) if arguments.answers else None)
    understood = understand(resources_in([Path(name) for name in arguments.files]), choices, answers)
    with database_in_use():
        complain_of_unmigrated()
        by = account(arguments.by)
        imported = import_record(
            record=understood.record,
            by=by,
            now=now,
            answer="another" if arguments.new else _id_or_none(arguments.match, "--match"),
            into=_id_or_none(arguments.into, "--into"),
            other_pregnancy=arguments.other_pregnancy,
            dry_run=arguments.dry_run,
        )
    if imported.episode is None:
        return _ask_who(imported, as_json=arguments.json)
    report = report_of(understood.resources, imported, dry_run=arguments.dry_run)
    sys.stdout.write(json.dumps(report, indent=1) if arguments.json else "\n".join(in_words(report)))
    sys.stdout.write("\n")
    return 0


def _id_or_none(text: str | None, option: str) -> UUID | None:
    return id_in(text, option) if text else None


def _ask(asked: dict[str, str], *, as_json: bool) -> None:
    """The answers file, ready to be filled in: each name with what fits there."""
    document: dict[str, Any] = {"result": "answers are needed", "asked": asked} if as_json else asked
    sys.stdout.write(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def _ask_who(imported: "Imported", *, as_json: bool) -> int:
    """Whom she may be, by id: a person opens these pregnancies here and sees for herself."""
    rows = [
        {
            "person": str(each.person),
            "why": each.why,
            "pregnancy": str(each.pregnancy),
            "may be this very pregnancy": each.same,
        }
        for each in imported.questions
    ]
    if as_json:
        sys.stdout.write(json.dumps({"result": "is it she?", "questions": rows}, indent=1) + "\n")
    else:
        sys.stdout.write("".join("  ".join(f"{k} {v}" for k, v in row.items()) + "\n" for row in rows))
    raise Complaint(
        "the mother may be somebody who is known here: say --into PREGNANCY, --match PERSON "
        "(with --other-pregnancy if it is none of hers that are known), or --new; nothing was written."
    )
