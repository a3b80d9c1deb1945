"""`make prove`: runs every proof in full and writes docs/proof.md."""

import os
import platform
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tests.proofs import PROOFS, Proof

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "proof.md"
SIGN_OF_LIFE_S = 10


@dataclass(frozen=True)
class Outcome:
    """What one proof gave."""

    proof: Proof
    result: str
    count: str
    seconds: float
    listed: tuple[str, ...] = ()


def main(chosen: list[str]) -> int:
    """Runs the proofs whose name contains one of the words (all without words); 1 when one failed."""
    outcomes = [
        outcome(proof) for proof in PROOFS if not chosen or any(word in proof.name for word in chosen)
    ]
    if not chosen:
        PAGE.write_text(page(outcomes), "utf-8")
        print(f"Written: {PAGE.relative_to(ROOT)}")
    return 1 if any(outcome.result == "FAILED" for outcome in outcomes) else 0


def outcome(proof: Proof) -> Outcome:
    """Runs one proof; what it prints is shown as it comes."""
    if proof.needs and not (ROOT / proof.needs).exists():
        print(f"== {proof.name}: not there yet ({proof.needs})")
        return Outcome(proof, "not there yet", "", 0)
    print(f"== {proof.name}", flush=True)
    began = time.monotonic()
    with _sign_of_life(proof.name):
        code, said = _run(proof)
    seconds = time.monotonic() - began
    counts = re.findall(proof.count, said)
    print(f"== {proof.name}: {'held' if code == 0 else 'FAILED'} in {seconds:.0f} s", flush=True)
    listed = tuple(re.findall(proof.lists, said)) if proof.lists else ()
    return Outcome(proof, "held" if code == 0 else "FAILED", counts[-1] if counts else "", seconds, listed)


def _run(proof: Proof) -> tuple[int, str]:
    environment = os.environ | {"KRAAMKRING_PROVE": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        proof.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        killer = threading.Timer(proof.patience_s, process.kill)
        killer.start()
        said = ""
        for line in process.stdout or ():
            said += line
            print(line, end="", flush=True)
        killer.cancel()
    return process.returncode, said


@contextmanager
def _sign_of_life(name: str) -> Iterator[None]:
    done = threading.Event()
    began = time.monotonic()

    def speak() -> None:
        while not done.wait(SIGN_OF_LIFE_S):
            print(f"   {name}: {time.monotonic() - began:.0f} s so far", flush=True)

    threading.Thread(target=speak, daemon=True).start()
    yield
    done.set()


def page(outcomes: list[Outcome]) -> str:
    """The page docs/proof.md."""
    rows = "\n".join(
        f"| {one.proof.name} | `{_shown(one.proof.command)}` | {one.count} | {one.result} | {one.seconds:.0f} |"
        for one in outcomes
    )
    return f"""# Proof

Written by `make prove`; every command ran with `KRAAMKRING_PROVE=1`.

- date: {datetime.now(UTC):%d-%m-%Y %H:%M} UTC
- commit: {_commit()}
- machine: {platform.system()} {platform.machine()}, {os.cpu_count()} cores,
  {psutil.virtual_memory().total / 2**30:.0f} GiB of memory, Python {platform.python_version()}

| proof | command | count | result | seconds |
|---|---|---|---|---|
{rows}
{"".join(_list(one) for one in outcomes if one.listed)}"""


def _list(one: Outcome) -> str:
    """What a proof names one by one: changes that no test noticed."""
    return f"\n## {one.proof.name}: not noticed\n\n" + "".join(f"- `{line}`\n" for line in one.listed)


def _shown(command: tuple[str, ...]) -> str:
    return " ".join("python" if part == sys.executable else part for part in command)


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()

    if not shutil.which("git") or not (ROOT / ".git").exists():
        return "unknown (no git here)"
    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short=12", "HEAD") + (" with changes not committed" if changed else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
