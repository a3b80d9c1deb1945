"""Clients of others from npm, run as they are. They are installed once, as locked in `npm/`, into `.run/npm`."""

from __future__ import annotations

import json
import shutil
import subprocess
from fcntl import LOCK_EX, flock
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).with_name("npm")
HOME = Path(__file__).parents[2] / ".run" / "npm"
R4_EXAMPLES = "hl7.fhir.r4.examples"
NO_NPM = "CLIENTS OF NPM SKIPPED: install npm (Debian: apt install npm)"


@cache
def installed() -> Path:
    """Where they are. Skips the test where there is no npm; node itself comes with Playwright."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(NO_NPM)
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        locked = sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
        ready = HOME / "ready"
        shutil.copytree(HERE, HOME, dirs_exist_ok=True)
        if not ready.exists() or ready.read_text() != locked:
            done = subprocess.run([npm, "ci"], cwd=HOME, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            ready.write_text(locked)
    return HOME


def every_r4_example() -> list[Path]:
    """The official examples of FHIR R4, all of them; fetched once, as large as they are, for `make prove` alone."""
    npm, home = shutil.which("npm"), HOME.with_name("npm-r4-examples")
    assert npm is not None, NO_NPM
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", f"{R4_EXAMPLES}@4.0.1"],
        cwd=home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return sorted((home / "node_modules" / R4_EXAMPLES).glob("*-*.json"))


def run(script: str, asked: object) -> Any:
    """What a script of `npm/` finds."""
    node, _cli = compute_driver_executable()
    done = subprocess.run(
        [node, str(installed() / script)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
