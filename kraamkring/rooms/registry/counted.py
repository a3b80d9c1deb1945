"""Figures kept beside the lake, counted when it is extracted: a page shows them and scans nothing. Only what may be
shown is kept, so no small number lies in the file, nor in its two tables together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kraamkring.core.indicators.figure import Figure, figures, side_by_side
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.indicators import indicators

from .engines import opened
from .figures import Dimension, counted

FILE, FORMAT = "figures.json", "kraamkring.figures/1"
BY: tuple[Dimension, Dimension] = ("organisation", "month")

Counted = Mapping[str, Mapping[str, list[Figure]]]  # by dimension, by card; the group () is all together


def keep_counted(lake: Path) -> None:
    """Counts every card by organisation and by month, and replaces what was kept. Raises Refusal without a month."""
    with opened(lake) as ask:
        found: dict[str, dict[str, list[Figure]]] = {by: {} for by in BY}
        for card in indicators().values():
            told = side_by_side(card, *(figures(card, counted(card, ask, (by,))) for by in BY))
            for by, mine in zip(BY, told, strict=True):
                found[by][card.id] = mine
    file, beside = lake / FILE, lake / f"{FILE}.new"
    beside.write_text(json.dumps({"format": FORMAT, "by": found}), encoding="utf-8")
    beside.chmod(0o600)
    beside.replace(file)


def kept_counted(lake: Path) -> Counted | None:
    """What was counted; None where nothing is. Raises Refusal for a file that is not ours."""
    try:
        said = json.loads((lake / FILE).read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise ValueError
        return {
            by: {card: [Figure(tuple(group), *rest) for group, *rest in told] for card, told in cards.items()}
            for by, cards in said["by"].items()
        }
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Refusal("--lake", "the counted figures cannot be read", "Extract it anew") from None
