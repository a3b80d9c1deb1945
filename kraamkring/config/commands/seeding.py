"""Migrates and fills the demo: run by `kraamkring demo` in a process of its own; its last line is JSON for the demo."""

import contextlib
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec

from kraamkring.config.command_line import guarded
from kraamkring.config.commands.migrating import migrate_now


def main() -> int:
    """Migrates as the owner, seeds as the application, prints the sign-ins: [[who, e-mail, password], ...]."""
    with contextlib.redirect_stdout(sys.stderr):
        migrate_now(verbosity=0)
        sign_ins = _seed()
    sys.stdout.write(f"{json.dumps(sign_ins)}\n")
    return 0


def _seed() -> list[list[str]]:
    from django.db import connections

    from kraamkring.config.database.connection import application_url, as_django

    connections["default"].close()
    connections["default"].settings_dict.update(as_django(application_url()))
    if find_spec("kraamkring.demo"):
        found: Iterable[tuple[str, str, str]] = import_module("kraamkring.demo").seed() or ()
        return [list(sign_in) for sign_in in found]
    return [_demo_midwife()]


def _demo_midwife() -> list[str]:
    """One sign-in that is plainly invented, until the demo has families of its own."""
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.rooms.accounts.actions import give_account

    email, password = "midwife@demo.example", "demo-kraamkring"
    with contextlib.suppress(Refusal):
        give_account(
            email=email,
            name="Demo Midwife",
            profession="midwife",
            organisation=None,
            now=datetime.now(UTC),
            password=password,
        )
    return ["midwife", email, password]


if __name__ == "__main__":
    sys.exit(guarded(main))
