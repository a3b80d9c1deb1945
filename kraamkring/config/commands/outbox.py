"""`kraamkring outbox`: what became of the messages. It shows ids, templates, states and codes: never an address, never
a word of what was said."""

import argparse
import json
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import django

from kraamkring.config.clock import command_time
from kraamkring.config.commands.in_whose_name import account
from kraamkring.config.complaint import Complaint
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
        report = _report(arguments.state, command_time())
    sys.stdout.write(f"{json.dumps(report, indent=2) if arguments.json else _in_words(report)}\n")
    return 0


def settle(arguments: argparse.Namespace) -> int:
    """Decides about one message as that account, which must have to do with the family it is about."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    with database_in_use():
        complain_of_unmigrated()
        became = _settled(arguments, command_time())
    sys.stdout.write(f"{arguments.id}: {became}\n")
    return 0


def _settled(arguments: argparse.Namespace, now: datetime) -> str:
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.flows.see_outbox import settle_message
    from kraamkring.rooms.messages.queries import about, histories

    by = account(arguments.by)
    if not arguments.why.strip():
        raise Complaint("say in a few words how you know (--why).")
    try:
        message = about(UUID(arguments.id))
    except ValueError:
        raise Complaint("this is not the id of a message.") from None
    seen = histories([message])[message.pk][-1].number if message else 0
    try:
        state = settle_message(
            message_id=UUID(arguments.id),
            verdict=arguments.verdict,
            why=arguments.why,
            seen=seen,
            by=by,
            now=now,
        )
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None
    return "goes once more" if arguments.verdict == "send_again" else state.state


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
