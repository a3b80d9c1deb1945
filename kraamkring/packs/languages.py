"""The language that somebody is written to in, of whom nothing is known but where the family lives."""

from __future__ import annotations

from collections.abc import Mapping

SPOKEN: Mapping[str, str] = {"be-vlg": "nl", "be-bru": "fr", "be-wal": "fr", "be-dg": "de", "nl": "nl"}
OTHERWISE = "nl"  # our choice: most families of the two countries


def spoken_in(region: str | None) -> str:
    """The language of a region, as a code."""
    return SPOKEN.get(region or "", OTHERWISE)
