"""The grammar of `kraamkring form`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """The command."""
    parser = subcommands.add_parser(
        "form",
        help="write a form of a registry, as the record of one birth fills it in",
        description="0: the form is complete. 1: it was written, and something is missing; each on standard error.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "form", metavar="FORM", help="ebirth: both of ebirth-notification and ebirth-medical; readmission"
    )
    parser.add_argument("pregnancy", metavar="EPISODE", help="the pregnancy, by its id")
    parser.add_argument("--as", dest="by", metavar="EMAIL", default="", help="in whose name")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to; without it, on standard output")
    parser.set_defaults(entry="registering:write_form")
