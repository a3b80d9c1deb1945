"""Pseudonyms: a keyed hash that nobody without the key can make, and the same for the same thing for ever."""

from __future__ import annotations

import hashlib
import hmac

from ..kernel.errors import Refusal

SHORTEST_KEY = 32  # bytes: as long as the hash, so that the key is not what is guessed
KEY_OF_A_DEMO = "the key of the demo, which everybody knows: no real data"
BYTES = 8  # of a pseudonym: among ten million pregnancies two coincide with a chance of 3 in a million


class Pseudonyms:
    """The pseudonyms under one key."""

    def __init__(self, key: str) -> None:
        if len(key.encode()) < SHORTEST_KEY:
            raise Refusal(
                "KRAAMKRING_LAKE_KEY",
                "the key of the lake is missing or too short",
                "Give at least %(least)s characters that nobody can guess, and keep them",
                least=SHORTEST_KEY,
            )
        self._key = key.encode()

    def of(self, kind: str, name: object) -> int:
        """The pseudonym of one thing; kind keeps a mother and a carer apart, were they one person."""
        digest = hmac.digest(self._key, f"{kind}:{name}".encode(), hashlib.sha256)
        return int.from_bytes(digest[:BYTES], "big", signed=True)

    @property
    def check(self) -> str:
        """Tells whether two runs had the same key, and nothing else about it."""
        return hmac.digest(self._key, b"check", hashlib.sha256).hex()[:16]
