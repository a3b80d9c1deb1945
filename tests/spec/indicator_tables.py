"""The pages of the lake and of the indicators, printed from the schema and the cards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.disclosure import ROUNDED_TO, SMALLEST_GROUP, SMALLEST_SHOWN
from kraamkring.core.indicators.schema import TABLES, VERSION
from kraamkring.core.indicators.views import VIEWS
from kraamkring.packs.indicators import indicators, not_counted
from kraamkring.rooms.registry.lake import CLOSES_AFTER_MONTHS

ROOT = Path(__file__).parents[2]
PRINTED = "*Printed by `make manual` from {what}. Change that, not this page.*"


def indicator_pages() -> dict[Path, str]:
    """Both pages with their text."""
    return {
        ROOT / "docs" / "lake.md": "\n".join(_lake()) + "\n",
        ROOT / "docs" / "indicators.md": "\n".join(_indicators()) + "\n",
    }


def _lake() -> Iterator[str]:
    yield "# The lake: what of the record leaves it for figures\n"
    yield PRINTED.format(what="`schema.py` and `views.py` of `core/indicators`") + "\n"
    yield (
        f"Tables of version {VERSION}: `DIR/v{VERSION}/<month>/e<edition>/<table>.parquet`, one folder a month; "
        "`manifest.json` says which edition of which month holds. Numbers and codes only: no name, no free text, no "
        f"date finer than a month. A month closes {CLOSES_AFTER_MONTHS} months after its end; what changes later is an "
        "edition marked `correction`. Why it is so: "
        "[ADR 0903](adr/0903-a-lake-without-dates-and-indicators-as-sql-cards.md)."
    )
    for table, columns in TABLES.items():
        yield f"\n## {table}\n\n| column | type | may be unknown | what it means |\n|---|---|---|---|"
        for column in columns:
            yield f"| `{column.name}` | {column.kind} | {'yes' if column.unknown else 'no'} | {column.means} |"
    yield (
        "\n# Views: what cards share\n\nA card selects from these as from tables. A column that leaves somebody "
        "out gives the word of an exclusion, and NULL where she counts."
    )
    for view in VIEWS:
        yield f"\n## {view.name}\n\n{view.means[0].upper()}{view.means[1:]}.\n\n```sql\n{view.sql.strip()}\n```"


def _indicators() -> Iterator[str]:
    yield "# Indicators\n"
    yield PRINTED.format(what="the cards in `packs/*/indicators`") + "\n"
    yield (
        "`kraamkring indicators --lake DIR --by province` counts them. Of every figure: "
        f"numbers of 1 to {SMALLEST_SHOWN - 1} and groups below {SMALLEST_GROUP} are not shown, nor what "
        f"they could be worked out from; what is shown is rounded to {ROUNDED_TO}. "
        "No card was reviewed by an epidemiologist, unless it says so. The statement of each card stands under it, "
        "over the tables and views of [lake.md](lake.md).\n"
    )
    yield "| indicator | what | measure | how sure | checked by |\n|---|---|---|---|---|"
    for card in indicators().values():
        told = (
            f"[{card.id}](#{card.id})",
            card.title.en,
            _measure(card),
            card.certainty,
            card.sign.checked_by,
        )
        yield f"| {' | '.join(told)} |"
    for card in indicators().values():
        yield from _card(card)
    yield "\n## Not counted\n\n| number | what | why |\n|---|---|---|"
    for each in not_counted():
        yield f"| {each.number} | {each.title.en} | {each.why} |"


def _measure(card: IndicatorCard) -> str:
    return card.measure if card.measure == "mean" else f"{card.measure} per {card.per}"


def _card(card: IndicatorCard) -> Iterator[str]:
    yield f"\n## {card.id}\n\n**{card.title.en}** ({card.set}, {card.number}, edition {card.edition})\n"
    yield f"- nl: {card.title.nl} · fr: {card.title.fr} · de: {card.title.de}"
    yield f"- {card.definition}"
    yield f"- Numerator: {card.numerator}. Denominator: {card.denominator}."
    if card.categories:
        yield f"- Told by: {', '.join(card.categories)}."
    for each in card.exclusion:
        yield f"- Left out (`{each.why}`): {each.who}."
    yield f"- How sure: {card.certainty}.{f' {card.note}' if card.note else ''}"
    for cited in card.sources:
        yield f"- Source: {cited.id}, {cited.where}: {cited.says}"
    yield f"- Checked by: {card.sign.checked_by}. Next review: {card.sign.next_review:%d-%m-%Y}."
    yield f"\n```sql\n{card.sql.strip()}\n```"
