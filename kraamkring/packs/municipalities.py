"""In which municipality and province a postcode lies, for figures. See PROVENANCE.md."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .loading import COUNTRIES
from .postcodes import DIGITS


class Municipality(NamedTuple):
    """code: the nation's own. Names are Dutch; of two provinces with one name each says its country."""

    code: str
    name: str
    province: str


def municipality_of(postcode: str, country: str | None) -> Municipality | None:
    """None if the postcode is not known. Of a postcode in several municipalities one is taken, always the same."""
    return _municipalities(country).get(postcode.strip()[:DIGITS]) if country in COUNTRIES else None


@cache
def _municipalities(country: str) -> Mapping[str, Municipality]:
    text = (files(__package__) / country / "municipalities.csv").read_text(encoding="utf-8")
    return {
        row["postcode"]: Municipality(row["municipality"], row["name"], row["province"])
        for row in csv.DictReader(text.splitlines())
    }
