"""PostgreSQL refuses to run as root; this says as whom it runs instead."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kraamkring.config.complaint import Complaint

OUR_ACCOUNT = "kraamkring"


@dataclass(frozen=True)
class Account:
    """A user of this machine that PostgreSQL runs as, other than the one who typed the command."""

    name: str
    uid: int
    gid: int

    def may(self, test: str, path: Path) -> bool:
        """Whether this user passes `test -r`, `-x`, ... on a path; every folder above it counts."""
        asked = subprocess.run(["test", test, str(path)], check=False, **as_account(self))
        return asked.returncode == 0

    def can_run(self, program: Path) -> bool:
        """Whether this user can run a program, the libraries it needs included."""
        try:
            asked = subprocess.run(
                [program, "--version"], check=False, capture_output=True, **as_account(self)
            )
        except PermissionError:
            return False
        return asked.returncode == 0


def account_for(data: Path) -> Account | None:
    """Whom PostgreSQL runs as for this data folder; None is the present user (who is then not root)."""
    owner = _owner(data)
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise Complaint(
                f"The database in {data} belongs to another user; start as that user, or as root."
            )
        return None
    if owner:
        return _account(pwd.getpwuid(owner))
    return _account(_chosen_by_environment() or _known(OUR_ACCOUNT) or _made() or _existing())


def as_account(account: Account | None) -> dict[str, Any]:
    """Arguments for subprocess that drop to the account, in a folder that everyone may enter."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    arguments: dict[str, Any] = {"cwd": "/", "env": plain | {"LC_ALL": "C.UTF-8"}}
    if account:
        arguments |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return arguments


def _owner(data: Path) -> int | None:
    try:
        return data.stat().st_uid or None
    except FileNotFoundError:
        return None


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _known(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _chosen_by_environment() -> pwd.struct_passwd | None:
    name = os.environ.get("KRAAMKRING_POSTGRES_USER")
    if not name:
        return None
    entry = _known(name)
    if entry is None or entry.pw_uid == 0:
        raise Complaint(
            f"KRAAMKRING_POSTGRES_USER is '{name}', which is not an ordinary user of this machine."
        )
    return entry


def _made() -> pwd.struct_passwd | None:
    """Our own system account, made as a package of the system would make it; None where that is not possible."""
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if not command:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run(
        [command, *options, "--shell", "/usr/sbin/nologin", OUR_ACCOUNT], check=False, capture_output=True
    )
    return _known(OUR_ACCOUNT)


def _existing() -> pwd.struct_passwd:
    entry = _known("postgres") or _known("nobody")
    if entry is None:
        raise Complaint(
            "PostgreSQL does not run as root and this machine has no other account for it;"
            " name one in KRAAMKRING_POSTGRES_USER."
        )
    return entry
