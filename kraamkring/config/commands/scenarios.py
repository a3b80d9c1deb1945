"""`kraamkring scenario`: what a choice costs and saves, as JSON or to read."""

import argparse
import math
from collections.abc import Iterable, Mapping
from typing import Any

from kraamkring.config.complaint import Complaint
from kraamkring.config.documents import Sentences, show


def shorter_stay(chosen: argparse.Namespace) -> int:
    """Prints the scenarios of a shorter stay."""
    from kraamkring.core.forecasting.shorter_stay import stay_report
    from kraamkring.packs.forecasting import stay_card

    with Sentences():
        report = stay_report(stay_card(), changes(chosen.set))
    return lines(_stay_in_words(report)) if chosen.text else show(report)


def payment(chosen: argparse.Namespace) -> int:
    """Prints three ways to pay beside each other."""
    from kraamkring.core.forecasting.payment import payment_report
    from kraamkring.packs.forecasting import payment_card

    with Sentences():
        report = payment_report(payment_card(), changes(chosen.set))
    return lines(_payment_in_words(report)) if chosen.text else show(report)


def changes(said: Iterable[str]) -> dict[str, float]:
    """`NAME=NUMBER` as names and numbers. Raises Complaint."""
    found: dict[str, float] = {}
    for each in said:
        name, equals, text = each.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Complaint("--set: write a name, = and a number, as in stay_days=2.")
        if name in found:
            raise Complaint(f"--set {name[:40]}: this is set twice. Keep one.")
        try:
            found[name] = float(text)
        except ValueError:
            found[name] = math.nan
        if not math.isfinite(found[name]):
            raise Complaint(f"--set {name[:40]}: this is not a number. Write it as in stay_days=2.")
    return found


def _stay_in_words(report: Mapping[str, Any]) -> Iterable[str]:
    yield report["title"]
    yield ""
    yield f"  {'scenario':14}{'days':>6}{'visits':>8}{'saves':>9}{'published':>11}{'with help':>11}{'published':>11}"
    for each in report["scenarios"]:
        yield (
            f"  {each['name']:14}{each['stay_days']:6g}{each['visits']:8g}{each['saving_eur']:9,}"
            f"{each['published_saving_eur']:11,.0f}{each['saving_with_help_eur']:11,}"
            f"{each['published_saving_with_help_eur']:11,.0f}"
        )
    asked = report["asked"]
    yield (
        f"  {'asked for':14}{asked['stay_days']:6g}{asked['visits']:8g}{asked['saving_eur']:9,}{'':11}"
        f"{asked['saving_with_help_eur']:11,}"
    )
    yield "  euro a stay; home visits are paid in both, maternity help in the second"
    yield ""
    prices = report["prices"]
    yield "prices, derived by us from the published savings (not in the source):"
    for name, unit in (
        ("day", "a day in hospital"),
        ("visit", "a visit"),
        ("help_a_day", "a day moved home"),
    ):
        each = prices[name]
        yield f"  {each['eur']:9.2f} euro {unit}; {each['least']:.2f} to {each['most']:.2f} would be published so too"
    yield ""
    yield (
        f"a year, the country: {asked['stays']:,} stays at most, {asked['national_saving_eur']:,} euro saved, "
        f"{asked['national_saving_with_help_eur']:,} with maternity help"
    )
    yield ""
    yield "what hangs on what (euro a stay, one assumption at a time):"
    for bar in report["sensitivity_of_saving_eur"]:
        yield f"  {bar['name']:18}{bar['at_lowest']:8,} to {bar['at_highest']:,}"
    yield ""
    yield from _assumed(report)


def _payment_in_words(report: Mapping[str, Any]) -> Iterable[str]:
    yield report["title"]
    yield f"  {report['hours_indicated']:,.0f} hours indicated, {report['hours_given']:,.0f} given"
    for model in report["models"]:
        yield ""
        yield (
            f"{model['model'].replace('_', ' ')}: {model['paid_eur']:,.0f} euro paid, {model['cost_eur']:,.0f} cost, "
            f"{model['margin_eur']:,.0f} left"
        )
        for each in model["incentives"]:
            yield f"  {each['event']:60}{each['margin_eur']:+11.2f} euro: {each['says']}"
    yield ""
    yield from _assumed({"left_out": [], **report})


def _assumed(report: Mapping[str, Any]) -> Iterable[str]:
    yield "assumed:"
    for each in report["assumptions"]:
        mark = "set by you" if each["name"] in report["changed"] else each["certainty"]
        yield f"  {each['name']:18}{each['value']:12,.6g} {each['unit']} ({mark})"
    for each in report["left_out"]:
        yield f"not counted: {each['en']}"
    yield "Not reviewed by anybody who decides about money."


def lines(said: Iterable[str]) -> int:
    """Prints line by line; the exit code is 0."""
    for line in said:
        print(line)  # noqa: T201 (a command prints)
    return 0
