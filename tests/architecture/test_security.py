"""docs/security.md names a test for what it says holds: each of them exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = re.findall(r"(tests/[\w/]+\.py)((?:::\w+)+)", PAGE)
ROWS = [line for line in PAGE.partition("## The requirements")[2].splitlines() if re.match(r"\| \d", line)]


def names(file: Path) -> set[str]:
    """Every test in a file, one of a class with its class before it."""
    found = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return found


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{file}{name}"
        for file, name in NAMED
        if not (ROOT / file).exists() or name.removeprefix("::") not in names(ROOT / file)
    ]
    assert not missing, "\n".join(missing)


def test_every_requirement_is_shown_open_or_not_here() -> None:
    assert len(ROWS) > 60
    for row in ROWS:
        shown = row.split("|")[3]
        assert re.search(r"::|\bopen\b|not here|this page|ADR \d", shown), row


def test_no_requirement_stands_there_as_met_and_as_unknown() -> None:
    """A number may stand twice only if one of its rows is open, and says of what."""
    for number in {number for row in ROWS for number in re.findall(r"\d+\.\d+\.\d+", row.split("|")[1])}:
        rows = [row for row in ROWS if re.search(rf"\b{re.escape(number)}\b", row.split("|")[1])]
        assert len(rows) == 1 or any("open" in row.split("|")[3] for row in rows), number
