"""`kraamkring outbox`: what became of the messages. It shows ids, templates, states and codes: never an address, never
a word of what was said."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import django

from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use

if TYPE_CHECKING:
    from kraamkring.rooms.messages.models import DeliveryState

MOST = 200  # listed at once; the counts hold all
COLUMNS = ("id", "template", "channel", "state", "attempts", "since", "why")


def show(arguments: argparse.Namespace) -> int:
    """Prints counts by channel and state, and the messages that wait for a person (or are in the state asked for)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    with database_in_use():
        complain_of_unmigrated()
        report = _report(arguments.state, datetime.now(UTC))
    sys.stdout.write(f"{json.dumps(report, indent=2) if arguments.json else _in_words(report)}\n")
    return 0


def _report(state: str | None, now: datetime) -> dict[str, Any]:
    from kraamkring.rooms.messages.queries import counts, for_a_person, in_state

    asked = in_state(state) if state else for_a_person()
    found = list(asked[: MOST + 1])
    return {
        "at": now.isoformat(timespec="seconds"),
        "counts": [{"channel": channel, "state": is_in, "many": many} for channel, is_in, many in counts()],
        "listed": state or "waiting for a person",
        "messages": [_line(each) for each in found[:MOST]],
        "more": len(found) > MOST,
    }


def _line(last: "DeliveryState") -> dict[str, Any]:
    message = last.message
    return {
        "id": str(message.pk),
        "template": message.template,
        "channel": message.channel,
        "urgency": message.urgency,
        "state": last.state,
        "attempts": last.attempt,
        "since": last.at.isoformat(timespec="seconds"),
        "why": last.why,
    }


def _in_words(report: dict[str, Any]) -> str:
    counted = [f"{each['channel']:<10} {each['state']:<10} {each['many']:>7}" for each in report["counts"]]
    lines = counted or ["No message was ever intended."]
    listed = [_row(each) for each in report["messages"]]
    lines += ["", f"{report['listed']}: {len(listed)}{' and more' if report['more'] else ''}"]
    return "\n".join([*lines, *listed])


def _row(message: dict[str, Any]) -> str:
    flag = "  RED FLAG" if message["urgency"] == "red_flag" else ""
    return "  ".join(str(message[column]) or "-" for column in COLUMNS) + flag
