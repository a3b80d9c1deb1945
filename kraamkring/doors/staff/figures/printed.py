"""A figure as a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation, paper

_STYLE = """<style>
.word { fill: #10262a; font-size: 11.5px; font-family: "Libertinus Serif" }
.grid { stroke: #d5dedd; stroke-width: 1 }
.band { fill: #0f5c63; fill-opacity: 0.14 }
.line { fill: none; stroke: #0f5c63; stroke-width: 2 }
.place { fill: #0f5c63; fill-opacity: 0.35; stroke: #0f5c63 }
.home { stroke: #9a4a12; stroke-width: 2 }
</style>"""  # a picture on a page takes its colours from the page


def as_pdf(shown: Mapping[str, Any], language: str, at: datetime) -> bytes:
    """The PDF. shown: what the page of the figure shows."""
    card = shown["card"]
    said = {
        "language": language,
        "title": capfirst(shown["title"]),
        "definition": card.definition,
        "head": f"Kraamkring · {notation.day(at.date(), language)}",
        "values": _values(shown),
        "pictures": [
            {"title": title, "svg": _standing_alone(str(shown[name])), "said": said}
            for name, title, said in (
                ("chart", _("Each month, and the limits of chance"), ""),
                ("funnel", _("Each organisation by its size, and the limits of chance"), shown["standing"]),
            )
            if shown[name]
        ],
        "months": _months(shown),
        "card_title": _("What is counted"),
        "card": [
            ["Numerator", card.numerator],
            ["Denominator", card.denominator],
            *(["Left out", each.who] for each in card.exclusion),
            [
                "Source",
                f"{', '.join(each.id for each in card.sources)} ({card.certainty}; {card.sign.checked_by}; "
                f"edition {card.edition})",
            ],
        ],
        "foot": [
            _(
                "Small numbers are hidden (–), the others rounded to five. No epidemiologist has reviewed these cards."
            )
        ],
    }
    return paper.as_pdf(__package__, "figure", said, at)


def _values(shown: Mapping[str, Any]) -> list[list[str]]:
    """Heads, and a row for each category."""
    heads = [_("Measure"), *([_("Your organisation")] if shown["own"] else []), _("All together")]
    rows = [
        [
            f"{category} · {shown['measure']}" if category else shown["measure"],
            *([hers] if shown["own"] else []),
            every,
        ]
        for category, hers, every in shown["rows"]
    ]
    return [heads, *rows] if rows else []


def _months(shown: Mapping[str, Any]) -> list[list[str]]:
    heads = [_("Month"), shown["measure"], _("Limits of chance"), _("Signal")]
    rows = [
        [f"{month} · {category}" if category else month, value, limits, signal]
        for month, category, value, limits, signal in shown["months"]
    ]
    return [heads, *rows] if rows else []


def _standing_alone(svg: str) -> str:
    """A picture of a page with its own colours."""
    start, rest = svg.split(">", 1)
    return f'{start} xmlns="http://www.w3.org/2000/svg">{_STYLE}{rest}'
