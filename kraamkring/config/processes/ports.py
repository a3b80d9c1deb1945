"""Which port the web server listens on."""

import socket

from kraamkring.config.complaint import Complaint

USUAL = 8000
TRIED = 100


def chosen_port(host: str, wanted: int | None) -> int:
    """The wanted port, or 8000, or the next free one after it; a wanted port that is taken is a Complaint."""
    if wanted is not None:
        if not _free(host, wanted):
            raise Complaint(
                f"Port {wanted} on {host} is taken, or may not be used; choose another with --port."
            )
        return wanted
    for port in range(USUAL, USUAL + TRIED):
        if _free(host, port):
            return port
    raise Complaint(
        f"Ports {USUAL} to {USUAL + TRIED - 1} on {host} are all taken; choose another with --port."
    )


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
