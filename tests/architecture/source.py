"""The rules of the house as functions over source text: each gives back the faults it finds, one line each."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kraamkring"

CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "timezone": {"now", "localdate", "localtime"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
EMPTY_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "base",
}
COUNTRY = re.compile(r"(be|nl)(-[a-z]+)?")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w./:])/(work|ro" + r"ot|ho" + r"me|Us" + r"ers)/[\w.]")
MADE_HERE = {
    ".git",
    ".venv",
    ".run",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}
OUTSIDE_INDEX = re.compile(r'(?:registry|url) = "https?://(?!pypi\.org/|files\.pythonhosted\.org/)[^"]+"')


def clock_faults(tree: ast.AST) -> Iterator[str]:
    """Every use of a clock; time is passed in as `now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS.get(_last_name(node.value), set()):
            yield f"line {node.lineno}: reads a clock ({_last_name(node.value)}.{node.attr}); pass `now` in"
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield f"line {node.value.lineno}: {node.arg} reads a clock; pass `now` in"


def name_faults(path: PurePath) -> Iterator[str]:
    """Names of modules and folders that do not say their subject."""
    for part in (*path.parts[:-1], path.stem):
        if EMPTY_NAMES.intersection(part.lower().split("_")):
            yield f"'{part}' does not name its subject"


def table_faults(tree: ast.AST) -> Iterator[str]:
    """Doors that touch tables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            yield f"line {node.lineno}: a door asks a flow, not `.{node.attr}`"


def country_faults(tree: ast.AST) -> Iterator[str]:
    """Comparisons with the code of a country or region; what differs between countries stands in packs."""
    for node in ast.walk(tree):
        compared = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if isinstance(node, ast.MatchValue):
            compared = [node.value]
        for text in _texts(compared):
            if COUNTRY.fullmatch(text):
                yield f"line {node.lineno}: compares with '{text}'; a country's rule belongs in packs"


def unfinished_faults(text: str) -> Iterator[str]:
    """Notes that something is not finished."""
    for number, line in enumerate(text.splitlines(), start=1):
        if UNFINISHED.search(line):
            yield f"line {number}: unfinished: {line.strip()[:80]}"


def machine_faults(text: str) -> Iterator[str]:
    """Paths of one person's machine, and package indexes other than the public one."""
    for number, line in enumerate(text.splitlines(), start=1):
        if MACHINE_PATH.search(line) or OUTSIDE_INDEX.search(line):
            yield f"line {number}: names a machine: {line.strip()[:80]}"


def modules(*storeys: str) -> list[Path]:
    """The modules of those storeys (of all of them when none is named), without migrations."""
    tops = [PACKAGE / storey for storey in storeys] or [PACKAGE]
    return [path for top in tops for path in sorted(top.rglob("*.py")) if "migrations" not in path.parts]


def committed_texts() -> Iterator[tuple[Path, str]]:
    """Every text file that is committed or would be."""
    for path in _committed():
        try:
            yield path.relative_to(ROOT), path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def at_the_top() -> set[str]:
    """The names of files and folders that are committed, or would be, at the top of the house."""
    return {path.relative_to(ROOT).parts[0] for path in _committed()}


def _committed() -> list[Path]:
    """What git lists; where there is no git, every file outside the folders that are made here."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        inside = (path for path in ROOT.rglob("*") if not MADE_HERE.intersection(path.parts))
        return [path for path in inside if path.is_file()]
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner.value
