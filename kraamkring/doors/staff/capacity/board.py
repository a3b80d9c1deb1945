"""The capacity board: hours that are coming against hours there, by province and day; alarms; births by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.forecasting.capacity.board import DAYS
from kraamkring.core.indicators.disclosure import rounded
from kraamkring.doors.ui import clock, notation, refused
from kraamkring.flows.see_capacity import LEVELS, SeenCapacity, see_capacity
from kraamkring.packs.forecasting import board_card
from kraamkring.packs.loading import COUNTRIES
from kraamkring.packs.postcodes import Point, point_of

from ..pages import WRONG, actor, signed_in_page
from . import words
from .drawing import Strip, places, step_of, strip
from .forms import levers_of, moved
from .telling import amount, assumed, plain, sheet

WEEK = 7


@require_safe
@signed_in_page
def board(request: HttpRequest) -> HttpResponse:
    """Twelve weeks ahead, and the assumptions as a form."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    country = request.GET.get("country", "") if request.GET.get("country") in COUNTRIES else "be"
    level = request.GET.get("by", "") if request.GET.get("by") in LEVELS else LEVELS[0]
    form = levers_of(request, board_card().assumptions, empty=("taking_care",))
    seen = moved(
        form, lambda changes: see_capacity(changes=changes, level=level, country=country, by=by, now=now)
    )
    report = seen.board.report if seen.board else None
    if request.GET.get("as") == "csv" and report and not form.errors:
        head = (_("Region"), _("Day"), _("Hours needed"), "80 % -", "80 % +", _("Hours there"), _("Gap"),
                _("Chance of a shortage"))  # fmt: skip
        return sheet("capacity", head, _csv_rows(report))
    shown = {
        "form": form, "here": "board", "level": level, "levels": [(each, words.LEVELS[each]) for each in LEVELS],
        "country": country, "countries": [(each, words.COUNTRIES[each]) for each in COUNTRIES],
        "why_not": refused.sentence(seen.why_not) if seen.why_not else "",
        "until": notation.day(seen.today + timedelta(days=DAYS - 1), language),
        "today": notation.day(seen.today, language), "families": amount(rounded(seen.families), language),
        "left_out": seen.left_out and amount(rounded(seen.left_out), language),
        "share": f"{plain(round(100 * seen.share, 1), language)} %" if seen.share is not None else "",
        "assumed": assumed({"assumptions": seen.assumptions}, language),
        **(_told(seen, country, language) if seen.board else {}),
    }  # fmt: skip
    return render(request, "staff/capacity/board.html", shown, status=WRONG if form.errors else 200)


def _told(seen: SeenCapacity, country: str, language: str) -> dict[str, Any]:
    assert seen.board is not None  # noqa: S101 (asked before)
    report = seen.board.report
    weeks = [seen.today + timedelta(days=at) for at in range(0, DAYS, WEEK)]
    births = {name or "": number for name, number in seen.board.births.items()}
    return {
        "strip": strip(
            _("How likely each region runs short of hours, by day"),
            [Strip(each["region"], [day["chance_of_a_shortage"] for day in each["by_day"]])
             for each in report["regions"]],
            [f"{day:%d-%m}" for day in weeks],
        ) if report else "",
        "weeks": list(_weeks(report, language)) if report else [],
        "alarms": [_alarm(each, language) for each in report["alarms"]] if report else [],
        "births": [
            (name if name != "elsewhere" else _("elsewhere"), amount(rounded(round(number)), language))
            for name, number in sorted(births.items(), key=lambda each: -each[1])
        ],
        "provinces": [
            (name or _("elsewhere"), amount(hours, language)) for name, hours in sorted(seen.board.hours.items())
        ],
        "map": _map(seen, country), "places": [
            (name or _("elsewhere"), amount(rounded(round(number)), language))
            for name, number in sorted(seen.places.items(), key=lambda each: -each[1])
        ],
    }  # fmt: skip


def _map(seen: SeenCapacity, country: str) -> Any:
    births = {}
    for name, number in seen.places.items():
        if name and (middle := _middle(seen.postcodes.get(name, ()), country)):
            births[middle] = number
    carers = {
        point: hours for postcode, hours in seen.carers.items() if (point := point_of(postcode, country))
    }
    title = ngettext(
        "Where births are expected: %(count)s place. Crosses: where carers set out.",
        "Where births are expected: %(count)s places. Crosses: where carers set out.",
        len(births),
    ) % {"count": len(births)}
    return places(title, births, carers)


def _middle(postcodes: Sequence[str], country: str) -> Point | None:
    found = [point for each in postcodes if (point := point_of(each, country))]
    if not found:
        return None
    return Point(sum(p.latitude for p in found) / len(found), sum(p.longitude for p in found) / len(found))


def _weeks(report: Mapping[str, Any], language: str) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Each region by week: hours needed and there, the gap, and the likeliest shortage of a day in it."""
    for region in report["regions"]:
        rows: list[tuple[str, ...]] = []
        for at in range(0, len(region["by_day"]), WEEK):
            days = region["by_day"][at : at + WEEK]
            needed = sum(day["needed"]["median"] for day in days)
            there = sum(day["there"] for day in days)
            worst = max(day["chance_of_a_shortage"] for day in days)
            rows.append(
                (notation.day(date.fromisoformat(days[0]["date"]), language), amount(needed, language),
                 amount(there, language), amount(there - needed, language),
                 f"{amount(100 * worst, language)} %", f"is-{step_of(worst)}")
            )  # fmt: skip
        yield region["region"], rows


def _alarm(each: Mapping[str, Any], language: str) -> dict[str, Any]:
    first, last = (notation.weekday(date.fromisoformat(each[name]), language) for name in ("first", "last"))
    return {
        "region": each["region"],
        "first": first,
        "last": last,
        "lead": each["lead_time_days"],
        "short": notation.hours(round(each["hours_short"]), language),
        "ways": [
            (words.WAYS[way], notation.hours(round(would["hours"]), language),
             f"{amount(100 * would['closes'], language)} %")
            for way, would in each["would_close_it"].items()
        ],
    }  # fmt: skip


def _csv_rows(report: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for region in report["regions"]:
        for day in region["by_day"]:
            needed = day["needed"]
            yield (
                region["region"], day["date"], needed["median"], needed["low_80"], needed["high_80"], day["there"],
                day["gap"], day["chance_of_a_shortage"],
            )  # fmt: skip
