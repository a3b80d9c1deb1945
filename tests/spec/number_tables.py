"""The table of numbers: what is said of each, and the page that shows it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import NamedTuple

from kraamkring.packs.numbers import judged, kinds, number_report, number_schema

HERE = Path(__file__).parent / "identifiers" / "numbers.toml"
ROOT = Path(__file__).parents[2]
PRINTED = "*Printed from the packs and the spec table by `make manual`. Change those, not this page.*"


class NumberRow(NamedTuple):
    kind: str
    number: str
    valid: str
    fault: str
    written: str
    says: str
    source: str


def number_rows() -> list[NumberRow]:
    """Every row of the table."""
    lines = tomllib.loads(HERE.read_text(encoding="utf-8"))["rows"].strip().splitlines()
    return [NumberRow(*(cell.strip() for cell in line.split("|"))) for line in lines]


def number_outcome(row: NumberRow) -> tuple[str, str, str, str]:
    """Valid, fault, written and what it says, in the notation of the table."""
    found = number_report(judged(row.kind, row.number), imported=False, telling=True)
    says = ", ".join("" if value is None else str(value) for value in (found["says"] or {}).values())
    valid = "yes" if found["valid"] else "no"
    return valid, found["fault"] or "", found["written"] or "", says


def number_pages() -> dict[Path, str]:
    """The page and the schema, with their text."""
    lines = [
        "# Numbers of people, professionals and organisations", "", PRINTED, "",
        "| kind | what | checked | certainty | where it stands |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for name, (_, kind) in kinds().items():
        stands = " ".join(f"{cited.says} ({cited.id}, {cited.where})" for cited in kind.sources)
        lines.append(
            f"| {name} | {kind.title.en} | {kind.checked} | {kind.certainty} | {stands} {kind.note} |"
        )
    lines += [
        "", "All numbers below are published examples, or made from one by a digit.", "",
        "| kind | number | valid | fault | written | what it says | source |", "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += ["| " + " | ".join(row) + " |" for row in number_rows()]
    return {
        ROOT / "docs" / "protocols" / "identifiers.md": "\n".join([*lines, ""]),
        ROOT / "docs" / "schemas" / "id.schema.json": json.dumps(number_schema(), indent=2) + "\n",
    }
