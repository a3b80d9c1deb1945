"""Hours of maternity care by province and year, as they were published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.flows.see_scenarios import see_activity

from ..pages import actor, signed_in_page
from .drawing import Line, fan, key
from .telling import amount, sheet, short


@require_safe
@signed_in_page
def activity(request: HttpRequest) -> HttpResponse:
    """The published table, drawn; its totals as published, and by how much its provinces are off them."""
    language = get_language() or "en"
    report = see_activity(by=actor(request), now=clock.now())
    years = report["years"]
    if request.GET.get("as") == "csv":
        head = (_("Year"), _("Province"), _("Hours"), _("Mean hours of a family"))
        rows = (
            (year["year"], each["province"], each["hours"], each["mean_hours"])
            for year in years
            for each in year["provinces"]
        )
        return sheet("activity", head, rows)
    names = [each["province"] for each in years[0]["provinces"]]
    lines = [Line(name, [_hours(year, name) for year in years]) for name in names]
    files = report["files"]
    shown = {
        "fan": fan(_("Hours of maternity care by province and year"), [year["year"] for year in years], lines,
                   lambda value: short(value, language)),
        "lines": key(lines),
        "heads": [(year["year"], year["provisional"]) for year in years],
        "rows": [(name, [(amount(_hours(year, name), language, 2), amount(_mean(year, name), language, 2))
                         for year in years]) for name in names],
        "totals": [(amount(year["total_hours"], language, 2), amount(year["total_mean_hours"], language, 2))
                   for year in years],
        "together": [amount(year["provinces_together_hours"], language, 2) for year in years],
        "off": [amount(year["difference_hours"], language, 2) for year in years],
        "files": {name: amount(value, language) for name, value in files.items()},
        "year": files["year"], "implied": amount(years[-1]["families_implied"], language),
        "note": report["note"], "sources": report["sources"], "here": "activity",
    }  # fmt: skip
    return render(request, "staff/capacity/activity.html", shown)


def _hours(year: dict[str, Any], name: str) -> float:
    return _of(year, name)["hours"]


def _mean(year: dict[str, Any], name: str) -> float:
    return _of(year, name)["mean_hours"]


def _of(year: dict[str, Any], name: str) -> dict[str, float]:
    found: dict[str, float] = next(each for each in year["provinces"] if each["province"] == name)
    return found
