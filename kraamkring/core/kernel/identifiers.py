"""Identifiers: UUIDv7 (RFC 9562), which sort by the moment they were made and can be made on any device."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

RANDOM_BYTES = 10
_VERSION_7 = 7 << 76
_VARIANT = 2 << 62
_TWELVE_BITS, _SIXTY_TWO_BITS = (1 << 12) - 1, (1 << 62) - 1


def uuid7(now_ms: int, randomness: bytes) -> UUID:
    """The UUIDv7 of a Unix time in milliseconds and ten random bytes; the same input gives the same id."""
    if len(randomness) != RANDOM_BYTES or not 0 <= now_ms < 1 << 48:
        raise ValueError("a UUIDv7 takes 48 bits of milliseconds and ten random bytes")
    random = int.from_bytes(randomness, "big")
    high = (random >> 62) & _TWELVE_BITS
    return UUID(int=(now_ms << 80) | _VERSION_7 | (high << 64) | _VARIANT | (random & _SIXTY_TWO_BITS))


def new_id(now: datetime) -> UUID:
    """A fresh UUIDv7 for something made at an aware instant."""
    return uuid7(int(now.timestamp() * 1000), os.urandom(RANDOM_BYTES))
