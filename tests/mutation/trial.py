"""One change at a time, in memory: the packs are read anew with it, and the tests are asked."""

from __future__ import annotations

import copy
import importlib
import pkgutil
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from kraamkring import packs

from .changes import Change
from .checks import Check

OURS = ("kraamkring.packs", "kraamkring.core", "tests.")


class Verdict(NamedTuple):
    """caught_by: the first test that noticed; None if the change survived."""

    change: Change
    caught_by: Check | None


class Bench:
    """The tests, and what each of them noticed before: that one is asked first the next time."""

    def __init__(self, checks: Iterable[Check]) -> None:
        checks = list(checks)
        self.broken = [check for check in checks if not check.holds()]
        self.checks = [check for check in checks if check not in self.broken]
        self._noticed: dict[Path, list[Check]] = {}
        self._plain = tomllib.loads
        self._read: dict[str, dict[str, Any]] = {}
        self._caches = _caches()

    def tried(self, change: Change) -> Verdict:
        """Whether any test notices this change."""
        first = self._noticed.setdefault(change.file, [])
        with self._changed(change):
            for check in self._in_order(change.file, first):
                if not check.holds():
                    if check in first:
                        first.remove(check)
                    first.insert(0, check)
                    return Verdict(change, check)
        return Verdict(change, None)

    def _in_order(self, file: Path, first: list[Check]) -> Iterator[Check]:
        seen = list(first)
        yield from seen
        near = [check for check in self.checks if file.stem in check.about and check not in seen]
        yield from near
        seen += near
        asked = {check.name for check in seen}
        yield from (check for check in self.checks if check.name not in asked)

    @contextmanager
    def _changed(self, change: Change) -> Iterator[None]:
        """Whoever reads this file meanwhile reads the change, whichever loader it comes through."""
        text = change.file.read_text(encoding="utf-8")
        changed = change.applied(self._loads(text))
        tomllib.loads = lambda said, **how: (
            copy.deepcopy(changed) if said == text else self._loads(said, **how)
        )
        self._forget()
        try:
            yield
        finally:
            tomllib.loads = self._plain
            self._forget()

    def _loads(self, text: str, **how: Any) -> dict[str, Any]:
        if how:
            return self._plain(text, **how)
        if text not in self._read:
            self._read[text] = self._plain(text)
        return copy.deepcopy(self._read[text])  # a loader may fill words in

    def _forget(self) -> None:
        for forget in self._caches:
            forget()


def _caches() -> list[Callable[[], None]]:
    """How to empty every cache of a function in packs, core and tests, once each."""
    for found in pkgutil.walk_packages(packs.__path__, packs.__name__ + "."):
        importlib.import_module(found.name)
    forgetting = {
        id(thing): thing.cache_clear
        for name, module in list(sys.modules.items())
        if name.startswith(OURS)
        for thing in vars(module).values()
        if callable(getattr(thing, "cache_clear", None))
    }
    return list(forgetting.values())
