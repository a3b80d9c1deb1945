"""Which port the web server listens on, claimed so that nobody else takes it meanwhile."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from kraamkring.config.complaint import Complaint

USUAL = 8000
TRIED = 100


@contextmanager
def claimed_port(host: str, wanted: int | None) -> Iterator[int]:
    """The wanted port, or 8000, or the next free one; a wanted port that is taken is a Complaint."""
    for port in [wanted] if wanted is not None else range(USUAL, USUAL + TRIED):
        claim = _claim(host, port)
        if claim:
            with claim:
                yield port
            return
    tried = f"Port {wanted}" if wanted is not None else f"Ports {USUAL} to {USUAL + TRIED - 1}"
    raise Complaint(f"{tried} on {host} cannot be had; choose another with --port.")


def _claim(host: str, port: int) -> socket.socket | None:
    """A socket bound to the port that only our own web server may join; None when the port is taken.

    Granian listens with SO_REUSEPORT, so that two of them share a port without a word. The claim is made without it
    (a port in use refuses) and gets it afterwards (our own server may listen beside it); it never listens itself.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    claim = socket.socket(family, socket.SOCK_STREAM)
    try:
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        claim.bind((host, port))
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        claim.close()
        return None
    return claim
