"""Spec tables of warnings: readings in, level and rules out. The same files are tests and manual."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.pathway.cards import LANGUAGES
from kraamkring.core.warning import Chart, Rule, judge, read
from kraamkring.core.warning.chart import Said
from kraamkring.core.warning.reading import schema
from kraamkring.packs.charts import chart, chart_names, chart_sources, chart_wording

HERE = Path(__file__).parent / "warning"
DOCS = Path(__file__).parents[2] / "docs"
PRINTED = "*Printed from the charts and the spec tables by `make manual`. Change those, not this page.*"
HEAD = ("level", "rules", "within")


class WarningTable(NamedTuple):
    """One table. base: what every row has; columns: the fields that its rows fill in, `-` for what is left away."""

    chart: str
    name: str
    says: str
    source: str
    base: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class WhatFollows(NamedTuple):
    """What a rule leads to. within: whose time it is. A chart by itself stands under the rule `normal`."""

    chart: str
    rule: str
    certainty: str
    within: str
    action: str


class WarningRow(NamedTuple):
    chart: str
    table: str
    document: Mapping[str, Any]
    expected: tuple[str, ...]


def what_follows() -> Iterator[WhatFollows]:
    """The table of what every rule leads to."""
    text = (HERE.parent / "warning_actions.txt").read_text(encoding="utf-8")
    yield from (WhatFollows(*_cells(line)) for line in text.splitlines()[2:] if line)


def followed() -> Iterator[WhatFollows]:
    """The same as the charts say it."""
    for name in chart_names():
        held = chart(name)
        for rule in held.rules:
            yield WhatFollows(name, rule.id, rule.certainty, rule.within_from, rule.action)
        yield WhatFollows(name, "normal", held.certainty, held.about, held.normal_action)


def warning_tables() -> Iterator[WarningTable]:
    """Every table of every file, in order."""
    for path in sorted(HERE.glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in said["case"]:
            yield WarningTable(
                chart=said["chart"],
                name=case["name"],
                says=case.get("says", ""),
                source=case["source"],
                base=json.loads(case.get("base", said.get("base", "{}"))),
                columns=tuple(case.get("columns", ())),
                rows=tuple(_cells(line) for line in case["rows"].strip().splitlines()),
            )


def warning_rows() -> Iterator[WarningRow]:
    """Every row as a document and what must come out."""
    for table in warning_tables():
        for row in table.rows:
            given = dict(zip(table.columns, row[: -len(HEAD)], strict=True))
            yield WarningRow(
                table.chart,
                table.name,
                {**table.base, **{name: _value(cell) for name, cell in given.items() if cell != "-"}},
                row[-len(HEAD) :],
            )


def warning_outcome(name: str, document: Mapping[str, Any]) -> tuple[str, ...]:
    """What is said about a document, in the notation of the tables: level, rules, hours; or the refused field, and
    `unit` where the value looks like another unit."""
    held = chart(name)
    try:
        warning = judge(held, read(held, json.dumps(document)))
    except Refusal as refusal:
        return "refused", refusal.field or "document", "unit" if "looks like" in refusal.problem else "-"
    hours = "-" if warning.within_hours is None else f"{warning.within_hours:g} h"
    return warning.level, " ".join(reason.rule.id for reason in warning.reasons) or "-", hours


def warning_pages() -> dict[Path, str]:
    """The manual of charts, and the schemas of what they take."""
    folder = DOCS / "protocols" / "warning"
    tables = list(warning_tables())
    found = {folder / "README.md": _overview()}
    for name in chart_names():
        held = chart(name)
        found[folder / f"{name}.md"] = _page(held, [table for table in tables if table.chart == name])
        text = json.dumps(schema(held), indent=2, ensure_ascii=False) + "\n"
        found[DOCS / "schemas" / "warn" / f"{name}.schema.json"] = text
    return found


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _value(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _overview() -> str:
    lines = ["# Charts of warnings", "", PRINTED, ""]
    lines += [
        "No clinician has reviewed any of these charts. *verified* was read in the source; *reading* is our reading of",
        "it; *to be confirmed* was not checked; *proposed* is ours. [How to ask](../../warnings.md).",
        "",
        "| chart | about | edition | certainty |",
        "|---|---|---|---|",
    ]
    for name in chart_names():
        held = chart(name)
        lines.append(
            f"| [{held.title.en}]({name}.md) (`{name}`) | {held.about} | {held.edition} | {held.certainty} |"
        )
    lines += [
        "",
        "## What is to be done",
        "",
        "| action | | for a parent | for a professional |",
        "|---|---|---|---|",
    ]
    wording = chart_wording()
    for key, action in wording.actions.items():
        lines += _said(key, action)
    lines += ["", "Who:", ""]
    lines += [
        f"- `{key}`: {', '.join(wording.roles[role].en for role in action.who)}"
        for key, action in wording.actions.items()
    ]
    lines += ["", "## Sources", ""]
    cited = {cited.id for name in chart_names() for cited in chart(name).sources}
    for key, source in chart_sources().items():
        if key in cited:
            lines.append(
                f"- `{key}`: {source.title}. {source.publisher}, {source.year}. {source.where}. {source.licence}."
            )
    return "\n".join([*lines, ""])


def _page(held: Chart, tables: list[WarningTable]) -> str:
    lines = [
        f"# {held.title.en}",
        "",
        PRINTED,
        "",
        f"*{held.title.nl}. {held.title.fr}. {held.title.de}.*",
        "",
    ]
    lines += [
        f"About the {held.about}. Edition: {held.edition}. Certainty: {held.certainty}. "
        f"Checked by: {held.sign.checked_by}. Next review: {held.sign.next_review:%d-%m-%Y}.",
        "",
        held.note.en,
        "",
        f"Licence: {held.licence}",
        "",
        *(f"> {cited.says} ({cited.id}, {cited.where})" for cited in held.sources),
        "",
    ]
    if held.left_out:
        lines += ["Left out:", "", *(f"- {words.en}" for words in held.left_out), ""]
    lines += [
        "## Rules",
        "",
        "| rule | level | when | within | to do | rests on |",
        "|---|---|---|---|---|---|",
        *(_rule(rule) for rule in held.rules),
        "",
        *_bands(held),
    ]
    if held.possible:
        lines += [
            "## Values that are taken",
            "",
            "| field | from | to | refused with a hint |",
            "|---|---|---|---|",
        ]
        for field, possible in held.possible.items():
            hints = "; ".join(
                f"{each.lowest:g} to {each.highest:g}: {each.looks_like}" for each in possible.mistaken
            )
            lines.append(f"| `{field}` | {possible.lowest:g} | {possible.highest:g} | {hints} |")
        lines.append("")
    lines += ["## What is said", "", "| rule | | for a parent | for a professional |", "|---|---|---|---|"]
    for key, said in (*((rule.id, rule) for rule in held.rules), ("normal", held.normal)):
        lines += _said(key, said)
    lines += ["", "## Worked examples", ""]
    for table in tables:
        lines += _table(table)
    return "\n".join(lines).rstrip() + "\n"


def _said(key: str, said: Said) -> list[str]:
    return [
        f"| {f'`{key}`' if language == LANGUAGES[0] else ''} | {language} | {getattr(said.parent, language)} | "
        f"{getattr(said.professional, language)} |"
        for language in LANGUAGES
    ]


def _rule(rule: Rule) -> str:
    ours = " (ours)" if rule.within_from == "ours" else ""
    return (
        f"| `{rule.id}` | {rule.level} | {_condition(rule.when)} | {rule.within_hours:g} h{ours} | `{rule.action}` | "
        f"{rule.source}, {rule.certainty} |"
    )


def _condition(when: Mapping[str, Mapping[str, Any]]) -> str:
    return " and ".join(
        f"{name.replace('_', ' ')} {word.replace('_', ' ')} {_cell(wanted)}"
        for name, tests in when.items()
        for word, wanted in tests.items()
    )


def _bands(held: Chart) -> list[str]:
    """The numbers that a chart holds beside its rules."""
    said = held.measure.model_dump(exclude={"boy", "girl", "kind", "table"})
    lines = []
    for name in ("band", "row"):
        if rows := said.pop(name, None):
            heads = list(dict.fromkeys(head for row in rows for head in row))
            lines += ["", "| " + " | ".join(head.replace("_", " ") for head in heads) + " |"]
            lines += ["|" + "---|" * len(heads)]
            lines += ["| " + " | ".join(_cell(row.get(head)) for head in heads) + " |" for row in rows]
    listed = [f"{key.replace('_', ' ')}: {_cell(value)}" for key, value in said.items()]
    head = ["## Numbers", ""] if lines or listed else []
    return [*head, *(["; ".join(listed) + "."] if listed else []), *lines, ""]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case dict():
            return " and ".join(f"{word.replace('_', ' ')} {_cell(wanted)}" for word, wanted in value.items())
        case float():
            return f"{value:g}"
        case tuple() | list():
            return ", ".join(_cell(each) for each in value)
        case _:
            return str(value)


def _table(table: WarningTable) -> list[str]:
    heads = (*(column.replace("_", " ") for column in table.columns), *HEAD)
    lines = [f"### {table.name[0].upper()}{table.name[1:]}", "", *([table.says, ""] if table.says else [])]
    lines += [f"Source: {table.source}.", ""]
    if table.base:
        lines += ["With, in every row:", "", "```json"]
        lines += [
            f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in table.base.items()
        ]
        lines += ["```", ""]
    lines += ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += [
        "| " + " | ".join(f"`{cell}`" if cell[:1] in "[{" else cell for cell in row) + " |"
        for row in table.rows
    ]
    return [*lines, ""]
