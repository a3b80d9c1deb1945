"""The few words that stand on a chart. Not from the catalogues of the pages: the command line has no Django."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "age in hours": {
        "en": "age in hours", "nl": "leeftijd in uren", "fr": "âge en heures", "de": "Alter in Stunden",
    },
    "age in days": {
        "en": "age in days", "nl": "leeftijd in dagen", "fr": "âge en jours", "de": "Alter in Tagen",
    },
    "time": {"en": "time", "nl": "tijd", "fr": "heure", "de": "Uhrzeit"},
    "when": {"en": "when", "nl": "wanneer", "fr": "quand", "de": "wann"},
    "level": {"en": "level", "nl": "oordeel", "fr": "niveau", "de": "Stufe"},
    "source": {"en": "Source: {said}", "nl": "Bron: {said}", "fr": "Source : {said}", "de": "Quelle: {said}"},
    "beside": {"en": "{one}: {other}", "nl": "{one}: {other}", "fr": "{one} : {other}", "de": "{one}: {other}"},
    "change": {
        "en": "change from birth weight", "nl": "verschil met het geboortegewicht",
        "fr": "écart au poids de naissance", "de": "Änderung zum Geburtsgewicht",
    },
    "earlier": {
        "en": "and {count} earlier", "nl": "en {count} eerdere", "fr": "et {count} plus anciennes",
        "de": "und {count} frühere",
    },
    "described": {
        "en": "Last value: {value} ({when}): {level}. Every value stands in the table below.",
        "nl": "Laatste waarde: {value} ({when}): {level}. Elke waarde staat in de tabel eronder.",
        "fr": "Dernière valeur : {value} ({when}) : {level}. Chaque valeur figure dans le tableau en dessous.",
        "de": "Letzter Wert: {value} ({when}): {level}. Jeder Wert steht in der Tabelle darunter.",
    },
    "nothing": {
        "en": "No value was measured.", "nl": "Er is geen waarde gemeten.",
        "fr": "Aucune valeur n'a été mesurée.", "de": "Es wurde kein Wert gemessen.",
    },
}  # fmt: skip


def word(name: str, language: str) -> str:
    return WORDS[name][language]
