"""The grammar of `kraamkring audit`; what it does stands in `commands/auditing.py`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """Verifying the seals of the audit log."""
    audit = subcommands.add_parser(
        "audit", help="verify the seals of the audit log; exit code 1 if one is broken", allow_abbrev=False
    )
    audit.add_argument("--json", action="store_true", help="as JSON")
    audit.add_argument(
        "--head",
        metavar="NUMBER:HASH",
        help="a seal that was noted elsewhere: it must still stand in the chain",
    )
    audit.set_defaults(entry="auditing:verify_seals")
