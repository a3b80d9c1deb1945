"""Why a decision is as it is: a sentence of a pack, and what fills it. Said twice, for a parent and a professional."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

LANGUAGES = ("nl", "fr", "de", "en")
REGISTERS = ("parent", "professional")


class Span(int):
    """A number of days that reads as weeks and days."""


def of_weeks(weeks: int) -> Span:
    """So many weeks, as days."""
    return Span(weeks * 7)


class Days(int):
    """A number of days that is said in days, however many."""


class Reason(NamedTuple):
    """A sentence by its name in the pack, and what fills its places."""

    sentence: str
    filling: Mapping[str, object] = {}


_WEEKS = {
    "nl": ("week", "weken"),
    "fr": ("semaine", "semaines"),
    "de": ("Woche", "Wochen"),
    "en": ("week", "weeks"),
}
_DAYS = {"nl": ("dag", "dagen"), "fr": ("jour", "jours"), "de": ("Tag", "Tage"), "en": ("day", "days")}
_AND = {"nl": "en", "fr": "et", "de": "und", "en": "and"}
_WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def spelled(days: int, language: str) -> str:
    """`5 weken en 3 dagen`; nothing is `0 dagen`."""
    weeks, rest = divmod(days, 7)
    said = [_counted(weeks, _WEEKS[language])] if weeks else []
    if rest or not weeks:
        said.append(_counted(rest, _DAYS[language]))
    return f" {_AND[language]} ".join(said)


def in_language(value: object, language: str) -> str:
    """A value as a sentence shows it: dates as 14-10-2026, spans in weeks and days."""
    match value:
        case Span():
            return spelled(value, language)
        case Days():
            return _counted(value, _DAYS[language])
        case datetime():
            return f"{_WEEKDAYS[language][value.weekday()]} {value:%d-%m-%Y, %H:%M}"
        case date():
            return f"{value:%d-%m-%Y}"
        case _:
            return str(value)


def filled(templates: Mapping[str, str], filling: Mapping[str, object]) -> dict[str, str]:
    """The sentence in every language."""
    return {
        language: templates[language].format(
            **{name: in_language(value, language) for name, value in filling.items()}
        )
        for language in LANGUAGES
    }


def _counted(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[0 if number == 1 else 1]}"


def said(reason: Reason, rule: str, words: Mapping[str, Mapping[str, str]], **more: Any) -> dict[str, Any]:
    """A reason as JSON: its rule, its sentence for a parent and for a professional, and what else is known of it."""
    return {
        "rule": rule,
        "sentence": reason.sentence,
        **{register: filled(words[register], reason.filling) for register in REGISTERS},
        **more,
    }
