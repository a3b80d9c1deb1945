"""Prints docs/protocols from the cards and the spec tables: `python -m tests.spec.manual`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kraamkring.core.access import (
    COVER_LASTS,
    EMERGENCY_LASTS,
    MAY_ACCOUNT,
    MAY_ASK_COVER,
    MAY_BREAK_GLASS,
    MAY_COORDINATE,
    MODULES,
    PURPOSES,
    SHIELDED,
    TABLE,
)
from kraamkring.core.facts.reading import schema
from kraamkring.packs import protocols
from tests.access.table import TABLE as ADDRESSES
from tests.spec.cards_manual import card_pages, index_page
from tests.spec.concern_tables import concern_pages
from tests.spec.dialect_tables import dialect_pages
from tests.spec.form_tables import form_pages
from tests.spec.hours import hours_pages
from tests.spec.indicator_tables import indicator_pages
from tests.spec.leave_tables import leave_pages
from tests.spec.number_tables import number_pages
from tests.spec.observing_tables import observing_pages
from tests.spec.tables import Case, Chapter, chapters
from tests.spec.warning_tables import warning_pages

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "protocols"
PRINTED = "*Printed from the rule cards and the spec tables by `make manual`. Change those, not this page.*"


def pages() -> dict[Path, str]:
    """Every page of the manual with its text."""
    found = {ROOT / "docs" / "schemas" / "facts.schema.json": json.dumps(schema(), indent=2) + "\n"}
    found[ROOT / "docs" / "access.md"] = _access_page()
    found |= leave_pages() | number_pages() | concern_pages() | hours_pages(PRINTED) | warning_pages()
    found |= observing_pages() | dialect_pages() | indicator_pages() | form_pages()
    told = {name: list(chapters(name)) for name in protocols()}
    besides = {path.relative_to(DOCS): text for path, text in found.items() if path.is_relative_to(DOCS)}
    found[DOCS / "README.md"] = index_page(dict(protocols()), told, besides)
    for name, protocol in protocols().items():
        found |= card_pages(DOCS / name, protocol, told[name])
        for chapter in told[name]:
            found[DOCS / name / f"{chapter.file}.md"] = _chapter_page(chapter)
    return found


def left_behind(printed: dict[Path, str]) -> list[Path]:
    """Pages and drawings of protocols that nothing prints any more: of a card that has gone."""
    folders = [DOCS / name for name in protocols()]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in printed
    ]


def _access_page() -> str:
    """Who may read and write what by default, from `core.access`."""
    said = {"r": "reads", "rw": "reads, writes", "-": ""}
    hours = EMERGENCY_LASTS.total_seconds() / 3600
    lines = [
        "# Who sees what by default",
        "",
        PRINTED.replace("rule cards and the spec tables", "table of `core.access`"),
        "",
        "Not reviewed by a clinician. What was agreed with one member narrows her role; the mother's consent opens a "
        "part for reading, or closes it. What is not here is not allowed.",
        "",
        "| role | " + " | ".join(module.replace("_", " ") for module in MODULES) + " |",
        "|---" * (len(MODULES) + 1) + "|",
    ]
    lines += [
        f"| {role.replace('_', ' ')} | " + " | ".join(said[rights[module]] for module in MODULES) + " |"
        for role, rights in TABLE.items()
    ]
    return "\n".join(
        [
            *lines,
            "",
            f"- May coordinate: {_roles(MAY_COORDINATE)}.",
            f"- May open a record in an emergency, for reading, {hours:g} hours: {_roles(MAY_BREAK_GLASS)}.",
            f"- Shielded, neither through an organisation nor by covering nor in an emergency: {_roles(SHIELDED)}.",
            f"- Judge what was opened in an emergency: who coordinates, and of the organisation that registered her: "
            f"{_roles(MAY_ACCOUNT)}; never who opened it.",
            f"- Whoever covers for a colleague has what both may, {COVER_LASTS.days} days at most; asked by her who is "
            f"covered, or for a colleague of their organisation by: {_roles(MAY_ASK_COVER)}.",
            "",
            *_purposes(),
            *_addresses(),
        ]
    )


def _purposes() -> Iterator[str]:
    """What somebody may open a record for."""
    yield from (
        "## For what",
        "",
        "| purpose | what it is | opens a record through | acts |",
        "|---|---|---|---|",
    )
    for name, purpose in PURPOSES.items():
        through = "any relation" if len(purpose.grounds) > 1 else _roles(purpose.grounds) or "no record"
        yield f"| {name.replace('_', ' ')} | {purpose.says} | {through} | {', '.join(purpose.acts)} |"
    yield ""


def _addresses() -> Iterator[str]:
    """Who may what at every address: tests/access/table.txt."""
    yield from ("## At every address", "")
    yield "By the name of the page. `plan`: that part may be read; `plan!`: written in; `facts`: every part that care "
    yield "follows from; `any`: one part at least; `rel`: a relation in force; `coordinates`: she coordinates, or "
    yield "could while nobody does; `coming`: who comes, or who writes in the plan; `carer`: neither a parent nor a "
    yield "buddy; `decides`: a profession that gives care; `hands`: a carer who writes about mother or child, not in "
    yield "an emergency; `mother`: she alone; `place`: a member, about her own place; `both`: the other record is hers "
    yield "to see too. `a+b`: both; `a?`: without it, it is not there; `.`: there is no such way. Each row is tried "
    yield "with everybody in every relation (`tests/access`)."
    yield ""
    yield "| page | for | about | to see it | to send it | besides |"
    yield "|---|---|---|---|---|---|"
    for row in ADDRESSES.values():
        asks = [f"`{each}`" for each in (row.get, row.post)]
        yield f"| {row.name} | {row.whose} | {row.about} | {' | '.join(asks)} | {row.then.strip()} |"
    yield ""


def _roles(names: Iterable[str]) -> str:
    return ", ".join(sorted(name.replace("_", " ") for name in names))


def _chapter_page(chapter: Chapter) -> str:
    lines = [f"# {chapter.title}", "", PRINTED, ""]
    for case in chapter.cases:
        lines += [f"## {case.name[0].upper()}{case.name[1:]}", "", *([case.says, ""] if case.says else [])]
        lines += [f"Source: {case.source}.", "", *_given(case), "", *_table(case), ""]
    return "\n".join(lines)


def _given(case: Case) -> Iterator[str]:
    if case.kind == "cards":
        yield "One row an edition:"
        return
    yield "Facts:"
    yield ""
    yield "```json"
    for name, said in case.facts.items():
        yield f"{json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}"
    yield "```"
    yield ""
    leaving = f", as {' and '.join(case.leaving)} would leave" if case.leaving else ""
    yield f"Looked at on {case.at:%A %d-%m-%Y %H:%M %z}{leaving}:"


def _table(case: Case) -> Iterator[str]:
    yield "| " + " | ".join(case.head) + " |"
    yield "|" + "---|" * len(case.head)
    for row in case.rows:
        yield "| " + " | ".join(row) + " |"


if __name__ == "__main__":
    for gone in left_behind(pages()):
        gone.unlink()
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))  # noqa: T201 (a command prints)
