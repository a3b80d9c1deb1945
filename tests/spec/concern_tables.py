"""Spec tables of the anamnesis: its questions, the offers of each region, and what follows from answers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from kraamkring.core.kernel.document import schema_of
from kraamkring.core.vulnerability.answers import Answers
from kraamkring.core.vulnerability.report import concerns_report, concerns_schema
from kraamkring.packs.vulnerability import anamnesis, found_in, offers, read_answers, regions

HERE = Path(__file__).parent / "vulnerability"
ROOT = Path(__file__).parents[2]
PRINTED = "*Printed from the packs and the spec tables by `make manual`. Change those, not this page.*"
QUESTIONS_HEAD = ("nr", "question", "asked at", "by", "alone", "code", "certainty", "what a parent is asked")
OFFERS_HEAD = ("region", "offer", "nr", "certainty", "by", "for", "what a parent reads")
ANSWERS_HEAD = ("what", "which", "how", "because")


class ConcernTable(NamedTuple):
    name: str
    says: str
    given: dict[str, Any]
    rows: tuple[tuple[str, ...], ...]


def listed(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a file: `questions` or `offers`."""
    return _rows(tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["rows"])


def concern_tables() -> list[ConcernTable]:
    """Every table of answers."""
    said = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))["case"]
    return [
        ConcernTable(each["name"], each["says"], json.loads(each["given"]), _rows(each["rows"]))
        for each in said
    ]


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines())


def questions() -> Iterator[tuple[str, ...]]:
    """The anamnesis as it is in the packs."""
    for name, each in anamnesis().questions():
        moments = sorted(each.ask, key=lambda moment: anamnesis().moment[moment].order)
        yield (
            str(each.order), name, ", ".join(moments), ", ".join(each.by), "yes" if each.alone else "no",
            each.code or "", each.certainty, each.parent.en.format(**each.numbers),
        )  # fmt: skip


def offered() -> Iterator[tuple[str, ...]]:
    """The offers of each region as they are in the packs."""
    for region in regions():
        for name, each in offers()[region.split("-")[0]].of_region(region):
            yield (
                region, name, str(each.order), each.certainty, each.by or "", ", ".join(each.for_),
                each.parent.en.format(**each.numbers),
            )  # fmt: skip


def report(given: dict[str, Any]) -> dict[str, Any]:
    """The whole answer."""
    answers = read_answers(json.dumps(given))
    return concerns_report(answers, found_in(answers), anamnesis())


def concern_outcome(given: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """What follows from answers, in the notation of the tables."""
    found = report(given)
    for each in found["concerns"]:
        yield "concern", each["question"], "", ", ".join(why["sentence"] for why in each["why"])
    for each in found["offers"]:
        force = each["why"][0]["certainty"] if each["in_force"] else "proposed"
        yield "offer", each["offer"], f"{each['reply']}, {force}", ", ".join(each["because"])
    for why in found["follow_up"]:
        yield "follow-up", why["sentence"], "", why["professional"]["en"]
    for each in found["to_ask"]:
        now = "now" if each["now"] else "later"
        yield "ask again" if each["again"] else "ask", each["question"], f"{now}, {each['moment']}", ""


def concern_pages() -> dict[Path, str]:
    """The page and the schemas, with their text."""
    schemas = {"answers": schema_of(TypeAdapter(Answers)), "concerns": concerns_schema()}
    found = {
        ROOT / "docs" / "schemas" / f"{name}.schema.json": json.dumps(schema, indent=2) + "\n"
        for name, schema in schemas.items()
    }
    return {**found, ROOT / "docs" / "protocols" / "vulnerability.md": "\n".join(_page())}


def _page() -> Iterator[str]:
    yield from ("# What a family says of its situation", "", PRINTED, "")
    yield (
        f"Checked by: {anamnesis().sign.checked_by}. Words and moments are ours. Yes is a concern; declined, not asked "
        "and no are none. Nothing is added up."
    )
    yield from ("", "## Moments", "", "| moment | from | certainty | where it stands |", "|---|---|---|---|")
    for name, moment in anamnesis().moment.items():
        start = moment.from_gestation or f"day {moment.from_postpartum_day}"
        stands = " ".join(f"{cited.says} ({cited.id}, {cited.where})" for cited in moment.sources)
        yield f"| {name} | {start} | {moment.certainty} | {stands} {moment.note} |"
    yield from ("", "## Questions", "", *_head(QUESTIONS_HEAD))
    yield from ("| " + " | ".join(row) + " |" for row in questions())
    yield from ("", "Why each is asked, and in the languages of the families:", "")
    for name, each in anamnesis().questions():
        stands = " ".join(f"{cited.says} ({cited.id}, {cited.where})" for cited in each.sources)
        yield f"- **{name}**: {stands} {each.note}".rstrip()
        for language in ("nl", "fr", "de"):
            yield f"  - *{getattr(each.parent, language).format(**each.numbers)}*"
    yield from ("", "## Offers", "", *_head(OFFERS_HEAD))
    yield from ("| " + " | ".join(row) + " |" for row in offered())
    yield from ("", "## Worked examples", "")
    for table in concern_tables():
        yield from (f"### {table.name[0].upper()}{table.name[1:]}", "", table.says, "", "```json")
        yield from (json.dumps(table.given), "```", "", *_head(ANSWERS_HEAD))
        yield from ("| " + " | ".join(row) + " |" for row in table.rows)
        yield ""


def _head(names: tuple[str, ...]) -> tuple[str, str]:
    return "| " + " | ".join(names) + " |", "|" + "---|" * len(names)
