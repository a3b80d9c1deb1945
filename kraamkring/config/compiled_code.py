"""Where machine code of the planner is kept between runs: in the home folder, in a place of its own for every version.

numba looks only at the file of a function to see whether it changed, not at those it calls; so the place is named after
everything that is compiled and all that this rests on, and old code is never run with new. A change elsewhere in the
planner compiles nothing again.
"""

import hashlib
import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from kraamkring.config.places import home

PLACE = "NUMBA_CACHE_DIR"
PLANNING = Path(__file__).resolve().parents[1] / "core" / "planning"
IMPORTED = re.compile(r"^from (\.+)(\w*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


def keep_compiled_code(folder: Path | None = None) -> bool:
    """Says where compiled code is kept; must run before the planner is imported. Returns whether there is any yet."""
    place = (folder or home() / "compiled") / _fingerprint()
    os.environ[PLACE] = str(place)
    return place.is_dir()


def compiled_files(folder: Path = PLANNING) -> list[Path]:
    """The files that are compiled, and those of the planner that they import."""
    found: set[Path] = set()
    waiting = [
        path for path in sorted(folder.rglob("*.py")) if "\n@compiled\n" in path.read_text(encoding="utf-8")
    ]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for dots, module, names in IMPORTED.findall(path.read_text(encoding="utf-8")):
            place = path.parents[len(dots) - 1]
            for name in [module] if module else re.findall(r"\w+", names):
                each = place / f"{name}.py"
                if each.is_file() and folder in each.parents:
                    waiting.append(each)
    return sorted(found)


def _fingerprint() -> str:
    said = hashlib.sha256(f"{version('numba')} {platform.python_version()} {platform.machine()}".encode())
    for path in compiled_files():
        said.update(path.read_bytes())
    return said.hexdigest()[:16]
