"""From where somebody acts: a door says it once for all that follows, so that no flow has to pass it on.

What is kept answers "from where" and is no profile of movements: which door, which of her own devices, and the first
part of the network's address (ADR 0606).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from uuid import UUID

KEPT_OF_IPV4 = 24  # bits: a street or an organisation, not a telephone
KEPT_OF_IPV6 = 48


class Whence(NamedTuple):
    """door: `staff`, `parents`, `feeds` ...; device: of the list of her devices; network: as `network_of`."""

    door: str = ""
    device: UUID | None = None
    network: str = ""


_NOW: ContextVar[Whence] = ContextVar("whence", default=Whence())  # noqa: B039 (a tuple of nothing)


def whence() -> Whence:
    """Where what happens now comes from; nothing, for what the house does by itself."""
    return _NOW.get()


@contextmanager
def coming_from(came: Whence) -> Iterator[None]:
    """What is written inside comes from there."""
    token = _NOW.set(came)
    try:
        yield
    finally:
        _NOW.reset(token)


def through(*, door: str, device: UUID | None = None) -> None:
    """Once it is known which door it is: said inside `coming_from`, and forgotten with it."""
    _NOW.set(_NOW.get()._replace(door=door, device=device))


def network_of(address: str) -> str:
    """The network of an address, without the part that names one connection: `192.0.2.0/24`, `2001:db8:1::/48`; empty
    for what is no address."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    kept = KEPT_OF_IPV4 if isinstance(found, IPv4Address) else KEPT_OF_IPV6
    return str(ip_network((found, kept), strict=False))
