"""Generated secrets of a local installation: one file in the home folder, readable by its owner only."""

import fcntl
import json
import os
import secrets

from kraamkring.config.places import home

FILE_NAME = "secrets.json"


def kept_secret(name: str) -> str:
    """The secret of that name, generated and kept (mode 0600) when it is asked for the first time."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        known = json.loads(text) if text else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(32)
            file.seek(0)
            file.truncate()
            json.dump(known, file, indent=1)
        return str(known[name])
