"""Words with their numbers filled in, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..pathway.cards import LANGUAGES, InFourLanguages, Language
from .chart import Chart, Said, Wording
from .finding import Sign

HOURS_AT_MOST = 48  # longer is said in days


def number(value: float, language: Language, decimals: int | None = None) -> str:
    """A number as people of that language write it."""
    places = decimals if decimals is not None else (0 if float(value).is_integer() else 1)
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text if language == "en" else text.replace(".", ",")


def sign(chart: Chart, wording: Wording, given: Sign, language: Language) -> str:
    """`temperature 38.4 °C`."""
    named = chart.names.get(given.name)
    word = getattr(named.word, language) if named else given.name
    if isinstance(given.value, str):
        value = getattr(wording.words[given.value], language) if given.value in wording.words else given.value
        return f"{word}: {value}"
    unit = named.unit if named else ""
    if unit and not unit.startswith("/"):
        unit = f" {unit}"
    return f"{word} {number(given.value, language, named.places if named else None)}{unit}"


def filled(
    chart: Chart, wording: Wording, words: InFourLanguages, filling: Mapping[str, Any]
) -> dict[str, str]:
    """The sentence in every language."""
    return {
        language: getattr(words, language).format_map(
            {name: _shown(chart, wording, name, value, language) for name, value in filling.items()}
        )
        for language in LANGUAGES
    }


def both(chart: Chart, wording: Wording, said: Said, filling: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The sentence for a parent and the one for a professional."""
    return {
        "parent": filled(chart, wording, said.parent, filling),
        "professional": filled(chart, wording, said.professional, filling),
    }


def within(wording: Wording, hours: float) -> dict[str, str]:
    """`within 6 hours`, `within 7 days`."""
    if hours > HOURS_AT_MOST and (hours / 24).is_integer():
        words, count = wording.within_days, hours / 24
    else:
        words, count = (wording.within_one_hour if hours == 1 else wording.within_hours), hours
    return {
        language: getattr(words, language).format(count=number(count, language)) for language in LANGUAGES
    }


def plain(words: InFourLanguages) -> dict[str, str]:
    return {language: getattr(words, language) for language in LANGUAGES}


def _shown(chart: Chart, wording: Wording, name: str, value: Any, language: Language) -> str:
    if isinstance(value, tuple):
        return ", ".join(sign(chart, wording, each, language) for each in value)
    if isinstance(value, int | float):
        named = chart.names.get(name)
        return number(value, language, named.places if named else None)
    return "" if value is None else str(value)
