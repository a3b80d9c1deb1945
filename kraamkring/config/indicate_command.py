"""`kraamkring indicate`: a family as JSON in, the hours of maternity care with every reason out."""

import argparse
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kraamkring.config.complaint import Complaint
from kraamkring.config.documents import Sentences, document, show

if TYPE_CHECKING:
    from pydantic import BaseModel

EXAMPLE = """
examples:
  kraamkring indicate --method lip FAMILY.json                 hours, line by line
  kraamkring indicate --method lip FAMILY.json --also vlg      two methods side by side
  kraamkring indicate --method lip FAMILY.json --days 10       spread over ten days
  kraamkring indicate --method klim FAMILY.json --table T.json with an hour table of your own
  kraamkring indicate --method lip --share 120 FAMILIES.json   too few hours for several families
docs/indication.md names every field; docs/examples/indication has whole families.
"""


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    parser = subcommands.add_parser(
        "indicate",
        help="a family in; the hours of maternity care, line by line with reasons, out",
        description="Reckons the hours of maternity care of one family, or shares scarce hours among several.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "family", metavar="FAMILY.json", help="one family (with --share: several), or - for standard input"
    )
    parser.add_argument("--method", required=True, metavar="lip|klim|vlg", help="the method of indication")
    parser.add_argument(
        "--also", metavar="METHOD", help="another method beside it, with the difference explained"
    )
    parser.add_argument("--days", metavar="8..14", help="spread the hours over so many days (default 8)")
    parser.add_argument("--table", metavar="TABLE.json", help="an hour table for klim, with its source")
    parser.add_argument("--share", metavar="HOURS", help='share so many hours among {"families": [...]}')
    parser.add_argument(
        "--on", metavar="DATE", help="the day of the indication, where the family names none (default: today)"
    )
    parser.set_defaults(entry=print_indication)


def print_indication(chosen: argparse.Namespace) -> int:
    """Prints the answer as JSON."""
    with Sentences():
        answer = _shared(chosen) if chosen.share is not None else _indicated(chosen)
    return show(answer.model_dump(mode="json"))


def _indicated(chosen: argparse.Namespace) -> "BaseModel":
    from kraamkring.core.kraamzorg.indicate import compare, indicate
    from kraamkring.core.kraamzorg.reading import read_family, read_table
    from kraamkring.packs.kraamzorg import book

    method, other = book(chosen.method), book(chosen.also) if chosen.also else None
    days = _whole(chosen.days) if chosen.days is not None else None
    family = read_family(document(chosen.family))
    if chosen.table:
        if "needs" not in {each.scheme.kind for each in (method, other) if each}:
            raise Complaint("--table: only klim reads an hour table. Leave it out, or ask for klim.")
        family = family.model_copy(update={"hour_table": read_table(document(chosen.table))})
    today = _today(chosen.on)
    if other is not None:
        return compare(family, method, other, today, days)
    return indicate(family, method, today, days)


def _shared(chosen: argparse.Namespace) -> "BaseModel":
    from kraamkring.core.kraamzorg.reading import read_families
    from kraamkring.core.kraamzorg.scarcity import share
    from kraamkring.packs.kraamzorg import book

    for name in ("also", "days", "table"):
        if getattr(chosen, name) is not None:
            raise Complaint(f"--share and --{name} do not go together. Leave one out.")
    method, hours = book(chosen.method), _hours(chosen.share)
    return share(hours, read_families(document(chosen.family)), method, _today(chosen.on))


def _today(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Complaint("--on: this is not a date. Write it as in 2026-10-14.") from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise Complaint("--days: this is not a whole number. Write a number from 8 to 14.")
    return int(text)


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = -1
    if not 0 <= hours < 1e7:
        raise Complaint("--share: this is not a number of hours. Write a number of 0 or more.")
    return hours
