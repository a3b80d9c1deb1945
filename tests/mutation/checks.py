"""The tests that can be run in memory, without pytest: functions that ask for no fixture, with each of their cases."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("tests/spec", "tests/golden", "tests/unit")
PRINTED = "printed"


@dataclass(frozen=True)
class Check:
    """One case of one test. about: its parameters as text, to guess which card it is about."""

    name: str
    run: Callable[[], object] = field(repr=False, compare=False)
    module: str = field(default="", repr=False, compare=False)
    about: str = field(default="", repr=False, compare=False)

    def holds(self) -> bool:
        """Whether the test passes now."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.run()
        except KeyboardInterrupt:
            raise
        except pytest.skip.Exception:
            return True
        except BaseException:  # noqa: BLE001 (a test may fail in any way, pytest.fail is no Exception)
            return False
        return True


def gathered() -> list[Check]:
    """Every such test of the folders, in order."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("test_*.py"))]
    return [check for path in paths for check in _of_module(_imported(path))]


def _imported(path: Path) -> ModuleType:
    return import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def _of_module(module: ModuleType) -> Iterator[Check]:
    for name, function in vars(module).items():
        if (
            name.startswith("test_")
            and inspect.isfunction(function)
            and function.__module__ == module.__name__
        ):
            marks = getattr(function, "pytestmark", [])
            if any(mark.name in (PRINTED, "usefixtures", "django_db", "database") for mark in marks):
                continue
            for number, filled in enumerate(_cases(marks)):
                if set(inspect.signature(function).parameters) <= set(filled):
                    yield Check(
                        f"{module.__name__}.{name}[{number}]",
                        partial(function, **filled),
                        module.__name__,
                        repr(filled),
                    )


def _cases(marks: list[Any]) -> Iterator[dict[str, Any]]:
    """The parameters of each case; one without any for a test that is not parametrized."""
    lists = [_rows(mark) for mark in marks if mark.name == "parametrize"]
    for rows in product(*lists):
        yield {name: value for row in rows for name, value in row.items()}


def _rows(mark: Any) -> list[dict[str, Any]]:
    said, values = mark.args[:2]
    names = [name.strip() for name in said.split(",")] if isinstance(said, str) else list(said)
    rows = []
    for value in values:
        given = getattr(value, "values", value) if type(value).__name__ == "ParameterSet" else None
        if given is None:
            given = (value,) if len(names) == 1 else value
        rows.append(dict(zip(names, given, strict=True)))
    return rows
