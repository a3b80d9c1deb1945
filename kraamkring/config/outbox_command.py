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


def add_arguments(subcommands: Any) -> None:
    """Looking only."""
    outbox = subcommands.add_parser(
        "outbox", help="messages by state and channel, and those that wait for a person", allow_abbrev=False
    )
    outbox.add_argument("--json", action="store_true", help="as JSON")
    outbox.add_argument("--state", choices=STATES, help="list the messages that are in this state")
    outbox.set_defaults(entry="outbox:show")
