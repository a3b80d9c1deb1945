"""The lake on disk: which files hold for which month; a month written beside the old one, and one file that says so.

    DIR/v1/manifest.json          what holds: replaced whole, by renaming
    DIR/v1/2026-10/e0001/*.parquet    a month, one file a table, in its first edition

A month closes some months after its end. What changes in it later is an edition more: the earlier one stays, and the
manifest says how many pregnancies came, went or changed. Of a month that is open the last edition alone stays.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kraamkring.core.indicators.schema import TABLES, VERSION
from kraamkring.core.kernel.errors import Refusal

CLOSES_AFTER_MONTHS = (
    3  # ours: past six weeks of care and what is written late; deaths in the first year come after it
)
FORMAT = "kraamkring.lake/1"
_TYPES = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "string": pa.string(),
}
SCHEMAS: Mapping[str, pa.Schema] = {
    name: pa.schema([pa.field(each.name, _TYPES[each.kind], nullable=each.unknown) for each in columns])
    for name, columns in TABLES.items()
}


class Edition(TypedDict):
    """One writing of a month. correction: the month was closed when it was written."""

    number: int
    made_at: str
    correction: bool
    pregnancies: int
    added: int
    changed: int
    removed: int


class Manifest(TypedDict):
    """What holds. written_to: what was written in the record before that instant is in it. key: a check, not the key.
    left_out: pregnancies that are not in it because she closed the record, or because it cannot be read."""

    format: str
    version: int
    key: str
    written_to: str
    refused: int
    unreadable: int
    months: dict[str, list[Edition]]


def is_closed(month: str, at: datetime) -> bool:
    """True if the month (`2026-10`) is past correcting in place at that instant."""
    year, number = int(month[:4]), int(month[5:])
    return at.year * 12 + at.month > year * 12 + number + CLOSES_AFTER_MONTHS


def manifest_in(folder: Path) -> Manifest | None:
    """What holds in a lake; None if there is none. Raises Refusal if it is of another version."""
    try:
        said = json.loads((folder / f"v{VERSION}" / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise Refusal("--lake", "the manifest of this lake cannot be read", "Extract it anew") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Refusal("--lake", "this is no lake of this version", "Extract it anew")
    if not _whole(said):
        raise Refusal("--lake", "the manifest of this lake is not whole", "Extract it anew")
    return said  # type: ignore[return-value]


def _whole(said: Mapping[str, Any]) -> bool:
    """True if a manifest says what is read from it."""
    try:
        datetime.fromisoformat(said["written_to"])
        numbers = [
            each["number"] for editions in said["months"].values() for each in (*editions, editions[-1])
        ]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return False
    return isinstance(said.get("key"), str) and all(isinstance(each, int) for each in numbers)


def check_key(manifest: Manifest, key: str) -> None:
    """key: the check of a key (`Pseudonyms.check`). Raises Refusal if the lake was written with another."""
    if manifest["key"] != key:
        raise Refusal(
            "KRAAMKRING_LAKE_KEY",
            "this lake was written with another key, and no mother would be the same",
            "Give the key of this lake, or another folder",
        )


def files_of(folder: Path, table: str, since: str = "", until: str = "") -> list[Path]:
    """The files of a table that hold, in the order of the months, from one to another (both included). Raises Refusal
    if there is no lake, no month, or a file is missing."""
    manifest = manifest_in(folder)
    if manifest is None:
        raise Refusal("--lake", "there is no lake in this folder", "Run kraamkring extract --to it first")
    wanted = sorted(each for each in manifest["months"] if since <= each and (not until or each <= until))
    if not wanted:
        raise Refusal("--from", "the lake has no month in this period", "Ask for other months")
    files = [_path(folder, month, manifest["months"][month][-1]["number"], table) for month in wanted]
    if not all(file.is_file() for file in files):
        raise Refusal("--lake", "a file of this lake is missing", "Take it from a copy, or extract it anew")
    return files


def _path(folder: Path, month: str, number: int, table: str) -> Path:
    return folder / f"v{VERSION}" / month / f"e{number:04}" / f"{table}.parquet"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Nobody else writes this lake meanwhile. Raises Refusal if somebody does; what does not hold is cleared:
    before, what a killed run left, and after, whether it went well or not."""
    root = folder / f"v{VERSION}"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("--to", "another extract is writing this lake", "Wait until it is done") from None
        clear(folder)
        try:
            yield
        finally:
            clear(folder)


def clear(folder: Path) -> None:
    """Removes what the manifest does not name."""
    manifest = manifest_in(folder)
    root = folder / f"v{VERSION}"
    shutil.rmtree(root / "aside", ignore_errors=True)
    for month in (each for each in root.iterdir() if each.is_dir()):
        kept = (
            {f"e{each['number']:04}" for each in manifest["months"].get(month.name, [])}
            if manifest
            else set()
        )
        for edition in list(month.iterdir()):
            if edition.name not in kept:
                shutil.rmtree(edition, ignore_errors=True)
        if not kept:
            month.rmdir()


class Writing:
    """One run of an extract into a lake, from the first family to `commit`."""

    def __init__(self, folder: Path, key: str, now: datetime) -> None:
        self.folder, self.root, self.now = folder, folder / f"v{VERSION}", now
        before = manifest_in(folder)
        if before is not None:
            check_key(before, key)
        self.before = before
        self.months: dict[str, list[Edition]] = {
            month: list(editions) for month, editions in (before["months"] if before else {}).items()
        }
        self.key = key
        self.aside = self.root / "aside"
        self.aside.mkdir(exist_ok=True, mode=0o700)
        self._touched: set[str] = set()

    def known(self, pregnancies: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Month and fingerprint of those that are in the lake already."""
        wanted = pa.array(pregnancies, pa.int64())
        found: dict[int, tuple[str, str]] = {}
        for month, editions in (self.before["months"] if self.before else {}).items():
            path = _path(self.folder, month, editions[-1]["number"], "pregnancies")
            table = pq.read_table(path, columns=["pregnancy", "month", "fingerprint"])
            for row in table.filter(pc.is_in(table["pregnancy"], wanted)).to_pylist():
                found[row["pregnancy"]] = (row["month"], row["fingerprint"])
        return found

    def was_closed(self, month: str) -> bool:
        """True if the month was closed when the lake was last written."""
        return self.before is not None and is_closed(month, datetime.fromisoformat(self.before["written_to"]))

    def put(
        self, pregnancy: int, rows: Mapping[str, Sequence[Mapping[str, Any]]] | None, was: str | None
    ) -> str | None:
        """Lays the rows of a pregnancy aside; None for one that is no longer in the lake. was: the month in which it
        stood. The month in which it stands now comes back."""
        month = rows["pregnancies"][0]["month"] if rows else None
        if was is not None and was != month:
            self._aside(was, {"pregnancy": pregnancy, "rows": None})
        if rows and month:
            self._aside(month, {"pregnancy": pregnancy, "rows": rows})
        return month

    def _aside(self, month: str, line: Mapping[str, Any]) -> None:
        self._touched.add(month)
        with (self.aside / f"{month}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def commit(self, refused: int, unreadable: int) -> Manifest:
        """Every month that changed is written, and the manifest says so: then, and at once, it holds."""
        for month in sorted(self._touched):
            self._write(month)
        manifest: Manifest = {
            "format": FORMAT,
            "version": VERSION,
            "key": self.key,
            "written_to": self.now.isoformat(),
            "refused": refused,
            "unreadable": unreadable,
            "months": dict(sorted(self.months.items())),
        }
        beside = self.root / "manifest.json.new"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(manifest, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / "manifest.json")
        return manifest

    def _write(self, month: str) -> None:
        """A month anew, unless it stayed as it was: what came in this run, and of the edition before what did not."""
        editions = self.months.get(month, [])
        came = self._came(month)
        taken = pa.array(came, pa.int64())
        old = self._tables(month, editions[-1]["number"]) if editions else {}
        was = _fingerprints(old.get("pregnancies"))
        tables = {}
        for name, schema in SCHEMAS.items():
            fresh = pa.Table.from_pylist(
                [row for rows in came.values() if rows for row in rows[name]], schema=schema
            )
            parts = [fresh]
            if name in old:
                parts.append(old[name].filter(pc.invert(pc.is_in(old[name]["pregnancy"], taken))))
            tables[name] = pa.concat_tables(parts).sort_by("pregnancy")
        now = _fingerprints(tables["pregnancies"])
        added, removed = len(now.keys() - was.keys()), len(was.keys() - now.keys())
        changed = sum(now[each] != was[each] for each in now.keys() & was.keys())
        if not (added or removed or changed):
            return
        number = editions[-1]["number"] + 1 if editions else 1
        into = self.root / month / f"e{number:04}"
        into.mkdir(parents=True, mode=0o700)
        for name, table in tables.items():
            checked(name, table)
            pq.write_table(table, into / f"{name}.parquet", compression="zstd")
        closed = bool(editions) and self.was_closed(month)
        edition = Edition(
            number=number,
            made_at=self.now.isoformat(),
            correction=closed,
            pregnancies=len(now),
            added=added,
            changed=changed,
            removed=removed,
        )
        self.months[month] = [*editions, edition] if closed else [*editions[:-1], edition]

    def _came(self, month: str) -> dict[int, Mapping[str, Any] | None]:
        with (self.aside / f"{month}.jsonl").open(encoding="utf-8") as file:
            return {line["pregnancy"]: line["rows"] for line in map(json.loads, file)}

    def _tables(self, month: str, number: int) -> dict[str, pa.Table]:
        return {name: pq.read_table(_path(self.folder, month, number, name), schema=schema)
                for name, schema in SCHEMAS.items()}  # fmt: skip


def checked(name: str, table: pa.Table) -> None:
    """Raises ValueError if a table is not what its schema says: the contract, kept before anything is written."""
    for column in TABLES[name]:
        if not column.unknown and table[column.name].null_count:
            raise ValueError(f"{name}.{column.name}: a value is missing that must be there")
    if name == "pregnancies" and len(pc.unique(table["pregnancy"])) != len(table):
        raise ValueError(f"{name}: two pregnancies have one pseudonym")


def _fingerprints(table: pa.Table | None) -> dict[int, str]:
    if table is None:
        return {}
    return dict(zip(table["pregnancy"].to_pylist(), table["fingerprint"].to_pylist(), strict=True))
