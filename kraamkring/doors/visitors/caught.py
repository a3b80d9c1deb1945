"""Reads what the catcher of a demo holds: a file for each message (`config.transports`)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import NamedTuple

MOST = 200  # on the page; the newest
NAME = re.compile(r"[0-9A-Za-z-]{1,80}\.(eml|txt|log)")  # ours by their id, Django's own by their time


class Caught(NamedTuple):
    """One message. to: an address, or a telephone number; subject: empty for a text message."""

    name: str
    at: datetime
    to: str
    subject: str
    body: str
    calendar: bool = False


def newest(folder: Path) -> list[Caught]:
    """The last messages, the newest first."""
    if not folder.is_dir():
        return []
    found = [file for file in folder.iterdir() if NAME.fullmatch(file.name)]
    found.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    return [_read(file) for file in found[:MOST]]


def one(folder: Path, name: str) -> Caught | None:
    """The message of this name; None if there is none."""
    file = folder / name
    return _read(file) if NAME.fullmatch(name) and file.is_file() else None


def _read(file: Path) -> Caught:
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    raw = file.read_bytes()
    if file.suffix == ".txt":
        to, _, words = raw.decode("utf-8", "replace").partition("\n")
        return Caught(file.name, at, to, "", words)
    mail = message_from_bytes(raw, policy=default)
    text = mail.get_body(("plain",))
    parts = [part.get_content_type() for part in mail.walk()]
    return Caught(
        file.name,
        at,
        str(mail["To"] or ""),
        str(mail["Subject"] or ""),
        str(text.get_content()) if text else "",
        "text/calendar" in parts,
    )
