"""Where the demo plays: real municipalities with their infants, real hospitals, and the areas one may choose."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
EARTH_KM = 6371.0
AREAS = ("district", "province", "country")
LEUVEN = "24"  # NIS codes of the district of Leuven begin so: the city and the Hageland
FLEMISH_BRABANT = "20001"
GERMAN_SPEAKING = frozenset(  # the nine municipalities of the German-speaking Community, by NIS code
    ("63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087")
)


class Municipality(NamedTuple):
    """A municipality of 2025. infants: children aged 0 on 1-1-2015. region: vlg, wal or bru."""

    nis: str
    name: str
    province: str
    region: str
    postcode: str
    latitude: float
    longitude: float
    infants: int


class Hospital(NamedTuple):
    """A site of a general hospital. What it has of maternity beds, the source does not say."""

    id: str
    name: str
    site: str
    postcode: str
    city: str
    latitude: float
    longitude: float

    @property
    def called(self) -> str:
        """Its name, with its town where the name does not hold it."""
        return self.name if self.city in self.name else f"{self.name}, {self.city}"


@lru_cache(maxsize=1)
def municipalities() -> tuple[Municipality, ...]:
    """All 565, by NIS code."""
    return tuple(
        Municipality(
            row["nis"],
            row["name"],
            row["province"],
            row["region"],
            row["postcode"],
            float(row["latitude"]),
            float(row["longitude"]),
            int(row["infants"]),
        )
        for row in _rows("municipalities.csv")
    )


@lru_cache(maxsize=1)
def hospitals() -> tuple[Hospital, ...]:
    """Every hospital of the list."""
    return tuple(
        Hospital(
            row["id"],
            row["name"],
            row["site"],
            row["postcode"],
            row["city"],
            float(row["latitude"]),
            float(row["longitude"]),
        )
        for row in _rows("hospitals.csv")
    )


def area(name: str) -> tuple[Municipality, ...]:
    """The municipalities of `district` (Leuven), `province` (Flemish Brabant) or `country`."""
    if name == "district":
        return tuple(each for each in municipalities() if each.nis.startswith(LEUVEN))
    if name == "province":
        return tuple(each for each in municipalities() if each.province == FLEMISH_BRABANT)
    return municipalities()


@lru_cache(maxsize=1000)
def region_of(place: Municipality | Hospital) -> str:
    """The region whose protocol holds there; of a hospital, that of the municipality which lies nearest."""
    if isinstance(place, Hospital):
        return region_of(min(municipalities(), key=lambda each: distance_km(place, each)))
    return "be-dg" if place.nis in GERMAN_SPEAKING else f"be-{place.region}"


@lru_cache(maxsize=1000)
def nearest_hospital(place: Municipality) -> Hospital:
    """The hospital that lies nearest, as the crow flies."""
    return min(hospitals(), key=lambda each: distance_km(place, each))


def distance_km(one: Municipality | Hospital, other: Municipality | Hospital) -> float:
    """As the crow flies."""
    north, south = radians(one.latitude), radians(other.latitude)
    half_up, half_along = (north - south) / 2, radians(one.longitude - other.longitude) / 2
    return 2 * EARTH_KM * asin(sqrt(sin(half_up) ** 2 + cos(north) * cos(south) * sin(half_along) ** 2))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
