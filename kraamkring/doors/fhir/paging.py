"""The links from page to page. What was asked and where one is stands in them sealed: no value of a search is readable
in an address, and nobody can make one up or use another person's."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from kraamkring.core.exchange import NotUnderstood
from kraamkring.flows.exchange.reach import Asker

PAGE = "_page"
LASTS_SECONDS = 24 * 3600  # our choice: who comes back later asks again


def sealed(asker: Asker, what: str, asked: Any, after: UUID) -> str:
    """Where the next page begins, for this asker only."""
    said = [str(asker.user.pk), what, asked, str(after)]
    return _seal().encrypt(json.dumps(said, separators=(",", ":")).encode()).decode()


def opened(asker: Asker, what: str, text: str) -> tuple[Any, UUID]:
    """What was asked, and after which resource the page begins. Raises NotUnderstood for one that is old, of somebody
    else, or of another question."""
    try:
        whose, about, asked, after = json.loads(_seal().decrypt(text.encode(), ttl=LASTS_SECONDS))
    except (InvalidToken, ValueError):
        raise NotUnderstood(f"{PAGE}: this page is over; ask again") from None
    if (whose, about) != (str(asker.user.pk), what):
        raise NotUnderstood(f"{PAGE}: this page is over; ask again")
    return asked, UUID(after)


def _seal() -> Fernet:
    key = sha256(b"fhir paging " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
