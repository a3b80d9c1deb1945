"""Where the embedded PostgreSQL puts its socket: a short path, since the system allows 107 characters."""

import hashlib
import os
import tempfile
from pathlib import Path

from kraamkring.config.places import home


def socket_folder() -> Path:
    """A private folder among the temporary files; its name follows from the home folder and the user."""
    mark = hashlib.sha256(f"{os.getuid()}:{home()}".encode()).hexdigest()[:12]
    roots = [Path("/tmp"), Path(tempfile.gettempdir())]  # noqa: S108 (the folder is ours alone, mode 0700)
    root = next(root for root in roots if root.is_dir())
    return root / f"kraamkring-{mark}"
