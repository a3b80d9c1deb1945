"""The grammar of `kraamkring indicators`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """The command."""
    parser = subcommands.add_parser(
        "indicators",
        help="the indicators of the cards, counted from a lake; small numbers are not shown",
        allow_abbrev=False,
    )
    parser.add_argument("--lake", metavar="DIR", required=True, help="the folder of the lake")
    parser.add_argument(
        "--by",
        metavar="WHAT",
        default="country",
        help="organisation, municipality, province, country, month; or two with a comma (default country)",
    )
    parser.add_argument("--from", dest="since", metavar="MONTH", default="", help="first month, as 2026-01")
    parser.add_argument("--to", dest="until", metavar="MONTH", default="", help="last month, as 2026-12")
    parser.add_argument(
        "--only", metavar="ID", action="append", default=[], help="this indicator (may be repeated)"
    )
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="default duckdb")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(entry="counting:count")
