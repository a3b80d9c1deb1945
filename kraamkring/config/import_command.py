"""The grammar of `kraamkring import`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """The command."""
    parser = subcommands.add_parser(
        "import",
        help="take over the record of one family from FHIR files (R4 or STU3, JSON or XML)",
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="resources of one family, or a Bundle")
    parser.add_argument("--as", dest="by", required=True, metavar="EMAIL", help="in whose name")
    parser.add_argument("--region", required=True, help="where the family lives now, as in be-vlg")
    parser.add_argument("--answers", metavar="FILE", help="what the source does not say, as JSON")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    parser.add_argument("--json", action="store_true", help="the whole report, element by element, as JSON")
    parser.add_argument(
        "--days-as-noon",
        action="store_true",
        help="a contact or a test of which only the day is known counts as held at noon",
    )
    parser.add_argument(
        "--unchecked-numbers", action="store_true", help="keep numbers whose check digits are wrong"
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--match", metavar="ID", help="the mother is the person with this id")
    whose.add_argument("--new", action="store_true", help="the mother is nobody who is known here")
    whose.add_argument("--into", metavar="ID", help="it is about the pregnancy with this id")
    parser.add_argument(
        "--other-pregnancy", action="store_true", help="it is none of the pregnancies that are known of her"
    )
    parser.set_defaults(entry="importing:take_over")
