"""Prints docs/dialects: the tables of every dialect, for who knows the dialect and no Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kraamkring.core.exchange.dialects.cards import CodeTable, Dialect, Row, Shape, UnitTable
from kraamkring.packs.dialects import dialects

DOCS = Path(__file__).parents[2] / "docs" / "dialects"
PRINTED = "*Printed from the tables in `kraamkring/packs` by `make manual`. Change those, not this page.*"
WAYS = {"both": "⇄", "in": "→ read, and kept", "out": "← written"}
CONVERSIONS = {
    "text": "as it is",
    "names": "the given names, without initials",
    "day": "a day",
    "moment": "a moment, or a day",
    "number": "a number",
    "yes": "yes or no",
    "gestation": "days, as weeks and days",
    "person": "reference to the mother or a child",
    "pregnancy": "reference to the record of this pregnancy",
    "condition": "reference to the condition of this pregnancy",
    "birth": "reference to the birth of a child",
    "visit": "reference to the contact",
    "carer": "reference to a professional",
    "organisation": "reference to an organisation",
}


def dialect_pages() -> dict[Path, str]:
    """A page for each dialect, and one that lists them."""
    pages = {DOCS / f"{name}.md": "\n".join(_page(each)) + "\n" for name, each in dialects().items()}
    return pages | {DOCS / "README.md": "\n".join(_index()) + "\n"}


def _index() -> Iterator[str]:
    yield "# Dialects"
    yield f"\n{PRINTED}\n"
    yield "Which element of another system is which field of ours, both ways (ADR 0803). Not reviewed yet.\n"
    yield "| dialect | version | shapes | read and written | only read | checked by |"
    yield "|---|---|---|---|---|---|"
    for name, each in dialects().items():
        read = sum(_only_read(shape) for shape in each.shapes) if each.wire == "fhir" else len(each.shapes)
        many = len(each.shapes)
        counts = f"{many} | {many - read} | {read}"
        yield f"| [{each.title.en}]({name}.md) | {each.version} | {counts} | {each.sign.checked_by} |"


def _only_read(shape: Shape) -> bool:
    return any(row.must and row.way == "in" for row in shape.every_row)


def _page(each: Dialect) -> Iterator[str]:
    yield f"# {each.title.en}"
    yield f"\n{PRINTED}\n"
    yield f"{each.version}. Checked by: {each.sign.checked_by}; next review {each.sign.next_review}.\n"
    yield (
        "`⇄` read and written alike; `→` understood, and kept as it came, because our record says less; "
        "`←` only written.\n"
    )
    yield "| source | what |"
    yield "|---|---|"
    yield from (f"| {name} | {_cell(what)} |" for name, what in each.sources.items())
    for shape in each.shapes:
        yield from _shape(shape, each)
    yield "\n## Codes\n"
    for name, table in each.codes.items():
        yield from _codes(name, table)
    yield "\n## Units\n"
    yield "| table | written | also understood |"
    yield "|---|---|---|"
    yield from (_units(name, table) for name, table in each.units.items())


def _shape(shape: Shape, each: Dialect) -> Iterator[str]:
    yield f"\n## {shape.id}\n"
    code = "; ".join(f"`{text}`" for text in shape.code)
    yield f"{shape.resource}, {shape.thing} of {shape.about}" + (f": {code}" if code else "") + "."
    yield f"\nSource: {shape.source.id}, {_cell(shape.source.where)} ({shape.certainty})." + (
        f" {shape.note}" if shape.note else ""
    )
    if shape.profiles:
        yield "\n" + "\n".join(f"- `{profile}`" for profile in shape.profiles)
    yield "\n| element | | ours | conversion | note |"
    yield "|---|---|---|---|---|"
    yield from (_row(row, "") for row in shape.rows)
    for part in shape.parts:
        yield from (_row(row, f"{part.at} `{part.code}` ") for row in part.rows)
    for group in shape.groups:
        yield from (_row(row, f"each {group.at} ") for row in group.rows)
    if shape.holds:
        yield f"| contained, hasMember | ⇄ | {', '.join(shape.holds)} | | |"


def _row(row: Row, at: str) -> str:
    if row.field:
        by = {"codes": f"codes: {row.codes}", "quantity": f"unit: {row.units}"}.get(
            row.by, CONVERSIONS.get(row.by, "")
        )
        ours = f"{row.field}{' (must)' if row.must else ''}"
    else:
        ours, by = (
            "",
            f"always `{_cell(row.value or row.coding)}`"
            + (f", also read: {', '.join(row.also)}" if row.also else ""),
        )
    beside = f"beside {row.beside}. " if row.beside else ""
    return f"| {at}{row.path} | {WAYS[row.way]} | {ours} | {by} | {beside}{_cell(row.note)} |"


def _codes(name: str, table: CodeTable) -> Iterator[str]:
    yield f"\n### {name}\n"
    yield "| ours | code | |"
    yield "|---|---|---|"
    yield from (f"| {ours} | {_cell(text)} | ⇄ |" for ours, text in table.both.items())
    yield from (
        f"| {ours} | {_cell(text)} | {WAYS['in']} |" for ours, texts in table.read.items() for text in texts
    )
    yield from (f"| {ours} | {_cell(text)} | {WAYS['out']} |" for ours, text in table.write.items())


def _units(name: str, table: UnitTable) -> str:
    others = ", ".join(f"{unit} (times {factor:g})" for unit, factor in table.read.items())
    return f"| {name} | {table.code or 'a plain number'} | {others} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
