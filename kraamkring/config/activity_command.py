"""`kraamkring activity`: hours of maternity care by province and year, as published and continued."""

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from kraamkring.config.documents import Sentences, document, show


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    parser = subcommands.add_parser(
        "activity",
        help="hours of maternity care by province and year, as published and continued",
        description="The published table of 2012 to 2016, kept as published with its differences shown, and own "
        "figures after it. docs/figures.md names the columns.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--own", metavar="CSV", help="province, year, service, hours, families; or - for standard input"
    )
    parser.add_argument("--text", action="store_true", help="to read, in place of JSON")
    parser.set_defaults(entry=print_activity)


def print_activity(chosen: argparse.Namespace) -> int:
    """Prints the table."""
    from kraamkring.config.commands.scenarios import lines
    from kraamkring.config.complaint import Complaint
    from kraamkring.core.forecasting.activity import activity_report, read_own
    from kraamkring.packs.forecasting import activity_card

    own = []
    if chosen.own:
        try:
            text = document(chosen.own).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Complaint("--own: this is not text. Give a CSV in UTF-8.") from None
        with Sentences():
            own = read_own(text.splitlines())
    report = activity_report(activity_card(), own)
    return lines(_in_words(report)) if chosen.text else show(report)


def _in_words(report: Mapping[str, Any]) -> Iterable[str]:
    yield report["title"]
    for year in report["years"]:
        yield ""
        yield f"{year['year']} ({year['from']}{', provisional' if year['provisional'] else ''})"
        for each in year["provinces"]:
            yield _line(each["province"], each["hours"], each["mean_hours"])
        yield _line("total", year["total_hours"], year["total_mean_hours"])
        if year["difference_hours"]:
            yield f"  the provinces add up to {year['difference_hours']:+.2f} h against the published total"
    files = report["files"]
    yield ""
    yield (
        f"{files['year']}: {files['newborn_families']:,} families with a newborn of {files['all_families']:,} in "
        f"family care; {files['by_public_services']:,} by public, {files['by_private_services']:,} by private services"
    )
    yield report["note"]


def _line(name: str, hours: float, mean: float | None) -> str:
    return f"  {name:32}{hours:14,.2f} h" + ("" if mean is None else f"{mean:10.2f} h a family")
