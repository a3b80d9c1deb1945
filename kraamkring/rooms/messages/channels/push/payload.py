"""What a pushed message says on a locked screen: that there is something, and nothing else. The link stays inside."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from ... import channels

TITLE = "Kraamkring"
RIGHT_TO_LEFT = {"ar"}


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, Mapping[str, str]]:
    """By language: what can wait, and what cannot."""
    return tomllib.loads((files(__package__) / "sentences.toml").read_text("utf-8"))


def sentence(message: channels.Outgoing) -> str:
    """What stands on the screen."""
    return sentences()[message.language]["urgent" if message.urgent else "ordinary"]


def payload(message: channels.Outgoing) -> bytes:
    """The JSON that the worker of the site shows (`ui/worker/push.js`)."""
    return json.dumps(
        {
            "id": str(message.id),
            "title": TITLE,
            "body": sentence(message),
            "language": message.language,
            "direction": "rtl" if message.language in RIGHT_TO_LEFT else "ltr",
            "urgent": message.urgent,
            "link": message.link,
            "seen": message.seen,
        },
        ensure_ascii=False,
    ).encode()
