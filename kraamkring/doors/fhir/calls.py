"""One thing that a program asks, and what it is answered: the same whether it came alone or as an entry of a Bundle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kraamkring.rooms.exchange.models import Resource, Superseded

OK, CREATED, NO_CONTENT, NOT_MODIFIED = 200, 201, 204, 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """method and path: below the base, without what is asked. asked: names with values. where: the FHIRPath of the
    entry that this is, empty if it came alone. returns: what is wanted back (`minimal`, `representation`,
    `OperationOutcome`). The conditions are as the headers of HTTP say them; None where nothing was said."""

    method: str
    path: str
    base: str
    asked: tuple[tuple[str, str], ...] = ()
    resource: dict[str, Any] | None = None
    where: str = ""
    strict: bool = False
    returns: str = ""
    if_match: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None
    if_none_exist: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """text: a resource as JSON, empty for none. row: the resource that stands, where there is one. written: whether it
    was sent, so that the sender says what she wants back."""

    status: int = OK
    text: str = ""
    row: Resource | Superseded | None = None
    location: str = ""
    written: bool = False

    @property
    def etag(self) -> str:
        """The version, as HTTP says it; empty where there is none."""
        return f'W/"{self.row.version}"' if self.row else ""

    @property
    def modified(self) -> datetime | None:
        """When what stands was written."""
        return self.row.updated_at if self.row else None


class NoSuchWay(Exception):
    """The type, or what is done with it, is not offered here."""


class OtherMethod(Exception):
    """This address knows other methods. allow: which."""

    def __init__(self, allow: str, said: str = "this is not done here") -> None:
        super().__init__(said)
        self.allow = allow
