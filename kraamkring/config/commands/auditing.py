"""`kraamkring audit`: is the log still as it was written? It prints counts and hashes, never whose row it is."""

import argparse
import json
import os
import sys
from typing import Any

import django

from kraamkring.config.complaint import Complaint
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.processes.database_use import database_in_use


def verify_seals(arguments: argparse.Namespace) -> int:
    """Reads the whole log once; 1 if a seal is broken, or the one that was noted elsewhere does not stand."""
    noted = _noted(arguments.head)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    django.setup()
    from kraamkring.rooms.audit.sealing import stands, verify

    with database_in_use():
        complain_of_unmigrated()
        found = verify()
        kept = noted is None or stands(*noted)
    told: dict[str, Any] = {
        "seals": found.seals,
        "rows_sealed": found.rows,
        "broken": list(found.broken),
        "head": f"{found.head.number}:{found.head.hash}" if found.head else None,
        "rows_not_sealed": found.unsealed,
        "oldest_not_sealed": found.oldest.isoformat() if found.oldest else None,
    }
    if noted is not None:
        told["noted_seal_stands"] = kept
    sys.stdout.write(f"{json.dumps(told, indent=2) if arguments.json else _in_words(told)}\n")
    return 1 if found.broken or not kept else 0


def _noted(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _colon, hashed = text.partition(":")
    if not number.isdecimal() or len(hashed) != 64:
        raise Complaint("--head is a number and a hash, as this command prints it: 12:9f86d0...")
    return int(number), hashed


def _in_words(told: dict[str, Any]) -> str:
    lines = [
        f"{told['rows_sealed']} rows behind {told['seals']} seals; {told['rows_not_sealed']} rows not sealed yet"
        + (f", the oldest of {told['oldest_not_sealed']}" if told["oldest_not_sealed"] else "")
        + "."
    ]
    if told["broken"]:
        numbers = ", ".join(map(str, told["broken"][:20]))
        lines.append(f"BROKEN: seal {numbers}. A row behind it was changed, added or removed.")
    elif told["seals"]:
        lines.append("Every seal fits its rows and the seal before it.")
    if told.get("noted_seal_stands") is False:
        lines.append(
            "The seal that was noted elsewhere does not stand in this chain: the chain was made anew."
        )
    if told["head"]:
        lines.append(f"Last seal, to be noted elsewhere: {told['head']}")
    return "\n".join(lines)
