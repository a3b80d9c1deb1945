"""Where the postcodes of a country lie. Points of GeoNames (CC BY 4.0): see PROVENANCE.md."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

DIGITS = 4  # of a postcode, in both countries; Dutch letters name a street, and are left out


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def point_of(postcode: str, region: str | None) -> Point | None:
    """The middle of a postcode of the country of this region (`be-vlg`); None if it is not known."""
    country = (region or "").partition("-")[0]
    if country not in ("be", "nl"):
        return None
    return _points(country).get(postcode.strip()[:DIGITS])


@cache
def _points(country: str) -> Mapping[str, Point]:
    text = (files(__package__) / country / "postcodes.csv").read_text(encoding="utf-8")
    return {
        row["postcode"]: Point(float(row["latitude"]), float(row["longitude"]))
        for row in csv.DictReader(text.splitlines())
    }
