"""Where this house keeps what it writes: one home folder, `.run/` in the checkout or KRAAMKRING_HOME."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The folder for data, secrets, logs and locks of this installation (it need not exist yet)."""
    chosen = os.environ.get("KRAAMKRING_HOME")
    return Path(chosen).expanduser().resolve() if chosen else CHECKOUT / ".run"


def open_home() -> Path:
    """The home folder, made when missing."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
