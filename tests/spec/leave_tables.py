"""Spec tables of leave: a case in, lines of leave out. The same files are the tests and pages of the manual."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from kraamkring.core.entitlements.case import MaternityRestCase, PregnancyLeaveCase
from kraamkring.core.entitlements.report import leave_report, leave_schema
from kraamkring.core.entitlements.scheme import Rule
from kraamkring.core.kernel.document import schema_of
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.leave import leave_schemes

HERE = Path(__file__).parent / "leave"
ROOT = Path(__file__).parents[2]
HEAD = ("what", "which", "from", "until", "length")
PRINTED = (
    "*Printed from the schemes of leave and the spec tables by `make manual`. Change those, not this page.*"
)
WORDS_OF = {"nl": ("nl",), "be": ("nl", "fr", "de")}


class LeaveTable(NamedTuple):
    """One case and every line that comes out; or the sentence that refuses it."""

    country: str
    name: str
    source: str
    case: dict[str, Any]
    rows: tuple[tuple[str, ...], ...]


def leave_tables() -> Iterator[LeaveTable]:
    """Every table, country by country."""
    for path in sorted(HERE.glob("*.toml")):
        for said in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            rows = tuple(
                tuple(cell.strip() for cell in line.strip().split("|"))
                for line in said["rows"].strip().splitlines()
            )
            yield LeaveTable(path.stem, said["name"], said["source"], json.loads(said["given"]), rows)


def leave_outcome(country: str, case: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """What comes out of a case, line by line."""
    try:
        found = answered(country, case)
    except Refusal as refused:
        return (("refused", str(refused)),)
    return tuple(_rows(found))


def answered(country: str, case: dict[str, Any]) -> dict[str, Any]:
    """The whole answer to a case."""
    kind = leave_schemes()[country]
    read = kind.read(json.dumps(case))
    return leave_report(read, kind.work_out(read), kind.scheme, country)


def _rows(found: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if found["starts_between"]:
        yield "may begin", "", *(_day(day) for day in found["starts_between"].values()), ""
    for kind in ("part", "offer"):
        for each in found[f"{kind}s"]:
            yield kind, each[kind], _day(each["from"]), _day(each["until"]), each["length"]["in_words"]["en"]
    for each in found["deadlines"]:
        day, _, hour = each["by"].partition("T")
        yield "deadline", each["deadline"], "", f"{_day(day)} {hour[:5]}".strip(), ""
    for name in ("before_birth", "after_birth", "total"):
        yield "together", name, "", "", found[name]["in_words"]["en"]
    for each in found["why"]:
        yield "why", each["sentence"], each["professional"]["en"]
    for rule in found["to_be_confirmed"]:
        yield "to be confirmed", rule


def _day(day: str | None) -> str:
    return "-".join(reversed(day.split("-"))) if day else ""


def leave_pages() -> dict[Path, str]:
    """The pages and schemas about leave, with their text."""
    schemas = ROOT / "docs" / "schemas"
    documents = {
        "leave-nl": schema_of(TypeAdapter(PregnancyLeaveCase)),
        "leave-be": schema_of(TypeAdapter(MaternityRestCase)),
        "leave": leave_schema(),
    }
    found = {
        schemas / f"{name}.schema.json": json.dumps(schema, indent=2) + "\n"
        for name, schema in documents.items()
    }
    for country in leave_schemes():
        found[ROOT / "docs" / "protocols" / "leave" / f"{country}.md"] = "\n".join(_page(country))
    return found


def _page(country: str) -> Iterator[str]:
    scheme = leave_schemes()[country].scheme
    yield from (f"# {scheme.title.en}", "", PRINTED, "")
    yield (
        f"Known from {scheme.valid_from:%d-%m-%Y}. Checked by: {scheme.sign.checked_by}. Next review: "
        f"{scheme.sign.next_review:%d-%m-%Y}. Sentences are not reviewed by a language reviewer either."
    )
    yield from ("", "## Rules", "", "| rule | numbers | certainty | where it stands |", "|---|---|---|---|")
    for name, rule in scheme.rules().items():
        numbers = {key: value for key, value in rule if key not in Rule.model_fields}
        said = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in numbers.items())
        stands = " ".join(f"{cited.says} ({cited.id}, {cited.where})" for cited in rule.sources)
        yield f"| {name.replace('_', ' ')} | {said} | {rule.certainty} | {stands} {rule.note} |"
    yield from ("", "Not counted, and said in every answer:", "")
    yield from (f"- {left.what.en}" for left in scheme.left_out)
    yield ""
    for table in leave_tables():
        if table.country == country:
            yield from _case(table)


def _case(table: LeaveTable) -> Iterator[str]:
    yield from (f"## {table.name[0].upper()}{table.name[1:]}", "", f"Source: {table.source}.", "", "```json")
    yield from (json.dumps(table.case), "```", "")
    lines = [row for row in table.rows if row[0] not in ("why", "refused", "to be confirmed")]
    if lines:
        yield "| " + " | ".join(HEAD) + " |"
        yield "|" + "---|" * len(HEAD)
        yield from ("| " + " | ".join(cell.replace("_", " ") for cell in row) + " |" for row in lines)
    else:
        yield f"Refused: {table.rows[0][1]}"
    yield ""
    if lines:
        yield from _words(table)


def _words(table: LeaveTable) -> Iterator[str]:
    """What a parent reads about it, in the pack's languages and in English."""
    found = answered(table.country, table.case)
    whys = [why for kind in ("parts", "offers", "deadlines") for each in found[kind] for why in each["why"]]
    for why in (*found["assumed"], *whys, *found["why"]):
        sure = "" if why["certainty"] == "verified" else f" *({why['certainty']})*"
        yield f"- {why['parent']['en']}{sure}"
        yield from (f"  - *{why['parent'][language]}*" for language in WORDS_OF[table.country])
    yield ""
