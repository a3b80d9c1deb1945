"""`kraamkring check`: is this installation sound?"""

import argparse
import io
import os
import sys
from datetime import UTC, datetime

import django
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from kraamkring.config.database import names
from kraamkring.config.database.connection import application_url
from kraamkring.config.database.reach import complain_of_unmigrated, connected
from kraamkring.config.database.roles import application_role
from kraamkring.config.processes.database_use import database_in_use


def check(arguments: argparse.Namespace) -> int:
    """Prints one line per fault and gives 1, or says that all is well and gives 0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    with database_in_use():
        faults = [*_of_cards(), *_of_settings(), *_of_database()]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    if not faults:
        sys.stdout.write("Cards, settings, migrations, roles and rights are as they should be.\n")
    return 1 if faults else 0


def _of_cards() -> list[str]:
    """A card that cannot be read, or whose review is overdue."""
    from kraamkring.core.kernel.errors import BadCard
    from kraamkring.packs import protocols

    try:
        found = protocols()
    except BadCard as bad:
        return [str(bad)]
    today = datetime.now(UTC).date()
    return [
        f"{name}: the review of {card.activity} was due on {card.sign.next_review:%d-%m-%Y}."
        for name, protocol in found.items()
        for card in protocol.cards
        if card.sign.next_review < today
    ]


def _of_settings() -> list[str]:
    said = io.StringIO()
    try:
        call_command("check", stdout=said, stderr=said)
    except SystemCheckError as error:
        return [line for line in str(error).splitlines() if line.strip()]
    return []


def _of_database() -> list[str]:
    from kraamkring.config.database.privileges import wrong_rights

    complain_of_unmigrated()
    said = io.StringIO()
    faults = []
    try:
        call_command("migrate", check_unapplied=True, plan=True, stdout=said, stderr=said)
    except SystemExit:
        faults.append("There are migrations that were not applied; run `kraamkring migrate`.")
    with connected(application_url()) as connection:
        row = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [names.owner()]).fetchone()
        faults += (
            wrong_rights(connection, application_role(application_url()))
            if row
            else ["The roles are missing."]
        )
    return faults
