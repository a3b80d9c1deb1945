"""The grammar of `kraamkring outbox`; what it does stands in `commands/outbox.py`."""

from typing import Any

STATES = (
    "created",
    "sending",
    "accepted",
    "delivered",
    "unknown",
    "failed",
    "cancelled",
)  # messages.models.State
VERDICTS = ("arrived", "given_up", "send_again")  # messages.actions.Verdict


def add_arguments(subcommands: Any) -> None:
    """Looking, and deciding about one message."""
    outbox = subcommands.add_parser(
        "outbox", help="messages by state and channel, and those that wait for a person", allow_abbrev=False
    )
    outbox.add_argument("--json", action="store_true", help="as JSON")
    outbox.add_argument("--state", choices=STATES, help="list the messages that are in this state")
    outbox.set_defaults(entry="outbox:show")
    deciding = outbox.add_subparsers(title="deciding", metavar="settle")
    settle = deciding.add_parser("settle", help="say what becomes of a message", allow_abbrev=False)
    settle.add_argument("id", metavar="ID", help="the id of the message")
    settle.add_argument("verdict", choices=VERDICTS, help="what was found out, or what is to be done")
    settle.add_argument(
        "--why", required=True, metavar="TEXT", help="how you know; it stays in the audit log"
    )
    settle.add_argument("--as", required=True, dest="by", metavar="EMAIL", help="the account that decides")
    settle.set_defaults(entry="outbox:settle")
