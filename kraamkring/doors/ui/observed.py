"""What was observed in words: a value with its unit, an answer, and a level as a state that has a mark."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kraamkring.core.observing import Observable
from kraamkring.core.warning import Level
from kraamkring.packs.observations import warning_charts

from . import notation

# A level borrows the mark and the colour of a state of care; its word is its own.
STATE_OF: dict[Level, str] = {"normal": "done", "watch": "at-risk", "act": "gap"}


def value_in_words(observable: Observable, value: Any, language: str) -> str:
    """`36,8 °C`, `firm`, `yes`: one value as people of that language write it; a dash for what was taken back."""
    if value is None:
        return "–"
    if observable.kind == "yes_no":
        return _("yes") if value else _("no")
    if observable.kind == "choice":
        choice = observable.choice(str(value))
        return choice.words.said(language) if choice else str(value)
    if observable.kind == "words":
        return str(value)
    number = f"{float(value):.{observable.places}f}"
    if language not in ("en", "ar"):
        number = number.replace(".", ",")
    joint = "" if observable.unit.startswith("/") else notation.NO_BREAK
    return notation.apart(f"{number}{joint}{observable.unit}".strip(), language)


def level_word(level: Level, language: str) -> str:
    """The word of a level, as the charts have it."""
    return warning_charts().wording.levels[level].said(language)
