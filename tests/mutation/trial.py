"""One change at a time, in memory: the packs are read anew with it, and the tests are asked."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from kraamkring import packs

from .changes import Change
from .checks import Check

OURS = ("kraamkring.packs", "tests.")  # core keeps nothing that it was not given


class Verdict(NamedTuple):
    """caught_by: the first test that noticed; None if the change survived."""

    change: Change
    caught_by: Check | None


class Bench:
    """The tests, which files those of a module read, and what each of them noticed before: that one is asked first."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self._noticed: dict[Path, list[Check]] = {}
        self._plain = tomllib.loads
        self._read: dict[str, bytes] = {}
        self._asked: set[str] = set()  # the texts that were read since this was last emptied
        self._caches = _caches()
        self.checks: list[Check] = []
        self.broken: list[Check] = []
        self._readers: dict[str, set[str]] = {}
        for module, of_module in groupby(checks, lambda check: check.module):
            with self._reading(self._loads):
                self._asked.clear()
                for check in of_module:
                    (self.checks if check.holds() else self.broken).append(check)
                self._readers[module] = set(self._asked)

    def tried(self, change: Change) -> Verdict:
        """Whether any test notices this change."""
        first = self._noticed.setdefault(change.file, [])
        text = change.file.read_text(encoding="utf-8")
        changed = pickle.dumps(change.applied(self._loads(text)))
        readers = [check for check in self.checks if text in self._readers[check.module]]

        def loads(said: str, **how: Any) -> dict[str, Any]:
            return pickle.loads(changed) if said == text else self._loads(said, **how)  # noqa: S301

        with self._reading(loads):
            for check in self._in_order(change.file, first, readers):
                if not check.holds():
                    if check in first:
                        first.remove(check)
                    first.insert(0, check)
                    return Verdict(change, check)
        return Verdict(change, None)

    def _in_order(self, file: Path, first: list[Check], readers: list[Check]) -> Iterator[Check]:
        """The tests of the modules that read this file: first what noticed before, then what names the card."""
        yield from list(first)
        asked = {check.name for check in first}
        near = [check for check in readers if file.stem in check.about and check.name not in asked]
        yield from near
        asked |= {check.name for check in near}
        yield from (check for check in readers if check.name not in asked)

    @contextmanager
    def _reading(self, loads: Callable[..., dict[str, Any]]) -> Iterator[None]:
        """Whoever reads a file meanwhile reads it so, whichever loader it comes through."""
        tomllib.loads = loads
        self._forget()
        try:
            yield
        finally:
            tomllib.loads = self._plain
            self._forget()

    def _loads(self, text: str, **how: Any) -> dict[str, Any]:
        self._asked.add(text)
        if how:
            return self._plain(text, **how)
        if text not in self._read:
            self._read[text] = pickle.dumps(self._plain(text))
        return pickle.loads(self._read[text])  # noqa: S301 (ours; a loader may fill words into its copy)

    def _forget(self) -> None:
        for forget in self._caches:
            forget()


def _caches() -> list[Callable[[], None]]:
    """How to empty every cache of a function in packs and tests, once each."""
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
