"""The scenario lab: move a lever, see what it costs, saves or takes. Nothing is kept; a scenario is its address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.forecasting.shorter_stay import levers
from kraamkring.core.forecasting.workforce.levers import LEVERS as WORKFORCE
from kraamkring.core.forecasting.workforce.levers import as_they_stand
from kraamkring.doors.ui import clock
from kraamkring.flows.see_scenarios import RUNS, see_payment, see_stay, see_workforce
from kraamkring.packs.forecasting import payment_card, stay_card, workforce_example

from ..pages import WRONG, actor, signed_in_page
from . import words
from .drawing import Bar, Line, fan, key, tornado
from .forms import Levers, levers_of, moved
from .telling import amount, assumed, sheet, short

FIRST_LEVERS = ("stay_days", "visits", "take_up", "day_eur", "visit_eur", "help_day_eur")
SPREADS = ("low_95", "low_80", "median", "high_80", "high_95")
CSV = "csv"


@require_safe
@signed_in_page
def stay(request: HttpRequest) -> HttpResponse:
    """What a shorter stay saves, the published scenarios beside it, and what hangs on what."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    form = levers_of(request, levers(stay_card()), empty=("visits",))
    report = moved(form, lambda changes: see_stay(changes=changes, by=by, now=now))
    bars = [
        Bar(str(words.ASSUMPTIONS[each["name"]]), each["at_lowest"], each["at_highest"])
        for each in report["sensitivity_of_saving_eur"]
    ]
    if request.GET.get("as") == CSV and not form.errors:
        rows = [
            *((bar.word, bar.at_lowest, bar.at_highest) for bar in bars),
            (_("As asked for"), report["asked"]["saving_eur"], report["asked"]["saving_eur"]),
        ]
        return sheet("stay", (_("Assumption"), _("at its lowest"), _("at its highest")), rows)

    def euro(value: float) -> str:
        return f"{amount(value, language)} €"

    shown = {
        "form": form,
        "first": [form[name] for name in FIRST_LEVERS],
        "more": [form[name] for name in form.fields if name not in FIRST_LEVERS],
        "asked": {name: amount(value, language, int(name in ("stay_days", "visits")))
                  for name, value in report["asked"].items()},
        "published": [_published(each, language) for each in report["scenarios"]],
        "prices": [
            (words.ASSUMPTIONS[f"{name}_eur" if name != "help_a_day" else "help_day_eur"],
             *(amount(price[part], language, 2) for part in ("eur", "least", "most")))
            for name, price in report["prices"].items()
        ],
        "tornado": tornado(
            _("What the saving of one stay hangs on: one assumption at a time, from its lowest to its highest"),
            bars, report["asked"]["saving_eur"], euro,
        ),
        "bars": [(bar.word, euro(bar.at_lowest), euro(bar.at_highest)) for bar in bars],
        "assumed": assumed(report, language),
        "left_out": [each.get(language, each["en"]) for each in report["left_out"]],
        "here": "stay",
    }  # fmt: skip
    return render(request, "staff/capacity/stay.html", shown, status=WRONG if form.errors else 200)


def _published(each: dict[str, Any], language: str) -> tuple[str, ...]:
    return (
        str(words.SCENARIOS[each["name"]]),
        amount(each["stay_days"], language, 1),
        amount(each["visits"], language),
        amount(each["saving_eur"], language),
        amount(each["published_saving_eur"], language),
        amount(each["saving_with_help_eur"], language),
        amount(each["published_saving_with_help_eur"], language),
    )


@require_safe
@signed_in_page
def payment(request: HttpRequest) -> HttpResponse:
    """Three ways to pay on the same families, and what each makes worth while."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    form = levers_of(request, payment_card().assumptions)
    report = moved(form, lambda changes: see_payment(changes=changes, by=by, now=now))
    models = report["models"]
    heads = [words.PAYMENTS[each["model"]] for each in models]
    money = [
        (word, [amount(each[name], language) for each in models])
        for name, word in (("paid_eur", _("Paid")), ("cost_eur", _("Cost")), ("margin_eur", _("Left over")))
    ]
    worth = [
        (
            words.HAPPENINGS[first["event"]],
            [(amount(each["incentives"][at]["margin_eur"], language, 2), words.WORTH[each["incentives"][at]["says"]])
             for each in models],
        )
        for at, first in enumerate(models[0]["incentives"])
    ]  # fmt: skip
    if request.GET.get("as") == CSV and not form.errors:
        rows = [
            (words.HAPPENINGS[first["event"]], *(each["incentives"][at]["margin_eur"] for each in models))
            for at, first in enumerate(models[0]["incentives"])
        ]
        return sheet("payment", (_("What happens"), *heads), rows)
    shown = {
        "form": form, "heads": heads, "money": money, "worth": worth, "assumed": assumed(report, language),
        "indicated": amount(report["hours_indicated"], language), "given": amount(report["hours_given"], language),
        "note": report["note"], "sources": report["sources"], "here": "payment",
    }  # fmt: skip
    return render(request, "staff/capacity/payment.html", shown, status=WRONG if form.errors else 200)


@require_safe
@signed_in_page
def workforce(request: HttpRequest) -> HttpResponse:
    """Hours of carers there will be and will be needed until the last year, and the midwives of home visits."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    units = {name: words.UNITS[lever.unit] for name, lever in WORKFORCE.items()}
    usual = {name: known.value for name, known in as_they_stand(workforce_example()).items()}
    form = Levers(request.GET, usual=usual, words=words.LEVERS, units=units)
    seen = moved(form, lambda changes: see_workforce(changes=changes, by=by, now=now))
    years = seen.asked["carers"]["by_year"]
    if request.GET.get("as") == CSV and not form.errors:
        named = ("people", "freelance_share", "inflow", "outflow", "hours", "hours_needed", "hours_short")
        head = ("year", *(f"{name}_{level}" for name in named for level in SPREADS), "chance_of_a_shortage")
        rows = (
            (each["year"], *(each[name][level] for name in named for level in SPREADS), each["chance_of_a_shortage"])
            for each in years
        )  # fmt: skip
        return sheet("workforce", head, rows)
    lines = _lines(seen.card["carers"]["by_year"], years)
    shown = {
        "form": form, "runs": RUNS, "notes": seen.asked["notes"], "here": "workforce", "lines": key(lines),
        "moved": bool(form.changes), "until": years[-1]["year"],
        "fan": fan(_("Hours of carers there will be and hours needed, by year"), [each["year"] for each in years],
                   lines, lambda value: short(value, language)),
        "years": [_year(each, language) for each in years],
        "last": _last(seen.card["carers"]["by_year"][-1], years[-1], language),
        "midwives": _midwives(seen.asked["midwives"], language),
        "midwives_card": amount(seen.card["midwives"]["midwives"], language),
        "midwives_asked": amount(seen.asked["midwives"]["midwives"], language),
        "between": [amount(seen.asked["midwives"]["intervals"]["midwives"][level], language)
                    for level in ("low_80", "high_80")],
    }  # fmt: skip
    return render(request, "staff/capacity/workforce.html", shown, status=WRONG if form.errors else 200)


def _lines(card: list[dict[str, Any]], years: list[dict[str, Any]]) -> list[Line]:
    def row(of: list[dict[str, Any]], name: str, level: str = "median") -> list[float]:
        return [each[name][level] for each in of]

    bands = [row(years, "hours", level) for level in ("low_80", "high_80", "low_95", "high_95")]
    return [
        Line(_("hours there will be, with 80 and 95 % bands"), row(years, "hours"), *bands),
        Line(_("hours needed"), row(years, "hours_needed")),
        *([Line(_("hours there will be, as in the scenario"), row(card, "hours"))] if card != years else ()),
    ]


def _year(each: dict[str, Any], language: str) -> tuple[str, ...]:
    def between(name: str) -> str:
        found = [amount(each[name][level], language) for level in ("low_80", "high_80")]
        return _("%(middle)s (%(low)s to %(high)s)") % {
            "middle": amount(each[name]["median"], language), "low": found[0], "high": found[1],
        }  # fmt: skip

    return (
        str(each["year"]), *(between(name) for name in ("people", "inflow", "outflow", "hours", "hours_needed")),
        f"{amount(100 * each['chance_of_a_shortage'], language)} %",
    )  # fmt: skip


def _last(card: dict[str, Any], asked: dict[str, Any], language: str) -> dict[str, str]:
    return {
        "short": f"{amount(100 * asked['chance_of_a_shortage'], language)} %",
        "before": f"{amount(100 * card['chance_of_a_shortage'], language)} %",
        "people": amount(asked["people"]["median"], language),
        "people_before": amount(card["people"]["median"], language),
    }


def _midwives(found: dict[str, Any], language: str) -> list[tuple[str, ...]]:
    return [
        (amount(each["stay_days"], language, 1), amount(each["visits_each"], language, 1),
         amount(each["visits"], language), amount(each["hours"], language), amount(each["midwives"], language))
        for each in found["by_stay"]
    ]  # fmt: skip
