"""`kraamkring form`: a form of a registry, from the record. A file is there whole, or not at all."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

import django

from kraamkring.config.clock import command_time
from kraamkring.config.commands.exporting import whole
from kraamkring.config.commands.in_whose_name import account, id_in
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use


def write_form(arguments: argparse.Namespace) -> int:
    """Writes the form, and what it lacks on standard error; 1 if it lacks anything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    from kraamkring.core.kernel.errors import Refusal

    try:
        return _write_form(arguments, command_time())
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None


def _write_form(arguments: argparse.Namespace, now: datetime) -> int:
    from kraamkring.core.kernel.identifiers import new_id
    from kraamkring.flows.registry_forms import export_form
    from kraamkring.packs.forms import forms_called

    forms_called(arguments.form)  # before anything is opened
    pregnancy = id_in(arguments.pregnancy, "the pregnancy")
    if not arguments.by:
        raise Complaint("--as: nobody is named. Say in whose name the record is opened.")
    with database_in_use():
        complain_of_unmigrated()
        by = account(arguments.by)
        message = export_form(episode_id=pregnancy, form=arguments.form, id=new_id(now), by=by, now=now)
    if arguments.output:
        whole(Path(arguments.output), message.text)
    else:
        sys.stdout.write(message.text)
    lacks = [each.problem for form in message.forms for each in form.lacking]
    for lack in dict.fromkeys(map(str, lacks)):
        sys.stderr.write(f"{lack}\n")
    return 1 if lacks else 0
