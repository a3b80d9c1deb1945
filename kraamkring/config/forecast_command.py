"""The grammar of `kraamkring forecast`."""

import argparse
from datetime import date
from typing import Any

MOST_DAYS = 400
EXAMPLE = """
examples:
  kraamkring forecast births --history BIRTHS.csv --due DUE.json --days 84
  kraamkring forecast births --history BIRTHS.csv --text          from history alone, to read
docs/figures.md says what goes in and what comes out.
"""


def add_arguments(subcommands: Any) -> None:
    """The command and what it forecasts."""
    forecast = subcommands.add_parser(
        "forecast", help="how many children are expected on each day", allow_abbrev=False
    )
    kinds = forecast.add_subparsers(title="what is expected", metavar="KIND", required=True)
    births = kinds.add_parser(
        "births",
        help="births by day, with intervals",
        description="Births expected on each day, from the births of days that have passed and from due dates.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(births)
    births.add_argument(
        "--from",
        dest="start",
        type=_date,
        metavar="DATE",
        help="the first day (default: the one after the history)",
    )
    births.set_defaults(entry="forecasts:births")
    hours = kinds.add_parser(
        "hours",
        help="hours of maternity care by region and day, against the hours there are",
        description="Hours that families will need, hours that can be given, the gap by region and day, and alarms "
        "with what would close it. docs/figures.md names every field.",
        allow_abbrev=False,
    )
    hours.add_argument(
        "capacity", metavar="CAPACITY.json", help="profiles and regions, or - for standard input"
    )
    _add_common(hours)
    hours.set_defaults(entry="forecasts:hours")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--history", required=True, metavar="CSV", help="date, births and, if wanted, municipality"
    )
    parser.add_argument(
        "--due", metavar="DUE.json", help="women who have not given birth yet, or - for standard input"
    )
    parser.add_argument(
        "--days", type=_days, default=84, metavar="N", help="how many days ahead (default 84)"
    )
    parser.add_argument("--country", default="be", metavar="be|nl", help="whose public holidays (default be)")
    parser.add_argument("--text", action="store_true", help="to read, in place of JSON")


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 to {MOST_DAYS}")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as in 2026-10-14") from None
