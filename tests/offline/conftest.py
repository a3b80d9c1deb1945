"""How many interleavings ran and what became of what was written in them, of all processes together."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: Any) -> Iterator[None]:
    yield
    told = [
        each
        for report in terminalreporter.stats.get("passed", [])
        for name, each in report.user_properties
        if name == "interleavings"
    ]
    if told:
        trials = sum(each["trials"] for each in told)
        states, happened = (_together(told, of) for of in ("states", "happened"))
        terminalreporter.write_line(f"{trials} interleavings: {states} amid {happened}")


def _together(told: list[dict[str, Any]], of: str) -> str:
    counted: Counter[str] = Counter()
    for each in told:
        counted += Counter(each[of])
    return ", ".join(f"{number} {what}" for what, number in counted.most_common())
