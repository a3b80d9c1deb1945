"""The devices of the reader, for any page that includes their list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.utils.translation import get_language

from kraamkring.doors.ui import notation
from kraamkring.flows.own_devices import see_devices
from kraamkring.packs import zone_of

if TYPE_CHECKING:
    from uuid import UUID

    from kraamkring.rooms.accounts.models import User

register = template.Library()


class DeviceShown(NamedTuple):
    """missing: how many things it counted that never came."""

    id: UUID
    name: str
    heard: str
    since: str
    revoked: str
    emptied: str
    missing: int


@register.simple_tag
def devices_of(user: Any) -> list[DeviceShown]:
    """Her devices, the last heard first."""
    return [_shown(each, user) for each in see_devices(by=user)]


def _shown(own: Any, user: User) -> DeviceShown:
    zone, language = zone_of(user.organisation.region if user.organisation else None), get_language() or "en"

    def told(at: Any) -> str:
        return notation.moment(at, zone, language) if at else ""

    device = own.device
    return DeviceShown(
        id=device.pk,
        name=device.name,
        heard=told(device.last_heard_at),
        since=told(device.registered_at),
        revoked=told(device.revoked_at),
        emptied=told(device.emptied_at),
        missing=sum(last - first + 1 for first, last in own.heard.gaps),
    )
