"""A file that somebody sent becomes a file of ours: drawn anew, so that nothing of it but the picture comes in.

Where a photo was taken, by which telephone, what a PDF would run or fetch: all of that stays outside. The drawing is
done in a process of its own, with little memory and little time, because a file may be made to break who opens it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

from kraamkring.core.kernel.errors import Refusal

from .redrawing_child import JPEG, MOST_PAGES, PDF, TOO_MANY_PAGES

MOST_BYTES = 12 * 1024 * 1024  # our choice: a photo of a telephone of today is below it
PATIENCE_SECONDS = 30
BEGINNINGS = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": "image/png"}
PDF_BEGINS_WITHIN = 1024  # readers allow a few lines before the sign of a PDF


class Drawn(NamedTuple):
    """media_type: `image/jpeg` or `application/pdf`."""

    media_type: str
    content: bytes
    pages: int


def kind_of(content: bytes) -> str:
    """What a file is, by its first bytes, whatever its name says; empty if it is nothing that is taken."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return PDF if b"%PDF-" in content[:PDF_BEGINS_WITHIN] else ""


def redrawn(content: bytes) -> Drawn:
    """The same to look at. Raises Refusal on the field `file` for what is too large, of another kind, or unreadable."""
    if not content:
        raise Refusal("file", "there is nothing in this file", "Choose another")
    if len(content) > MOST_BYTES:
        raise Refusal(
            "file",
            "this file is too large",
            "Send at most %(most)s MB",
            most=MOST_BYTES // (1024 * 1024),
        )
    kind = kind_of(content)
    if not kind:
        raise Refusal("file", "this is neither a photo nor a PDF", "Send a JPEG, a PNG or a PDF")
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module; the file comes in as bytes)
            [sys.executable, "-m", "kraamkring.rooms.record.redrawing_child", kind],
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is not None and done.returncode == TOO_MANY_PAGES:
        raise Refusal("file", "this has too many pages", "Send at most %(most)s pages", most=MOST_PAGES)
    if done is None or done.returncode != 0:
        raise Refusal("file", "this file cannot be opened", "Take the photo again, or send another file")
    head, _line, drawn = done.stdout.partition(b"\n")
    told = json.loads(head)
    return Drawn(told["media_type"], drawn, told["pages"])
