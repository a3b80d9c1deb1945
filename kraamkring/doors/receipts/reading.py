"""A delivery report of the gateway, as it comes in: signed, small, and of three words."""

from __future__ import annotations

import hmac
import json
import re
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

LARGEST_BYTES = 4096
SIGNED = "sha256="
ARRIVED, LOST = "delivered", "failed"
CODE = re.compile(r"[A-Za-z0-9_.-]{0,40}")


class NotAReceipt(ValueError):
    """The body is no report that we understand."""


class Receipt(NamedTuple):
    """reference: our own id of the message. arrived: None while it is still under way. code: the gateway's own."""

    reference: UUID
    arrived: bool | None
    code: str


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the signature, `sha256=` and hexadecimal, is the HMAC of the body under the shared secret."""
    expected = SIGNED + hmac.new(secret.encode(), body, sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def read(body: bytes) -> Receipt:
    """The report {"reference", "status", "code"}. A status other than delivered and failed says that it is under way.
    Raises NotAReceipt."""
    try:
        said = json.loads(body)
        reference, status, code = UUID(said["reference"]), said["status"], said.get("code", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotAReceipt from None
    if not isinstance(status, str) or not isinstance(code, str) or not CODE.fullmatch(code):
        raise NotAReceipt
    return Receipt(reference, {ARRIVED: True, LOST: False}.get(status), code)
