"""What the hours of the basic package are for, part by part. The parts add up to the package."""

from __future__ import annotations

from .answer import Composition, PartOfPackage
from .family import Family
from .hours import basic_of
from .scaling import FEEDING_SUPPORT, part_hours
from .scheme import Edition
from .voice import Voice, least_sure


def composition(family: Family, edition: Edition, voice: Voice) -> Composition | None:
    """The parts for a first or a later child; null hours where that decides and nobody said. None: no parts there,
    or no child to care for."""
    basic = basic_of(family, edition)
    if family.bereaved or not edition.parts or basic.feeding_support_hours is None:
        return None
    names = [*(part.part for part in edition.parts), FEEDING_SUPPORT]
    parts = [
        PartOfPackage(part=name, hours=part_hours(name, family, edition), name=voice.words.name(name))
        for name in names
    ]
    first = family.is_first
    return Composition(
        of="not known" if first is None else "first child" if first else "later child",
        hours=basic.hours,
        parts=tuple(part for part in parts if part.hours != 0),
        source=voice.source(edition.parts[0]),
        certainty=least_sure((*(part.certainty for part in edition.parts), basic.certainty)),
    )
