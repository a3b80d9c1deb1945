"""Sentences about hours, as data: for a parent and for a professional, each in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..pathway.cards import LANGUAGES, InFourLanguages, Language, Strict


class InEuro(float):
    """An amount that is said with two decimals."""


class Sentence(Strict):
    """label: a few words for the sum in one line; label_one: the same for one day."""

    label: InFourLanguages | None = None
    label_one: InFourLanguages | None = None
    parent: InFourLanguages
    professional: InFourLanguages


class Words(Strict):
    """Every sentence by the code of its rule, and the names of what fills them."""

    names: Mapping[str, InFourLanguages]
    sentences: Mapping[str, Sentence]

    def parent(self, rule: str, filling: Mapping[str, Any]) -> InFourLanguages:
        return self._filled(self.sentences[rule].parent, filling)

    def professional(self, rule: str, filling: Mapping[str, Any]) -> InFourLanguages:
        return self._filled(self.sentences[rule].professional, filling)

    def label(self, rule: str, filling: Mapping[str, Any]) -> InFourLanguages:
        """The few words for the sum in one line; of one day where there is one."""
        sentence = self.sentences[rule]
        several = sentence.label or sentence.parent
        one = filling.get("count") == 1 and sentence.label_one
        return self._filled(one or several, filling)

    def name(self, code: str) -> InFourLanguages:
        return self.names[code]

    def _filled(self, said: InFourLanguages, filling: Mapping[str, Any]) -> InFourLanguages:
        return InFourLanguages(
            **{
                language: getattr(said, language).format(
                    **{name: self._shown(value, language) for name, value in filling.items()}
                )
                for language in LANGUAGES
            }
        )

    def _shown(self, value: Any, language: Language) -> str:
        match value:
            case InFourLanguages():
                return str(getattr(value, language))
            case str():
                return str(getattr(self.names[value], language)) if value in self.names else value
            case date():
                return f"{value:%d-%m-%Y}"
            case bool():
                return str(getattr(self.names["yes" if value else "no"], language))
            case InEuro():
                return money(value, language)
            case int() | float():
                return number(value, language)
            case _:
                return str(value)


def number(value: float, language: Language) -> str:
    """`5.5`, with a comma where the language has one; at most two decimals."""
    whole = f"{value:.2f}".rstrip("0").rstrip(".")
    return whole if language == "en" else whole.replace(".", ",")


def money(value: float, language: Language) -> str:
    """`232.20`, with a comma where the language has one."""
    said = f"{value:.2f}"
    return said if language == "en" else said.replace(".", ",")
