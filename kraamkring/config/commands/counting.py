"""`kraamkring indicators`: figures from a lake, protected. It needs no database and no Django."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from kraamkring.config.complaint import Complaint
from kraamkring.core.indicators.figure import Figure, figures
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.indicators import indicator, indicators
from kraamkring.rooms.registry.engines import opened
from kraamkring.rooms.registry.figures import DIMENSIONS, Dimension, counted

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
HIDDEN = "-"


def count(arguments: argparse.Namespace) -> int:
    """Prints the figures of every card, or of those that were named."""
    by = _dimensions(arguments.by)
    since, until = (_month(arguments.since, "--from"), _month(arguments.until, "--to"))
    if until and until < since:
        raise Complaint("--to: the period ends before it begins.")
    try:
        cards = [indicator(each) for each in dict.fromkeys(arguments.only)] or list(indicators().values())
        with opened(Path(arguments.lake), arguments.engine, since, until) as ask:
            found = [(card, figures(card, counted(card, ask, by, since, until))) for card in cards]
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None
    if arguments.json:
        report = {
            "format": "kraamkring.indicators/1",
            "by": list(by),
            "indicators": [
                {
                    "id": card.id,
                    "title": card.title.model_dump(),
                    "measure": card.measure,
                    "per": card.per,
                    "edition": card.edition,
                    "certainty": card.certainty,
                    "reviewed": card.sign.checked_by != "not reviewed",
                    "figures": [_as_json(each) for each in told],
                }
                for card, told in found
            ],
        }
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
        return 0
    for card, told in found:
        per = "" if card.measure == "mean" else f", per {card.per}"
        sys.stdout.write(f"{card.id}: {card.title.en}{per} ({card.certainty}; {card.sign.checked_by})\n")
        for each in told:
            sys.stdout.write("  " + "  ".join(_words(each)) + "\n")
    return 0


def _dimensions(text: str) -> Sequence[Dimension]:
    named = [each.strip() for each in text.split(",") if each.strip()]
    if not set(named) <= set(DIMENSIONS) or not 1 <= len(set(named)) == len(named) <= 2:
        raise Complaint(f"--by: name one or two of {', '.join(DIMENSIONS)}.")
    return cast("list[Dimension]", named)


def _month(text: str, option: str) -> str:
    if text and not MONTH.fullmatch(text):
        raise Complaint(f"{option}: this is no month. Write it as 2026-01.")
    return text


def _as_json(figure: Figure) -> dict[str, object]:
    return figure._asdict() | {"group": list(figure.group)}


def _words(figure: Figure) -> list[str]:
    numbers = (figure.value, figure.numerator, figure.denominator)
    shown = [
        HIDDEN if each is None else f"{each:.1f}" if place == 0 else f"{each:.0f}"
        for place, each in enumerate(numbers)
    ]
    return [
        " / ".join(figure.group) or "all",
        figure.category or ".",
        f"{shown[0]}  ({shown[1]} of {shown[2]})",
    ]
