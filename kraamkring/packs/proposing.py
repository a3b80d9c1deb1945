"""A card that somebody proposes, as text, held to the same rules as the cards that ship."""

from __future__ import annotations

import tomllib

from ..core.kernel.errors import BadCard
from ..core.pathway.cards import Card, Protocol
from .loading import checked_card

LARGEST_CHARACTERS = 64_000  # the longest card that ships has some four thousand
NAME = "the proposal"


def proposed_card(text: str, protocol: Protocol) -> Card:
    """The card that a text in TOML describes, for this protocol. Raises BadCard with the first thing that is wrong;
    nothing of it is kept."""
    if len(text) > LARGEST_CHARACTERS:
        raise BadCard(NAME, "this is longer than any card", "Give one card at a time")
    try:
        said = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as wrong:
        raise BadCard(NAME, f"this is not TOML: {wrong}", "Mend the text") from None
    except RecursionError:
        raise BadCard(NAME, "this is nested too deeply to be a card", "Mend the text") from None
    return checked_card(NAME, said, protocol.sources, protocol.called)
