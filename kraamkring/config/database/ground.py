"""Where the embedded PostgreSQL may live: in the home folder, or elsewhere when its account cannot enter there."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kraamkring.config.complaint import Complaint
from kraamkring.config.database.account import Account, account_for
from kraamkring.config.places import open_home

POINTER = "postgresql-is-in"


@dataclass(frozen=True)
class Ground:
    """A folder of PostgreSQL's own, and the account that owns it (None: the present user)."""

    folder: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


def root_place() -> Path:
    """Where root keeps what an unprivileged account must reach."""
    return Path(os.environ.get("KRAAMKRING_ROOT_PLACE", "/var/lib/kraamkring"))


def known_ground() -> Ground | None:
    """The ground that an earlier start has laid, or None."""
    folder = _folder()
    if not (folder / "data").exists():
        return None
    return Ground(folder, account_for(folder / "data"))


def lay_ground() -> Ground:
    """The ground, made when it is not there: owned by the account, entered by nobody else."""
    folder = _folder()
    account = account_for(folder / "data")
    if account and not folder.exists() and not account.may("-x", folder.parent):
        folder = _elsewhere(account)
    own(folder, account)
    return Ground(folder, account)


def own(folder: Path, account: Account | None) -> None:
    """Makes the folder private (mode 0700) to the account; a folder of somebody else is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = account.uid if account else os.geteuid()
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {wanted, os.geteuid()}:
        raise Complaint(
            f"{folder} belongs to somebody else; remove it, or set KRAAMKRING_HOME to another folder."
        )
    folder.chmod(0o700)
    if account:
        shutil.chown(folder, account.uid, account.gid)


def _folder() -> Path:
    home = open_home()
    pointer = home / POINTER
    return Path(pointer.read_text("utf-8").strip()) if pointer.exists() else home / "postgresql"


def _elsewhere(account: Account) -> Path:
    root_place().mkdir(parents=True, exist_ok=True)
    root_place().chmod(0o755)
    if not account.may("-x", root_place()):
        raise Complaint(
            f"The account '{account.name}' can enter neither this folder nor {root_place()};"
            " set KRAAMKRING_HOME to a folder that everyone may enter."
        )
    folder = Path(tempfile.mkdtemp(prefix="data-", dir=root_place()))
    (open_home() / POINTER).write_text(f"{folder}\n", "utf-8")
    return folder
