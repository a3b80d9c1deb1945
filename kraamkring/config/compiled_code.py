"""Where machine code of the planner is kept between runs: in the home folder, in a place of its own for every version.

numba looks only at the file of a function to see whether it changed, not at those it calls; so the place is named after
everything that is compiled, and old code is never run with new.
"""

import hashlib
import os
import platform
from importlib.metadata import version
from pathlib import Path

from kraamkring.config.places import home

PLACE = "NUMBA_CACHE_DIR"
PLANNING = Path(__file__).resolve().parents[1] / "core" / "planning"


def keep_compiled_code(folder: Path | None = None) -> bool:
    """Says where compiled code is kept; must run before the planner is imported. Returns whether there is any yet."""
    place = (folder or home() / "compiled") / _fingerprint()
    os.environ[PLACE] = str(place)
    return place.is_dir()


def _fingerprint() -> str:
    said = hashlib.sha256(f"{version('numba')} {platform.python_version()} {platform.machine()}".encode())
    for path in sorted(PLANNING.rglob("*.py")):
        said.update(path.read_bytes())
    return said.hexdigest()[:16]
