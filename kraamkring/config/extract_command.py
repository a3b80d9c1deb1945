"""The grammar of `kraamkring extract`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """The command."""
    parser = subcommands.add_parser(
        "extract",
        help="bring the lake up to date: the record as numbers and pseudonyms, in Parquet files",
        description="Writes what changed since the last extract. The key of the pseudonyms is KRAAMKRING_LAKE_KEY.",
        allow_abbrev=False,
    )
    parser.add_argument("--to", metavar="DIR", required=True, help="the folder of the lake")
    parser.add_argument("--as", dest="by", required=True, metavar="EMAIL", help="in whose name")
    parser.add_argument("--at", metavar="ISO-WITH-OFFSET", help="the moment to extract for (default: now)")
    parser.set_defaults(entry="extracting:extract")
