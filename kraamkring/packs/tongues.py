"""What parents read of the packs in Turkish and Arabic: a file for each, every sentence under its English one. Words
that are written in six languages where they stand (`core.observing.Words`) are taken from there.

The cards and charts themselves stay in the four languages of those who work with them. A sentence whose English changed
is no longer found, and is said in English until somebody translates it anew; `said` tells in which language it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any, NamedTuple

from ..core.pathway.cards import LANGUAGES, InFourLanguages

TONGUES = ("tr", "ar")
OTHERWISE = "en"
FROM_THE_RIGHT = frozenset({"ar"})
ISOLATE, UNTIL_HERE = "\u2066", "\u2069"  # a piece from left to right among Arabic letters
DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
ANYTHING, A_NUMBER = r".+?", r"\d+(?:\.\d+)?"
NUMBERS = frozenset(
    {"hours"}
)  # places that hold only a number: `{hours} h` is not the end of a longer sentence
EQUALS = " = "

TIMES = re.compile(r"\d+ (?:week|day|hour)s?(?: and \d+ (?:week|day|hour)s?)*")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# How many: a word for all, or, in Arabic, for one, for two, for three to ten, and for more.
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tr": {
        "week": ("hafta",), "day": ("gün",), "hour": ("saat",), "and": (" ",),
        "weekdays": ("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"),
    },
    "ar": {
        "week": ("أسبوع واحد", "أسبوعان", "أسابيع", "أسبوعًا"),
        "day": ("يوم واحد", "يومان", "أيام", "يومًا"),
        "hour": ("ساعة واحدة", "ساعتان", "ساعات", "ساعة"),
        "and": (" و",),
        "weekdays": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    },
}  # fmt: skip
FEW = 10  # in Arabic three to ten of something are said with its plural


class Said(NamedTuple):
    """Words, and the language they are in: English where nobody wrote them in the one that was asked."""

    text: str
    language: str


class _Pattern(NamedTuple):
    """A sentence with places to fill, as it is found again when they are filled."""

    english: str
    found: re.Pattern[str]
    template: str


class Tongue(NamedTuple):
    """One language: sentences by their English, and those that have places."""

    language: str
    whole: Mapping[str, str]
    filled: tuple[_Pattern, ...]

    def of(self, english: str) -> str | None:
        """The sentence, or None where there is none."""
        if english in self.whole:
            return self.whole[english]
        if TIMES.fullmatch(english):
            return self._piece(english)
        if EQUALS in english and (told := self._sum(english)):
            return told
        for pattern in self.filled:
            if match := pattern.found.fullmatch(english):
                values = {name: self._value(value) for name, value in match.groupdict().items()}
                return pattern.template.format_map(values)
        return None

    def _sum(self, english: str) -> str | None:
        """A sum in one line, part by part: `49 h, minus 6 h for one hospital day = 43 h`. None where a part is not
        found: half a sum is none."""
        sides = [[self.of(part) for part in side.split(", ")] for side in english.split(EQUALS)]
        told = [[part for part in side if part is not None] for side in sides]
        return EQUALS.join(map(self._comma.join, told)) if told == sides else None

    @property
    def _comma(self) -> str:
        return "، " if self.language in FROM_THE_RIGHT else ", "

    def _value(self, english: str) -> str:
        """What fills a place: numbers with a comma; signs with a value (`pulse 90 /min, temperature 38.4 °C`)."""
        return self._comma.join(self._piece(part) for part in english.split(", "))

    def _piece(self, part: str) -> str:
        """A time (`2 weeks and 3 days`), a day of the week with its date, or a sign with its value."""
        words = WORDS[self.language]
        if TIMES.fullmatch(part):
            counted = (
                _counted(int(many), words[unit]) for many, unit in re.findall(r"(\d+) (week|day|hour)", part)
            )
            return words["and"][0].join(counted)
        day, _, rest = part.partition(" ")
        if day in WEEKDAYS:
            return f"{words['weekdays'][WEEKDAYS.index(day)]} {self._apart(rest)}"
        return self._sign(part)

    def _sign(self, part: str) -> str:
        """`temperature 38.4 °C`, `consciousness: alert`, or a number alone. The longest name that is known counts."""
        known = next((part[:at] for at in range(len(part), 0, -1) if part[:at] in self.whole), "")
        value = part[len(known) :]
        after = value.removeprefix(":").strip()
        told = self.whole.get(after) or (after and self._apart(DECIMAL_POINT.sub(",", after)))
        return f"{self.whole.get(known, '')}{':' if value.startswith(':') else ''} {told}".strip()

    def _apart(self, value: str) -> str:
        return f"{ISOLATE}{value}{UNTIL_HERE}" if self.language in FROM_THE_RIGHT else value


def said(words: InFourLanguages | Mapping[str, str], language: str) -> Said:
    """Words of a pack in a language; in English where they are not written in it."""
    texts: Mapping[str, Any] = words if isinstance(words, Mapping) else words.model_dump()
    if texts.get(language) or language in LANGUAGES:
        return Said(texts[language], language)
    found = tongue(language).of(texts[OTHERWISE]) if language in TONGUES else None
    return Said(texts[OTHERWISE], OTHERWISE) if found is None else Said(found, language)


@lru_cache(maxsize=len(TONGUES))
def tongue(language: str) -> Tongue:
    """Every sentence in Turkish or Arabic, by its English."""
    file = files(__package__) / "international" / "tongues" / f"{language}.toml"
    sentences: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["sentences"]
    places = {english: text for english, text in sentences.items() if _places(english)}
    whole = {english: text for english, text in sentences.items() if english not in places}
    return Tongue(language, whole, tuple(_pattern(*each) for each in places.items()))


def _counted(many: int, words: tuple[str, ...]) -> str:
    if len(words) == 1:
        return f"{many} {words[0]}"
    if many in (1, 2):
        return words[many - 1]
    return f"{many} {words[2 if 3 <= many % 100 <= FEW else 3]}"


def _places(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def _pattern(english: str, text: str) -> _Pattern:
    seen: set[str] = set()
    parts = []
    for literal, name, _, _ in Formatter().parse(english):
        parts.append(re.escape(literal))
        if name:
            held = A_NUMBER if name in NUMBERS else ANYTHING
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{held})")
            seen.add(name)
    return _Pattern(english, re.compile("".join(parts)), text)
