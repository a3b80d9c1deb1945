"""Her devices as the page shows them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from kraamkring.doors.ui import notation
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import PushDevice

BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


class Device(NamedTuple):
    """digest: of its address at the push service, by which a browser knows itself."""

    id: UUID
    name: str
    since: str
    digest: str


def shown(devices: list[PushDevice], user: User, language: str) -> list[Device]:
    """The newest first."""
    zone = zone_of(user.organisation.region if user.organisation else None)
    return [
        Device(
            each.pk,
            each.name,
            notation.moment(each.made_at, zone, language),
            sha256(each.endpoint.encode()).hexdigest(),
        )
        for each in devices
    ]


def name_of_browser(agent: str) -> str:
    """`Firefox, Android`: enough for her to tell her devices apart; nothing that counts versions."""
    browser = next((name for sign, name in BROWSERS if re.search(rf"\b{sign}", agent)), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part)
