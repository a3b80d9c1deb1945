"""The demo: invented families, brought in through the flows as people would."""

from __future__ import annotations

from datetime import UTC, datetime

SignIn = tuple[str, str, str]


def seed() -> list[SignIn]:
    """Makes sure that the practice, its midwife and the three families are there. Returns who, e-mail and password of
    every sign-in. Doing it again changes nothing."""
    from .practice import seed_practice

    return seed_practice(now=datetime.now(UTC))
