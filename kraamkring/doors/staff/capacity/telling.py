"""Numbers of figures as pages say them, tables as files for a spreadsheet, and assumptions with where they stand."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpResponse

from kraamkring.doors.ui import words as said
from kraamkring.doors.ui.notation import NO_BREAK

from .words import ASSUMPTIONS, UNITS

FEW = 10  # below, one number after the point says something


class Assumed(NamedTuple):
    """One number that an answer rests on. changed: set by the reader; measured: counted in the record. note,
    sources: as on the card, in English."""

    word: str
    value: str
    unit: str
    card: str
    certainty: str
    changed: bool
    measured: bool
    note: str
    sources: tuple[str, ...]


def amount(value: float, language: str, places: int = 0) -> str:
    """`84 305 542`, `-2,5`: thousands apart, decimals as the reader writes them."""
    shown = f"{value:,.{places}f}".replace(",", NO_BREAK)
    if shown.strip("-0.") == "":
        shown = shown.lstrip("-")
    return shown if language == "en" else shown.replace(".", ",")


def plain(value: float, language: str) -> str:
    """A number with as many decimals as it has: `0,716`."""
    places = next(at for at in range(5) if at == 4 or round(value, at) == round(value, 4))
    return amount(value, language, places)


def short(value: float, language: str) -> str:
    """For an axis: thousands as `k`, millions as `M`."""
    for size, mark in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{plain(round(value / size, 2), language)}{mark}"
    return plain(round(value, 2), language)


def assumed(report: Mapping[str, Any], language: str) -> list[Assumed]:
    """Every assumption of an answer of the core."""
    return [
        Assumed(
            str(ASSUMPTIONS[each["name"]]),
            plain(each["value"], language),
            str(UNITS[each["unit"]]),
            plain(each["on_the_card"], language),
            str(said.CERTAINTIES[each["certainty"]]),
            each["changed"],
            each.get("measured", False),
            each["note"],
            tuple(each["sources"]),
        )
        for each in report["assumptions"]
    ]


def sheet(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as CSV, with the words of its page. Numbers with a point, whatever the language."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([str(each) for each in head])
    writer.writerows([str(each) for each in row] for row in rows)
    return answer
