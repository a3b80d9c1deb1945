"""`kraamkring id`: a number in; whether it is right, and how sure that is, out. The number is in no error."""

import argparse
import sys
from typing import Any

from kraamkring.config.complaint import Complaint
from kraamkring.config.documents import show

KINDS = ("ssin", "bis", "nihdi", "cbe", "bsn", "agb", "big")


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    number = subcommands.add_parser(
        "id",
        help="a number in; right or wrong, as it is kept, and how sure that is, out",
        description="Belgian ssin, bis, nihdi, cbe and Dutch bsn, agb, big. Strict: a wrong number is answered, and "
        "the exit code is 2. With --import a wrong number is kept with a warning, and the exit code is 0.",
        allow_abbrev=False,
    )
    number.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    number.add_argument("number", metavar="NUMBER", help="the number, or - to read it from standard input")
    mode = number.add_mutually_exclusive_group()
    mode.add_argument("--strict", action="store_true", help="as where a person types it (default)")
    mode.add_argument(
        "--import", dest="imported", action="store_true", help="as where it comes from elsewhere"
    )
    number.add_argument(
        "--details",
        action="store_true",
        help="also what the number says by itself (birth, sex, qualification)",
    )
    number.set_defaults(entry=print_number)


def print_number(chosen: argparse.Namespace) -> int:
    """Prints the answer as JSON; 2 if the number is wrong and was typed by a person."""
    from kraamkring.packs.numbers import LONGEST, judged, number_report

    value = chosen.number
    if value == "-":
        value = sys.stdin.buffer.read(LONGEST + 1).decode("utf-8", errors="replace").strip()
    found = judged(chosen.kind, value)
    report = number_report(found, imported=chosen.imported, telling=chosen.details)
    show(report)
    if not report["accepted"]:
        raise Complaint(report["why"][0]["parent"]["en"])
    return 0
