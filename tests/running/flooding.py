"""Bodies that are far too large, sent as fast as the wire takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import repeat
from urllib.parse import urlsplit

PIECE = b" " * 2**20


def pour(address: str, key: str, megabytes: int, *, told: bool) -> int | None:
    """The status answered to so many MiB for /fhir/, also before all was sent; None where it hung up without a word.
    told: with a Content-Length."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/fhir+json"}
    if told:
        headers["Content-Length"] = str(megabytes * len(PIECE))
    pieces: Iterator[bytes] = repeat(PIECE, megabytes)
    if not told:
        headers["Transfer-Encoding"] = "chunked"
    try:
        with suppress(ConnectionError):
            connection.request("POST", "/fhir/", pieces, headers, encode_chunked=not told)
        return connection.getresponse().status
    except (HTTPException, ConnectionError):
        return None
    finally:
        connection.close()
