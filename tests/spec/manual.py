"""Prints docs/protocols from the cards and the spec tables: `python -m tests.spec.manual`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kraamkring.core.access import EMERGENCY_LASTS, MAY_BREAK_GLASS, MAY_COORDINATE, MODULES, SHIELDED, TABLE
from kraamkring.core.facts.reading import schema
from kraamkring.core.pathway import cards
from kraamkring.packs import protocols
from tests.spec.leave_tables import leave_pages
from tests.spec.tables import Case, Chapter, chapters

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "protocols"
PRINTED = "*Printed from the rule cards and the spec tables by `make manual`. Change those, not this page.*"


def pages() -> dict[Path, str]:
    """Every page of the manual with its text."""
    found = {ROOT / "docs" / "schemas" / "facts.schema.json": json.dumps(schema(), indent=2) + "\n"}
    found[ROOT / "docs" / "access.md"] = _access_page()
    found |= leave_pages()
    for name, protocol in protocols().items():
        folder = DOCS / name
        told = list(chapters(name))
        found[folder / "README.md"] = _cards_page(protocol, told)
        for chapter in told:
            found[folder / f"{chapter.file}.md"] = _chapter_page(chapter)
    return found


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
            f"- Shielded, neither through an organisation nor in an emergency: {_roles(SHIELDED)}.",
            "",
        ]
    )


def _roles(names: Iterable[str]) -> str:
    return ", ".join(sorted(name.replace("_", " ") for name in names))


def _cards_page(protocol: cards.Protocol, told: list[Chapter]) -> str:
    lines = [f"# {protocol.title.en}: what is promised", "", PRINTED, ""]
    lines += [
        "Every card says whether a clinician has checked it. Certainty: *verified* was read in the source;",
        "*reading* is our reading of it; *to be confirmed* is not verified; *proposed* is not in force here.",
        "Titles and sentences on cards are not reviewed by a professional or a language reviewer yet.",
        "",
        "## Worked examples",
        "",
        *(f"- [{chapter.title}]({chapter.file}.md): {len(chapter.cases)} tables" for chapter in told),
        "",
        "## Cards",
        "",
    ]
    for card in protocol.cards:
        lines += _card(card)
    lines += ["## Sources", ""]
    for name, source in protocol.sources.items():
        year = source.year or "undated"
        lines.append(
            f"- `{name}`: {source.title}. {source.publisher}, {year}. {source.where}. {source.licence}."
        )
    expect = protocol.expectations
    lines += [
        "",
        "## What is assumed while it is not known",
        "",
        f"Place of birth: {expect.place_of_birth}. Stay: {expect.stay_hours_short:g} h if a short one is preferred, "
        f"{expect.stay_hours_classic:g} h if a classic one, {expect.stay_hours_unknown:g} h if nobody asked.",
        f"{expect.source} What rests on such an assumption says so, and is never a gap.",
        "",
    ]
    return "\n".join(lines)


def _card(card: cards.Card) -> list[str]:
    others = sorted(card.allowed - {card.role})
    lines = [
        f"### {card.title.en} (`{card.activity}`)",
        "",
        f"{card.why.en} *{card.title.nl}.*",
        "",
        f"For {card.for_}. Answers for it: {card.role}{'; may be done by: ' + ', '.join(others) if others else ''}. "
        f"Checked by: {card.sign.checked_by}. Next review: {card.sign.next_review:%d-%m-%Y}.",
        "",
    ]
    for edition in card.editions:
        lines += [f"Edition of {edition.valid_from:%d-%m-%Y}, {edition.certainty}.", ""]
        lines += [f"- {_promise(promise)}" for promise in edition.promises]
        lines += [""]
        lines += [f"> {cited.says} ({cited.id}, {cited.where})" for cited in edition.sources]
        lines += ["", *([edition.note, ""] if edition.note else [])]
    return lines


def _promise(promise: cards.PromiseRule) -> str:
    duty = promise.obligation
    if promise.required_when is not None:
        duty += f", required when {_condition(promise.required_when)}"
    condition = f"; when {_condition(promise.when)}" if promise.when else ""
    if promise.unless:
        condition += f"; unless {_condition(promise.unless).replace(' and ', ' or ')}"
    lead = f"; at risk {promise.lead_hours:g} h before it closes" if promise.lead_hours else ""
    return f"{promise.ordinal}: {_window(promise.window)} ({duty}){condition}{lead}"


def _window(window: cards.Window) -> str:
    if isinstance(window, cards.ElapsedHours):
        words = f"{window.earliest:g} to {window.latest:g} h after {window.after}, target {window.target:g} h"
        if window.aims_at_working_day:
            words += ", or the next working day"
    elif isinstance(window, cards.LocalDays):
        words = (
            f"day {window.earliest} to day {window.latest} after {window.after}, target day {window.target}"
        )
        if window.working_days is not None:
            words += f", prolonged to a working day and to {window.working_days} working days"
    elif isinstance(window, cards.Season):
        words = (
            f"{window.earliest} to {window.latest} (month-day) after {window.after}, target {window.target}"
        )
    elif isinstance(window, cards.GestationalAge):
        words = f"{window.earliest} to {window.latest}, target {window.target}"
    else:
        words = f"between {window.after} and {window.before}"
    bound = window.not_before
    if bound is None:
        return words
    return f"{words}, not before {f'the day after {bound.event}' if bound.days else bound.event}"


def _condition(when: object) -> str:
    assert isinstance(when, dict)
    return " and ".join(
        f"{name.replace('_', ' ')} {word.replace('_', ' ')} {wanted}"
        for name, tests in when.items()
        for word, wanted in tests.items()
    )


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
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))  # noqa: T201 (a command prints)
