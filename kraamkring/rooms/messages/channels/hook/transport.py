"""A word to a server that asked for it: by https, to the open Internet, to the address that was looked at."""

from __future__ import annotations

import ipaddress
import socket
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from .. import GiveUp, NoAnswer, TryAgain

TIMEOUT_S = 10
LONGEST = 500  # signs of an address
GONE = 410
FHIR_JSON = "application/fhir+json; charset=utf-8"


def permitted(url: str, inside: frozenset[str]) -> bool:
    """Whether this may be an address to tell: https without a name or password in it. inside: hosts that may lie in our
    own network and be asked in the clear, for tests and demos."""
    where = (
        _parts(url)
        if len(url) <= LONGEST and url.isascii() and url.isprintable() and " " not in url
        else None
    )
    if where is None or not where.hostname or where.username or where.password or where.fragment:
        return False
    return where.scheme == "https" or (where.scheme == "http" and where.hostname in inside)


def post(url: str, body: bytes, *, inside: frozenset[str]) -> None:
    """It was taken (2xx). Raises GiveUp for one that is gone or may not be told, TryAgain, NoAnswer. No redirect is
    followed."""
    where = _parts(url)
    if where is None or not where.hostname or not permitted(url, inside):
        raise GiveUp("hook not permitted")
    port = where.port or (443 if where.scheme == "https" else 80)
    address = _address(where.hostname, port, where.hostname in inside)
    over = _Secure if where.scheme == "https" else _Plain
    connection = over(where.hostname, port, timeout=TIMEOUT_S)
    connection.looked_at = address
    target = (where.path or "/") + (f"?{where.query}" if where.query else "")
    try:
        connection.connect()
    except OSError as failed:
        raise TryAgain(f"hook {type(failed).__name__}") from None
    try:
        connection.request("POST", target, body, {"Content-Type": FHIR_JSON})
        status = connection.getresponse().status
    except (OSError, HTTPException):
        raise NoAnswer("hook no answer") from None
    finally:
        connection.close()
    if status == GONE:
        raise GiveUp(f"hook {status}")
    if not 200 <= status < 300:
        raise TryAgain(f"hook {status}")


class _Plain(HTTPConnection):
    """To the address that was looked at, whatever the name means a moment later."""

    looked_at = ""

    def connect(self) -> None:
        """Opens it."""
        self.sock = socket.create_connection((self.looked_at, self.port), self.timeout)


class _Secure(HTTPSConnection):
    """The same, and it proves to be who it is called."""

    looked_at = ""

    def connect(self) -> None:
        """Opens it."""
        plain = socket.create_connection((self.looked_at, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]


def _address(host: str, port: int, inside: bool) -> str:
    """An address of this host, if every one lies in the open Internet."""
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise TryAgain("hook not found") from None
    if not inside and not all(ipaddress.ip_address(each).is_global for each in found):
        raise GiveUp("hook not outside")
    return found[0]


def _parts(url: str) -> SplitResult | None:
    try:
        where = urlsplit(url)
        _ = where.port
    except ValueError:
        return None
    return where
