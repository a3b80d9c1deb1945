"""The cards of a protocol as pages, in English and in the languages of its region, with a drawing of every window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kraamkring.core.pathway import cards
from kraamkring.core.pathway.card_words import CERTAINTIES, LABELS, SAID, WHOM
from kraamkring.core.pathway.in_words import (
    conditions_in_words,
    duty_in_words,
    lead_in_words,
    role_in_words,
    window_in_words,
)
from kraamkring.doors.ui.window_drawing import drawn
from tests.spec.tables import Chapter

# In which languages the cards of a region are printed beside English. The languages are those of its law.
PRINTED_IN: dict[str, tuple[str, ...]] = {
    "be-vlg": ("nl",), "be-bru": ("fr", "nl"), "be-wal": ("fr",), "be-dg": ("de",), "nl": ("nl",),
}  # fmt: skip
NAMES = {"en": "English", "nl": "Nederlands", "fr": "français", "de": "Deutsch"}


def card_pages(folder: Path, protocol: cards.Protocol, told: list[Chapter]) -> dict[Path, str]:
    """The pages and the drawings of one protocol."""
    found = {folder / "README.md": _page(protocol, "en", _examples(told))}
    for language in PRINTED_IN.get(protocol.name, ()):
        found[folder / f"README.{language}.md"] = _page(protocol, language, [])
    for card in protocol.cards:
        rules = [(edition, rule) for edition in card.editions for rule in edition.promises]
        titles = [window_in_words(rule.window, "en") for _, rule in rules]
        heads = [_head(card, edition, rule) for edition, rule in rules]
        found[folder / "drawings" / f"{card.activity}.svg"] = drawn(
            [rule for _, rule in rules], titles, heads
        )
    return found


def index_page(
    protocols: dict[str, cards.Protocol], told: dict[str, list[Chapter]], besides: dict[Path, str]
) -> str:
    """docs/protocols/README.md: which packs there are, in which languages, with how many tables. besides: the pages of
    other topics, under docs/protocols."""
    lines = [
        "# The protocols",
        "",
        "*Printed from the rule cards and the spec tables by `make manual`. Change those, not this page.*",
        "",
        "What a family is promised around a birth, region by region: each promise is one card with its window, who",
        "answers for it, on whose word it rests and how sure we are. Beside the cards stand worked examples: the same",
        "tables are the tests. No clinician has checked any card yet; the headings and words in other languages than",
        "English are ours and not reviewed. Notes, what a source says and the worked examples are in English.",
        "",
        "| region | cards | of these to be confirmed | worked examples | |",
        "|---|---|---|---|---|",
    ]
    for name, protocol in protocols.items():
        unsure = sum(card.editions[-1].certainty == "to be confirmed" for card in protocol.cards)
        cases = sum(len(chapter.cases) for chapter in told[name])
        links = [f"[English]({name}/README.md)"] + [
            f"[{NAMES[language]}]({name}/README.{language}.md)" for language in PRINTED_IN.get(name, ())
        ]
        lines.append(
            f"| {protocol.title.en} (`{name}`) | {len(protocol.cards)} | {unsure} | {cases} | {' · '.join(links)} |"
        )
    others = [
        f"- [{text.splitlines()[0].lstrip('# ')}]({path.as_posix()})"
        for path, text in sorted(besides.items())
        if path.suffix == ".md"
    ]
    if others:
        lines += ["", "## Besides the protocols", "", *others]
    return "\n".join([*lines, "", *_legend(), ""])


def _legend() -> list[str]:
    return [
        "## How to read a drawing",
        "",
        "The bar is the window, the diamond what it counts from (and, where the window ends with another event, that",
        "too), the triangle what is aimed at. The dashed line with `!` is when it becomes a risk if nothing is",
        "arranged. A broken border is a proposal that is not in force. `h` are hours on the clock, `d` days on the",
        "calendar (day 0 holds the event), `12+0` weeks and days of the pregnancy.",
    ]


def _head(card: cards.Card, edition: cards.Edition, rule: cards.PromiseRule) -> str:
    several = len(card.editions) > 1
    return f"{f'{edition.valid_from:%d-%m-%Y}, ' if several else ''}{rule.ordinal}"


def _examples(told: list[Chapter]) -> list[str]:
    if not told:
        return []
    listed = [f"- [{chapter.title}]({chapter.file}.md): {len(chapter.cases)} tables" for chapter in told]
    return ["## Worked examples", "", *listed, ""]


def _page(protocol: cards.Protocol, language: str, examples: list[str]) -> str:
    label = LABELS[language]
    lines = [f"# {getattr(protocol.title, language)}: {label['promised']}", "", f"*{label['printed']}*", ""]
    lines += [label["unreviewed"], "", *examples, f"## {label['cards']}", ""]
    for card in protocol.cards:
        lines += _card(card, protocol, language)
    lines += [f"## {label['sources']}", ""]
    lines += [_source(name, protocol.sources[name]) for name in sorted(_cited(protocol))]
    lines += ["", *_assumed(protocol)] if language == "en" else []
    return "\n".join([*lines, ""])


def _cited(protocol: cards.Protocol) -> set[str]:
    return {cited.id for card in protocol.cards for edition in card.editions for cited in edition.sources}


def _source(name: str, source: cards.Source) -> str:
    year = f", {source.year}" if source.year else ""
    return f"- `{name}`: {source.title}. {source.publisher}{year}. {source.where}. {source.licence}."


def _card(card: cards.Card, protocol: cards.Protocol, language: str) -> Iterator[str]:
    label = LABELS[language]
    others = [role_in_words(role, protocol, language) for role in sorted(card.allowed - {card.role})]
    checked = label["nobody_yet"] if card.sign.reviewed_on is None else card.sign.checked_by
    yield f"### {getattr(card.title, language)} (`{card.activity}`)"
    yield ""
    yield getattr(card.why, language)
    yield ""
    yield f"- {label['whom']}: {WHOM[language][card.for_]}"
    yield f"- {label['answers']}: {role_in_words(card.role, protocol, language)}"
    yield f"- {label['others']}: {', '.join(others) or SAID[language]['nobody']}"
    yield f"- {label['checked']}: {checked}. {label['review']}: {card.sign.next_review:%d-%m-%Y}."
    yield ""
    yield f"![{label['drawing']}](drawings/{card.activity}.svg)"
    yield ""
    for edition in card.editions:
        yield from _edition(edition, language)


def _edition(edition: cards.Edition, language: str) -> Iterator[str]:
    label = LABELS[language]
    begins = label["edition"].format(day=f"{edition.valid_from:%d-%m-%Y}")
    yield f"{begins}, {CERTAINTIES[language][edition.certainty]}."
    yield ""
    for rule in edition.promises:
        told = [window_in_words(rule.window, language), *conditions_in_words(rule, language)]
        told += [duty_in_words(rule, language)]
        told += [lead_in_words(rule, language)] if rule.lead_hours and rule.obligation != "proposed" else []
        yield f"{rule.ordinal}. {'; '.join(told)}"
    yield ""
    for cited in edition.sources:
        yield f"> {cited.says} ({cited.id}, {cited.where})"
    if edition.note:
        yield ""
        yield f"{label['note']}: {edition.note}"
    yield ""


def _assumed(protocol: cards.Protocol) -> list[str]:
    """Figures, with what their source says: in English only."""
    expect = protocol.expectations
    return [
        "## What is assumed while it is not known",
        "",
        f"Place of birth: {expect.place_of_birth}. Stay: {expect.stay_hours_short:g} h if a short one is preferred, "
        f"{expect.stay_hours_classic:g} h if a classic one, {expect.stay_hours_unknown:g} h if nobody asked.",
        f"{expect.source} What rests on such an assumption says so, and is never a gap.",
    ]
