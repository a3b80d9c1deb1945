"""`kraamkring leave`: the facts of a birth in; every part of the leave with its days and reasons, out."""

import argparse
from typing import Any

from kraamkring.config.documents import Sentences, document, show

COUNTRIES = ("nl", "be")


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    leave = subcommands.add_parser(
        "leave",
        help="a due date or birth in; leave around the birth, line by line, out",
        description="Leave around a birth: when it begins, every part with its days, when it ends, what must be done "
        "by when, and why. nl: pregnancy and birth leave of employees. be: maternity rest of employees and the "
        "self-employed. The fields of a case are in docs/leave.md.",
        allow_abbrev=False,
    )
    leave.add_argument("case", metavar="CASE.json", help="the facts of one birth, or - for standard input")
    leave.add_argument("--country", choices=COUNTRIES, required=True, help="whose rules")
    leave.set_defaults(entry=print_leave)


def print_leave(chosen: argparse.Namespace) -> int:
    """Prints the leave as JSON."""
    from kraamkring.core.entitlements.report import leave_report
    from kraamkring.packs.leave import leave_schemes

    with Sentences():
        kind = leave_schemes()[chosen.country]
        case = kind.read(document(chosen.case))
        report = leave_report(case, kind.work_out(case), kind.scheme, chosen.country)
    return show(report)
