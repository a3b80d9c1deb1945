"""Countries: cards with source, certainty, checker and next review, and the few functions that data cannot say."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from kraamkring.core.facts.model import PregnancyFacts

from . import be, nl
from .loading import criteria, protocol, protocols

__all__ = ["check_numbers", "criteria", "protocol", "protocols", "zone_of"]

_NUMBERS = {"be": be.check_numbers, "nl": nl.check_numbers}


def check_numbers(facts: PregnancyFacts, region: str) -> None:
    """Nothing, if the numbers in the facts are possible in this region. Raises ImpossibleFact, naming the field."""
    _NUMBERS[region.split("-")[0]](facts)


def zone_of(region: str | None) -> ZoneInfo:
    """The time zone of a region; of an unknown one, that of the first region there is."""
    known = protocols()
    return (known.get(region or "") or next(iter(known.values()))).zone
