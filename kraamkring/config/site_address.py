"""Where people find this installation: links in messages begin so."""

import os
from collections.abc import Sequence
from urllib.parse import urlsplit

from kraamkring.config.complaint import Complaint


def site_address(stage: str, hosts: Sequence[str]) -> str:
    """KRAAMKRING_ADDRESS without a slash at the end; by default the first host, and this machine in a demo."""
    given = os.environ.get("KRAAMKRING_ADDRESS", "").rstrip("/")
    if given:
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise Complaint("KRAAMKRING_ADDRESS must be like https://kraamkring.example, without a path.")
        return given
    host = next((host for host in hosts if host not in ("*", "testserver")), "localhost")
    return f"https://{host}" if stage == "production" else f"http://{host}:8000"
