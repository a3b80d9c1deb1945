"""A telephone that keeps, sends and sends again as `queue.js` and `sync.js` do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.test import Client

from kraamkring.core.kernel.identifiers import uuid7
from kraamkring.rooms.accounts.models import User
from tests import clock

UNSENT = ("kept", "sent")
MOST = 4  # items in one request: small, so that there are many


class Killed(BaseException):
    """The server dies; nothing of what it was doing is answered."""


@dataclass
class Written:
    """One item on the telephone. answers: every answer that ever came about it."""

    id: str
    sequence: int
    family: str
    kind: str
    said_at: str
    body: dict[str, Any]
    state: str = "kept"
    why: str = ""
    answers: set[str] = field(default_factory=set)

    def sent(self) -> dict[str, Any]:
        names = ("id", "sequence", "family", "kind", "said_at", "body")
        return {name: getattr(self, name) for name in names}


@dataclass
class Phone:
    """One device of one person. wrong_by: how far its clock is off."""

    owner: User
    random: Random
    wrong_by: timedelta
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))
    counter: int = 0
    items: dict[str, Written] = field(default_factory=dict)
    device: str = ""
    revoked: bool = False

    def __post_init__(self) -> None:
        self.device = str(self.new_id())

    def new_id(self) -> UUID:
        return uuid7(int(clock.now().timestamp() * 1000), self.random.randbytes(10))

    def its_time(self) -> datetime:
        return clock.now() + self.wrong_by

    def write(self, family: str, kind: str, body: dict[str, Any]) -> Written:
        """Number and item together, as in one transaction of IndexedDB."""
        self.counter += 1
        item = Written(str(self.new_id()), self.counter, family, kind, self.its_time().isoformat(), body)
        self.items[item.id] = item
        return item

    def unsent(self) -> list[Written]:
        waiting = [item for item in self.items.values() if item.state in UNSENT]
        return sorted(waiting, key=lambda item: item.sequence)

    def request(self) -> str:
        """The next delivery; what is in it is under way from now on."""
        batch = self.unsent()[:MOST]
        for item in batch:
            item.state = "sent"
        items = [item.sent() for item in batch]
        said = {"device": self.device, "user": str(self.owner.pk), "name": "Model"}
        return json.dumps({**said, "sent_at": self.its_time().isoformat(), "items": items})

    def answered(self, status: int, told: dict[str, Any]) -> None:
        """Takes an answer, in whatever order they come."""
        if status != 200:
            for item in self.items.values():
                item.state = "kept" if item.state == "sent" else item.state
            return
        self.revoked = told["revoked"]
        for each in told["items"]:
            item = self.items[each["id"]]
            if each["state"] == "later":
                item.state = "kept" if item.state in UNSENT else item.state
                continue
            item.answers.add(each["state"])
            if item.state in UNSENT:
                item.state, item.why = each["state"], each["why"]
