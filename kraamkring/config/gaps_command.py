"""The grammar of `kraamkring gaps` and `kraamkring sweep`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """Both commands."""
    gaps = subcommands.add_parser(
        "gaps",
        help="families in which care is missing or at risk, by id, most urgent first",
        allow_abbrev=False,
    )
    gaps.add_argument("--json", action="store_true", help="as JSON")
    gaps.add_argument("--at", metavar="ISO-WITH-OFFSET", help="the moment to look at (default: now)")
    gaps.set_defaults(entry="gaps:show")
    sweep = subcommands.add_parser(
        "sweep", help="look at what turned by the clock, and tell whoever must act", allow_abbrev=False
    )
    sweep.add_argument("--at", metavar="ISO-WITH-OFFSET", help="the moment to sweep for (default: now)")
    sweep.add_argument(
        "--rebuild", action="store_true", help="look at every family anew, also those that nobody watched"
    )
    sweep.set_defaults(entry="gaps:sweep")
