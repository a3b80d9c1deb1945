"""Hours of maternity care by province and year: as published, kept as published, and continued by own figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import Field

from ..explaining import Rule
from ..kernel.errors import ImpossibleFact
from ..pathway.cards import Signature, Strict

FORMAT = "kraamkring.activity/1"
CENTS = Decimal("0.01")
PUBLIC, PRIVATE = "public", "private"
COLUMNS = ("province", "year", "service", "hours", "families")
MOST_ROWS = 100_000
MOST_HOURS = 1_000_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2200


class ProvinceHours(Strict):
    """As published. mean_hours: of a family."""

    name: str
    hours: Decimal = Field(ge=0)
    mean_hours: Decimal = Field(gt=0)


class YearOfHours(Strict):
    """As published; the total is not the sum, it is what was printed."""

    year: int
    provisional: bool
    total_hours: Decimal
    total_mean_hours: Decimal = Field(gt=0)
    provinces: tuple[ProvinceHours, ...]


class Files(Strict):
    """Families helped by recognised services for family care in a year."""

    year: int
    newborn_families: int
    all_families: int
    by_public_services: int
    by_private_services: int


class ActivityCard(Strict):
    title: str
    sign: Signature
    rule: Rule
    files: Files
    years: tuple[YearOfHours, ...]


class OwnHours(NamedTuple):
    """What an own system counted for a province in a year, of public or private services."""

    province: str
    year: int
    service: str
    hours: Decimal
    families: int


def read_own(lines: Iterable[str]) -> list[OwnHours]:
    """Own figures from a CSV `province,year,service,hours,families`. Raises ImpossibleFact with the line."""
    table = csv.DictReader(lines)
    try:
        missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        if missing:
            raise ImpossibleFact("own", f"there is no column {missing[0]}", "Name it in the first line")
        found = [_own(row, table.line_num) for row in table]
    except csv.Error:
        raise ImpossibleFact("own", "this is not a table", "Give a CSV") from None
    if len(found) > MOST_ROWS:
        raise ImpossibleFact("own", "there are too many rows", "Give one for a province, year and service")
    keys = [(each.province, each.year, each.service) for each in found]
    if len(set(keys)) < len(keys):
        raise ImpossibleFact("own", "a province, year and service stand there twice", "Keep one row")
    return found


def _own(row: dict[str, Any], line: int) -> OwnHours:
    where = f"own, line {line}"
    said = {name: (row[name] or "").strip() for name in COLUMNS}
    if said["service"] not in (PUBLIC, PRIVATE):
        raise ImpossibleFact(where, "the service is neither public nor private", "Write one of them")
    if not all(said[name].isascii() and said[name].isdecimal() for name in ("year", "families")):
        raise ImpossibleFact(where, "year or families is not a whole number", "Write a whole number")
    plain = said["hours"].replace(".", "", 1)
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > len(str(MOST_HOURS)):
        raise ImpossibleFact(where, "hours is not a number", "Write it as in 1234.50")
    year, hours, families = int(said["year"]), Decimal(said["hours"]), int(said["families"])
    if not said["province"] or not FIRST_YEAR <= year <= LAST_YEAR or families > MOST_HOURS:
        raise ImpossibleFact(where, "a province, year or number in it cannot be", "Correct it")
    if hours and not families:
        raise ImpossibleFact(where, "there are hours without a family", "Correct one of them")
    return OwnHours(said["province"], year, said["service"], hours, families)


def activity_report(card: ActivityCard, own: Sequence[OwnHours]) -> dict[str, Any]:
    """Published years, then own ones; a year of both stands there twice, side by side."""
    return {
        "format": FORMAT,
        "title": card.title,
        "years": [_published(each) for each in card.years]
        + [_counted(year, own) for year in sorted({each.year for each in own})],
        "files": card.files.model_dump(),
        "certainty": card.rule.certainty,
        "note": card.rule.note,
        "sources": [f"{cited.id}, {cited.where}: {cited.says}" for cited in card.rule.sources],
        "reviewed": False,
    }


def _published(said: YearOfHours) -> dict[str, Any]:
    together = sum((each.hours for each in said.provinces), Decimal(0))
    families = said.total_hours / said.total_mean_hours
    return {
        "year": said.year,
        "from": "published",
        "provisional": said.provisional,
        "provinces": [
            {"province": each.name, "hours": float(each.hours), "mean_hours": float(each.mean_hours)}
            for each in said.provinces
        ],
        "total_hours": float(said.total_hours),
        "total_mean_hours": float(said.total_mean_hours),
        "provinces_together_hours": float(together),
        "difference_hours": float((together - said.total_hours).quantize(CENTS)),
        "families_implied": round(families),
    }


def _counted(year: int, own: Sequence[OwnHours]) -> dict[str, Any]:
    rows = [each for each in own if each.year == year]
    names = list(dict.fromkeys(each.province for each in rows))
    provinces = [
        {"province": name, **_sum([each for each in rows if each.province == name])} for name in names
    ]
    whole = _sum(rows)
    by_service = {
        f"families_by_{service}_services": sum(each.families for each in rows if each.service == service)
        for service in (PUBLIC, PRIVATE)
    }
    return {
        "year": year,
        "from": "own figures",
        "provisional": False,
        "provinces": provinces,
        "total_hours": whole["hours"],
        "total_mean_hours": whole["mean_hours"],
        "provinces_together_hours": whole["hours"],
        "difference_hours": 0.0,
        "families": whole["families"],
        **by_service,
    }


def _sum(rows: Sequence[OwnHours]) -> dict[str, Any]:
    hours = sum((each.hours for each in rows), Decimal(0))
    families = sum(each.families for each in rows)
    mean = float((hours / families).quantize(CENTS)) if families else None
    return {"hours": float(hours), "families": families, "mean_hours": mean}
