"""`kraamkring exchange`: counts and keys; never whose record it is."""

import argparse
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from kraamkring.config.clock import command_time
from kraamkring.config.commands.in_whose_name import account
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use


def project(arguments: argparse.Namespace) -> int:
    """Every family, one transaction each; may be ended and begun again at any time, while others write."""
    _begin()
    from kraamkring.flows.exchange.project_all import project_all

    with database_in_use():
        complain_of_unmigrated()
        done = project_all(now=command_time())
    sys.stdout.write(f"families {done.families}  written {done.written}\n")
    return 0


def token(arguments: argparse.Namespace) -> int:
    """Prints the token, once."""
    _begin()
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.flows.exchange.tokens import give

    with database_in_use():
        complain_of_unmigrated()
        user = account(arguments.email)
        lasts = timedelta(days=arguments.days)
        try:
            secret = give(
                user=user, client=arguments.client, scope=arguments.scope, lasts=lasts, now=command_time()
            )
        except Refusal as refusal:
            raise Complaint(str(refusal)) from None
    sys.stdout.write(f"{secret}\n")
    return 0


def end_token(arguments: argparse.Namespace) -> int:
    """Reads a token, and ends it; 1 if there was none that held."""
    secret = sys.stdin.readline().strip()
    _begin()
    from kraamkring.flows.exchange.tokens import end

    with database_in_use():
        complain_of_unmigrated()
        ended = end(secret=secret, now=command_time())
    sys.stdout.write("ended\n" if ended else "no token that holds\n")
    return 0 if ended else 1


def client(arguments: argparse.Namespace) -> int:
    """Prints the client_id, and of a confidential program its secret, once."""
    jwks = _jwks(arguments.jwks) if arguments.jwks else None
    _begin()
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.flows.exchange.programs import register

    with database_in_use():
        complain_of_unmigrated()
        user = account(arguments.email)
        try:
            made = register(
                name=arguments.name, kind=arguments.kind, scope=arguments.scope, by=user, now=command_time(),
                redirect_uris=arguments.redirect, launch_uri=arguments.launch, jwks=jwks,
            )  # fmt: skip
        except Refusal as refusal:
            raise Complaint(str(refusal)) from None
    sys.stdout.write(f"client_id {made.program.pk}\n")
    if made.secret:
        sys.stdout.write(f"client_secret {made.secret}\n")
    return 0


def end_client(arguments: argparse.Namespace) -> int:
    """Ends a program; 1 if there was none that might ask."""
    try:
        program_id = UUID(arguments.client_id)
    except ValueError:
        raise Complaint("this is no client_id.") from None
    _begin()
    from kraamkring.core.kernel.errors import NotThere
    from kraamkring.flows.exchange.programs import end

    with database_in_use():
        complain_of_unmigrated()
        try:
            ended = end(program_id=program_id, by=account(arguments.email), now=command_time())
        except NotThere:
            sys.stdout.write("no program that may ask\n")
            return 1
    sys.stdout.write(f"ended  keys {ended}\n")
    return 0


def _jwks(name: str) -> Any:
    try:
        found = json.loads(Path(name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise Complaint("the file of keys cannot be read as JSON.") from None
    if not isinstance(found, dict):
        raise Complaint("the file of keys is no JWKS.")
    return found


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
