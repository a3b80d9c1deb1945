"""Names as they are compared: without marks, in lower case, letters only. Other scripts stay as they are."""

from __future__ import annotations

import re
import unicodedata

LONGEST_FRAGMENT = 24  # letters; longer ones are compared as far as this (our choice: it bounds the index)

# Marks that people leave out: accents on Latin, Greek and Cyrillic letters, the vowel signs of Hebrew and Arabic. In
# other scripts a mark is a letter: Hindi without its vowel signs would be another name.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
)
_WITHOUT_A_MARK = str.maketrans(  # letters that Unicode does not take apart, as people type them without
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)


def folded(name: str) -> str:
    """The letters of a name, joined: `D'Hondt` is `dhondt`, `Van den Berghe` is `vandenberghe`, `Yıldız` is `yildiz`.
    Doing it twice changes nothing."""
    return "".join(words(name))


def words(typed: str) -> tuple[str, ...]:
    """The same, split where there is no letter: `Anne-Marie D'Hondt` is anne, marie, d, hondt."""
    bare = "".join(each if _is_letter(each) else " " for each in _bare(typed))
    return tuple(bare.split())


def words_and_numbers(typed: str) -> tuple[str, ...]:
    """The same with numbers in it: `Kerkstraat 12b` is kerkstraat, 12b."""
    bare = "".join(each if _is_letter(each) or each.isdecimal() else " " for each in _bare(typed))
    return tuple(bare.split())


def endings(name: str) -> frozenset[str]:
    """Every ending of the folded name: whatever fragment of it is typed, one of these begins with it. A fragment of
    more than LONGEST_FRAGMENT letters is to be cut to as many."""
    whole = folded(name)
    return frozenset(whole[start : start + LONGEST_FRAGMENT] for start in range(len(whole)))


def _bare(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text).casefold()
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", lowered)).translate(_WITHOUT_A_MARK)
    return unicodedata.normalize("NFC", bare)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"
