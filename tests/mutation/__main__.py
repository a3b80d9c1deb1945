"""`python -m tests.mutation [FOLDER-OR-FILE ...]`: every change, and a line for each that no test noticed."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter

from tests import environment  # noqa: F401 (before anything of Django)

LEAST_CAUGHT = 0.95  # of the numbers and dates: what "done" asks for
EVERY_S = 10


def main(chosen: list[str]) -> int:
    """Tries all changes (of the files whose path contains one of the words); 1 if too many survive."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()  # some of the tests in memory import what Django must know
    from . import changes, checks, trial

    todo = [
        change
        for change in changes.changes()
        if not chosen or any(word in str(change.file.relative_to(changes.PACKS)) for word in chosen)
    ]
    bench = trial.Bench(checks.gathered())
    for check in bench.broken:
        print(f"left out, it fails without any change: {check.name}")
    print(f"{len(todo)} changes, {len(bench.checks)} tests in memory", flush=True)
    verdicts, said_at = [], time.monotonic()
    for change in todo:
        verdicts.append(bench.tried(change))
        if time.monotonic() - said_at > EVERY_S:
            said_at = time.monotonic()
            print(f"  {len(verdicts)} of {len(todo)}", flush=True)
    return _report(verdicts)


def _report(verdicts: list) -> int:  # type: ignore[type-arg]
    for verdict in verdicts:
        if verdict.caught_by is None:
            print(f"survived ({verdict.change.kind}): {verdict.change}")
    modules = Counter(v.caught_by.name.rsplit(".", 1)[0] for v in verdicts if v.caught_by)
    print("caught by: " + ", ".join(f"{name} {count}" for name, count in modules.most_common()))
    for kind in ("word", "yes or no"):
        print(_share(kind, [v for v in verdicts if v.change.kind == kind])[1])
    share, sentence = _share("number or date", [v for v in verdicts if v.change.kind in ("number", "date")])
    print(sentence)
    return 0 if share >= LEAST_CAUGHT else 1


def _share(kind: str, verdicts: list) -> tuple[float, str]:  # type: ignore[type-arg]
    caught = sum(verdict.caught_by is not None for verdict in verdicts)
    share = caught / len(verdicts) if verdicts else 1.0
    return share, f"{kind}: {caught} of {len(verdicts)} changes caught, {100 * share:.1f} %"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
