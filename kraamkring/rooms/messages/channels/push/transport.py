"""Messages pushed to browsers (RFC 8030), encrypted for each (RFC 8291), signed by this installation (RFC 8292)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import requests
from pywebpush import WebPushException, webpush

from .. import Device, GiveUp, NoAnswer, NotSent, Outgoing, Taken, TryAgain
from .payload import payload

GONE = {404, 410}  # RFC 8030, 7.3: this subscription is over
LATER = {
    408,
    425,
    429,
    500,
    502,
    503,
    504,
}  # a second copy has the same tag, and replaces the first on the screen
DAY_S = 24 * 3600
TTL_S = {True: 15 * 60, False: DAY_S}  # urgent news that comes after the next channel went would only confuse


@dataclass(frozen=True, kw_only=True)
class Push:
    """The channel. key: our private key (base64url); contact: `mailto:` or `https:`, for the push service. trusted:
    hosts that may lie inside, for tests; without that, what a browser says could make us knock at our own machines."""

    key: str
    contact: str
    timeout_s: float = 10
    trusted: frozenset[str] = frozenset()

    def send(self, message: Outgoing) -> Taken:
        """Taken by at least one of her browsers. Raises GiveUp if none is left, TryAgain if all have to wait."""
        gone: list[UUID] = []
        problems: list[NotSent] = []
        taken = 0
        for device in message.devices:
            try:
                self._to(device, message)
                taken += 1
            except GiveUp as over:
                gone.extend(over.gone)
                problems.append(over)
            except NotSent as problem:
                problems.append(problem)
        if taken:
            return Taken(f"push {taken} of {len(message.devices)}", tuple(gone))
        if problems and not all(isinstance(each, GiveUp) for each in problems):
            raise next(each for each in problems if not isinstance(each, GiveUp))
        raise GiveUp(problems[-1].why if problems else "push no device", gone=tuple(gone))

    def _to(self, device: Device, message: Outgoing) -> None:
        where = urlsplit(device.endpoint)
        if where.hostname not in self.trusted and not _outside(where.hostname or "", where.port or 443):
            raise GiveUp("push not outside", gone=(device.id,))
        try:
            with requests.Session() as session:
                session.max_redirects = 0
                webpush(
                    {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
                    payload(message),
                    vapid_private_key=self.key,
                    vapid_claims={"sub": self.contact},
                    content_encoding="aes128gcm",
                    ttl=TTL_S[message.urgent],
                    headers={
                        "Urgency": "high" if message.urgent else "normal",
                        "Topic": message.id.hex,  # RFC 8030, 5.4: a copy replaces what still waits
                    },
                    timeout=self.timeout_s,
                    requests_session=session,
                )
        except WebPushException as refused:
            raise _verdict(
                refused.response.status_code if refused.response is not None else 0, device
            ) from None
        except requests.ReadTimeout:
            raise NoAnswer("push no answer") from None
        except (requests.RequestException, OSError) as failed:
            raise TryAgain(f"push {type(failed).__name__}") from None
        except (ValueError, TypeError):
            raise GiveUp("push bad key", gone=(device.id,)) from None


def _verdict(status: int, device: Device) -> NotSent:
    if status in GONE:
        return GiveUp(f"push {status}", gone=(device.id,))
    if status in LATER or status in (401, 403) or status < 400:
        return TryAgain(f"push {status}")
    return GiveUp(f"push {status}")


def _outside(host: str, port: int) -> bool:
    """Whether every address of this host lies in the open Internet."""
    try:
        return all(ipaddress.ip_address(address).is_global for address in _addresses(host, port))
    except OSError:
        return True  # it is not found; the attempt says so


def _addresses(host: str, port: int) -> Iterator[str]:
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        yield str(address[0])
