"""The grammar of `kraamkring export`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """The command."""
    parser = subcommands.add_parser(
        "export",
        help="write the record of one pregnancy as another system's FHIR, in a national dialect",
        allow_abbrev=False,
    )
    parser.add_argument("pregnancy", metavar="ID", help="the pregnancy, by its id")
    parser.add_argument("--as", dest="by", required=True, metavar="EMAIL", help="in whose name")
    parser.add_argument("--dialect", required=True, help="as in geboortezorg-stu3 or hl7-be")
    parser.add_argument("--form", choices=("xml", "json"), default="xml", help="xml (default) or json")
    parser.add_argument("--output", metavar="FILE", help="where to; without it, on standard output")
    parser.add_argument(
        "--report", metavar="FILE", help="what of the record is in it and what is not, as JSON"
    )
    parser.set_defaults(entry="exporting:write_out")
