"""`kraamkring migrate` and `kraamkring manage`: what needs the owner of the tables."""

import argparse
import os
import sys

import django
from django.core.management import call_command, execute_from_command_line

from kraamkring.config.database.provision import grant_rights, prepared
from kraamkring.config.processes.database_use import database_in_use


def act_as_owner() -> None:
    """Loads Django with the connection of the owner; before this nothing of Django may have been set up."""
    os.environ["KRAAMKRING_DATABASE_AS"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()


def migrate(arguments: argparse.Namespace) -> int:
    """Makes the roles, migrates, and applies the rights that follow from the models."""
    with database_in_use():
        migrate_now()
    return 0


def migrate_now(verbosity: int = 1) -> None:
    """The same, on a database that runs."""
    with prepared() as connection:
        act_as_owner()
        call_command("migrate", interactive=False, verbosity=verbosity)
        append_only = grant_rights(connection)
    sys.stdout.write(f"Rights applied; {append_only} tables are append-only.\n")


def manage(arguments: argparse.Namespace) -> int:
    """Runs a command of Django itself (makemigrations, shell, ...)."""
    with database_in_use():
        act_as_owner()
        execute_from_command_line(["kraamkring manage", *arguments.arguments])
    return 0
