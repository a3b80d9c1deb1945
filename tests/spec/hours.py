"""Spec tables of the hours of maternity care: a family in, rows of the answer out. The same files print the manual."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kraamzorg.indicate import compare, indicate
from kraamkring.core.kraamzorg.reading import read_families, read_family, schemas
from kraamkring.core.kraamzorg.rules import Rule
from kraamkring.core.kraamzorg.scarcity import share
from kraamkring.core.kraamzorg.scheme import NeedsScheme, PackageScheme
from kraamkring.packs.kraamzorg import book, books

HERE = Path(__file__).parent / "kraamzorg"
DOCS = Path(__file__).parents[2] / "docs"
KEYS = ("line", "moment", "reason", "part", "rule", "family", "goal", "day", "about", "need", "on")


class HoursCase(NamedTuple):
    """One table. share: hours to give out among several families. rows: places in the answer, with what is there."""

    file: str
    name: str
    says: str
    source: str
    method: str
    also: str | None
    given: dict[str, Any]
    on: date
    days: int | None
    share: float | None
    rows: tuple[tuple[str, str], ...]


class HoursChapter(NamedTuple):
    file: str
    title: str
    cases: tuple[HoursCase, ...]


def hours_chapters() -> Iterator[HoursChapter]:
    """Every file of the folder, in order."""
    for path in sorted(HERE.glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        cases = tuple(_case(path.stem, said, case) for case in said["case"])
        yield HoursChapter(path.stem, said["title"], cases)


def _case(file: str, chapter: dict[str, Any], said: dict[str, Any]) -> HoursCase:
    rows = tuple(
        (left.strip(), right.strip())
        for left, _, right in (line.partition("|") for line in said["rows"].strip().splitlines())
    )
    return HoursCase(
        file=file,
        name=said["name"],
        says=said.get("says", ""),
        source=said["source"],
        method=said.get("method", chapter.get("method", "lip")),
        also=said.get("also"),
        given={**json.loads(chapter.get("base", "{}")), **json.loads(said.get("given", "{}"))},
        on=date.fromisoformat(said.get("on", chapter.get("on", "2025-06-02"))),
        days=said.get("days"),
        share=said.get("share"),
        rows=rows,
    )


def hours_outcome(case: HoursCase) -> tuple[tuple[str, str], ...]:
    """What the answer says at the places of the rows; `refused` with its sentence where there is no answer."""
    try:
        answer = _answer(case)
    except Refusal as refused:
        answer = {"refused": str(refused)}
    return tuple((place, _shown(_at(answer, place))) for place, _ in case.rows)


def _answer(case: HoursCase) -> dict[str, Any]:
    text = json.dumps(case.given)
    if case.share is not None:
        return share(case.share, read_families(text), book(case.method), case.on).model_dump(mode="json")
    family = read_family(text)
    if case.also:
        return compare(family, book(case.method), book(case.also), case.on, case.days).model_dump(mode="json")
    return indicate(family, book(case.method), case.on, case.days).model_dump(mode="json")


def _at(answer: Any, place: str) -> Any:
    """`lines.hospital-days.hours`: in a list, the entry of that name. What is not there is None."""
    for step in place.split("."):
        if isinstance(answer, list):
            answer = next((each for each in answer if _is(each, step)), None)
        elif isinstance(answer, dict):
            answer = answer.get(step)
        else:
            return None
    return answer


def _is(entry: Any, name: str) -> bool:
    if not isinstance(entry, dict):
        return False
    named = [entry.get(key) for key in KEYS] + [
        (entry.get("why") or {}).get("rule") if "why" in entry else None
    ]
    return name in [str(each) for each in named if each is not None]


def _shown(value: Any) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:.2f}".rstrip("0").rstrip(".")
        case list():
            return ", ".join(_named(each) for each in value) or "-"
        case _:
            return str(value)


def _named(entry: Any) -> str:
    if isinstance(entry, dict):
        if "what" in entry:
            return f"{entry['day']}: {_shown(entry['hours']) if entry['what'] == 'care' else entry['what']}"
        return next((str(entry[key]) for key in KEYS if entry.get(key) is not None), "?")
    return _shown(entry)


def hours_pages(printed: str) -> dict[Path, str]:
    """What the schemes say, a page for each chapter, and the JSON Schemas of what goes in and comes out."""
    told = list(hours_chapters())
    folder = DOCS / "protocols" / "kraamzorg"
    found = {folder / "README.md": _schemes_page(told, printed)}
    for chapter in told:
        found[folder / f"{chapter.file}.md"] = _chapter_page(chapter, printed)
    for name, said in schemas().items():
        found[DOCS / "schemas" / f"{name}.schema.json"] = (
            json.dumps(said, indent=2, ensure_ascii=False) + "\n"
        )
    return found


def _chapter_page(chapter: HoursChapter, printed: str) -> str:
    lines = [f"# {chapter.title}", "", printed, ""]
    for case in chapter.cases:
        lines += [f"## {case.name[0].upper()}{case.name[1:]}", "", *([case.says, ""] if case.says else [])]
        asked = f"Method {case.method}" + (f" beside {case.also}" if case.also else "")
        asked += f", {case.share:g} hours to share" if case.share is not None else ""
        asked += f", over {case.days} days" if case.days else ""
        lines += [f"Source: {case.source}.", "", f"{asked}, on {case.on:%d-%m-%Y}:", "", "```json"]
        lines += [
            f"{json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}" for name, said in case.given.items()
        ]
        lines += ["```", "", "| in the answer | what stands there |", "|---|---|"]
        lines += [f"| `{place}` | {value} |" for place, value in case.rows] + ["", *_words(case)]
    return "\n".join(lines)


def _words(case: HoursCase) -> list[str]:
    """What a parent reads about each line, in English, Dutch and French."""
    try:
        answer = _answer(case)
    except Refusal:
        return []
    told = [line["why"] for line in answer.get("lines", [])] + answer["why"]
    told += [each["why"] for each in answer.get("to_be_judged", [])]
    told += [each["why"] for each in answer.get("families", [])]
    lines: list[str] = []
    for why in told:
        sure = "" if why["certainty"] == "verified" else f" *({why['certainty']})*"
        lines.append(f"- {why['parent']['en']}{sure} *{why['parent']['nl']}* *{why['parent']['fr']}*")
    return [*dict.fromkeys(lines), ""] if lines else []


def _schemes_page(told: list[HoursChapter], printed: str) -> str:
    lines = [
        "# Hours of maternity care: what the methods say", "", printed, "",
        "No clinician has checked these schemes; nobody has reviewed the sentences. *Verified* was read in the source;",
        "*reading* is our reading of it; *to be confirmed* is not verified; *proposed* is not in force.", "",
        "## Worked examples", "",
        *(f"- [{chapter.title}]({chapter.file}.md): {len(chapter.cases)} tables" for chapter in told), "",
    ]  # fmt: skip
    for each in books().values():
        scheme = each.scheme
        lines += [f"## {scheme.title.en} (`{scheme.name}`)", "", f"Checked by: {scheme.sign.checked_by}. "
                  f"Next review: {scheme.sign.next_review:%d-%m-%Y}.", ""]  # fmt: skip
        if isinstance(scheme, PackageScheme):
            lines += list(_package(scheme))
        elif isinstance(scheme, NeedsScheme):
            lines += ["Domains of needs: " + ", ".join(f"`{one.domain}`" for one in scheme.domains) + ".", ""]
        lines += ["Not found in any source:", "", *(f"- {one.says.en}" for one in scheme.not_found), ""]
        lines += ["Sources:", ""]
        used = sorted({rule.source for rule in scheme.remarks} | {"lip-providers"} & set(each.sources))
        lines += [f"- `{name}`: {each.sources[name].title}. {each.sources[name].where}." for name in used] + [
            ""
        ]
    return "\n".join(lines)


def _package(scheme: PackageScheme) -> Iterator[str]:
    for edition in scheme.editions:
        yield f"Edition of {edition.valid_from:%d-%m-%Y}."
        yield ""
        yield "| what | how much | certainty | where |"
        yield "|---|---|---|---|"
        for basic in edition.basics:
            off = (
                f", {basic.per_hospital_day_hours:g} h off for each hospital day"
                if basic.per_hospital_day_hours
                else ""
            )
            yield _row(f"basic package: {', '.join(basic.feeding)}", f"{basic.hours:g} h{off}", basic)
        bounds = [("at least", edition.minimum), *([("at most", edition.maximum)] if edition.maximum else [])]
        for name, bound in bounds:
            yield _row(name, f"{bound.hours:g} h", bound)
        for limit in edition.legal_limits:
            yield _row(f"limit in law from {limit.valid_from:%d-%m-%Y}", f"day {limit.days}", limit)
        for reason in edition.reasons:
            gives = (
                f"{reason.hours_per_day:g} h a day more" if reason.hours_per_day else "a professional judges"
            )
            yield _row(reason.rule.replace("-", " "), gives, reason)
        for loss in edition.losses:
            yield _row(f"after a loss from {loss.from_gestation}", loss.gives, loss)
        yield ""


def _row(what: str, how_much: str, rule: Rule) -> str:
    return f"| {what} | {how_much} | {rule.certainty} | {rule.where} |"
