"""`kraamkring workforce`: a scenario in, carers and midwives until the last year with intervals, out."""

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from kraamkring.config.documents import Sentences, document, show


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    parser = subcommands.add_parser(
        "workforce",
        help="how many carers there will be, how many it takes, and what a lever does",
        description="Simulates the workforce of a scenario and reckons the midwives that home visits take. "
        "docs/figures.md names every field; docs/examples/figures has a whole scenario.",
        allow_abbrev=False,
    )
    parser.add_argument("scenario", metavar="SCENARIO.toml", help="the scenario, or - for standard input")
    parser.add_argument("--text", action="store_true", help="to read, in place of JSON")
    parser.set_defaults(entry=print_workforce)


def print_workforce(chosen: argparse.Namespace) -> int:
    """Prints the answer."""
    from kraamkring.config.commands.scenarios import lines
    from kraamkring.core.forecasting.shorter_stay import usual_visits
    from kraamkring.core.forecasting.workforce.document import read_scenario
    from kraamkring.core.forecasting.workforce.report import workforce_report
    from kraamkring.packs.forecasting import stay_card

    with Sentences():
        scenario, pulled = read_scenario(document(chosen.scenario))
        report = workforce_report(scenario, pulled, lambda stay: usual_visits(stay_card(), stay))
    return lines(_in_words(report)) if chosen.text else show(report)


def _in_words(report: Mapping[str, Any]) -> Iterable[str]:
    yield f"{report['title']}: {report['runs']:,} runs"
    for note in report["notes"]:
        yield f"  {note}"
    if carers := report.get("carers"):
        yield f"  {'year':6}{'people':>9}{'in':>7}{'out':>7}{'freelance':>11}{'hours short, median':>21}{'80 %':>28}"
        for each in carers["by_year"]:
            short = each["hours_short"]
            yield (
                f"  {each['year']:<6}{each['people']['median']:9,.0f}{each['inflow']['median']:7,.0f}"
                f"{each['outflow']['median']:7,.0f}{100 * each['freelance_share']['median']:9.1f} %"
                f"{short['median']:21,.0f}{_between(short):>28}"
            )
        for each in carers["levers"]:
            short = each["hours_short"]
            yield f"  {each['name']}: {short['median']:,.0f} short in {each['year']} ({_between(short)})"
    if midwives := report.get("midwives"):
        of = midwives["intervals"]["midwives"]
        visits = f"{midwives['visits']:,.0f} home visits a year"
        yield f"{midwives['midwives']:,.0f} full-time midwives for {visits} ({_between(of)})"
        for each in midwives["levers"]:
            yield f"  {each['name']}: {each['midwives']:,.0f} ({_between(each['intervals']['midwives'])})"
        for each in midwives["by_stay"]:
            yield f"  if all stay {each['stay_days']:g} days, {each['visits_each']:g} visits: {each['midwives']:,.0f}"
    yield "Not reviewed by anybody who plans a workforce."


def _between(each: Mapping[str, float]) -> str:
    return f"{each['low_80']:,.0f} to {each['high_80']:,.0f}"
