"""How a text message is counted: in which alphabet it goes, and in how many parts (3GPP TS 23.038 and 23.040)."""

from __future__ import annotations

from typing import Literal, NamedTuple

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("\f^{}\\[~]|€")  # two units each
ALONE: dict[str, int] = {"gsm-7": 160, "ucs-2": 70}
JOINED: dict[str, int] = {"gsm-7": 153, "ucs-2": 67}  # the header that joins parts takes the rest
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


class Counted(NamedTuple):
    """units: of 7 bits or of 16, without what joins the parts."""

    alphabet: Literal["gsm-7", "ucs-2"]
    units: int
    parts: int


def plain(words: str) -> str:
    """The same words with typewriter marks for quotes and dashes: one curly apostrophe would double the price. What no
    mark can stand for (ê, ş, Arabic) stays, and makes it UCS-2."""
    return words.translate(PLAIN)


def counted(words: str) -> Counted:
    """The alphabet, the units and the parts of a text as it goes out. No character is cut in two between parts."""
    alphabet: Literal["gsm-7", "ucs-2"] = "gsm-7" if set(words) <= GSM | ESCAPED else "ucs-2"
    sizes = [_size(character, alphabet) for character in words]
    if (units := sum(sizes)) <= ALONE[alphabet]:
        return Counted(alphabet, units, 1)
    parts, room = 1, JOINED[alphabet]
    for size in sizes:
        if size > room:
            parts, room = parts + 1, JOINED[alphabet]
        room -= size
    return Counted(alphabet, units, parts)


def _size(character: str, alphabet: str) -> int:
    if alphabet == "gsm-7":
        return 2 if character in ESCAPED else 1
    return 2 if ord(character) > 0xFFFF else 1
