"""What is refused, as a status of HTTP and an issue: in one place for every way in."""

from __future__ import annotations

import logging
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig

from kraamkring.core.exchange import NotUnderstood
from kraamkring.core.exchange.shaped import Unshaped
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.exchange.conditions import SeveralFit
from kraamkring.flows.exchange.exporting import TooManyExports
from kraamkring.flows.exchange.sent import Changed
from kraamkring.flows.exchange.together import Busy

from .allowance import TooOften
from .calls import Call, NoSuchWay, OtherMethod
from .outcome import Issue

WAIT_FOR_EXPORTS_SECONDS = 60

log = logging.getLogger(__name__)


class TooLarge(Exception):
    """More than is taken at once."""


class NoLength(Exception):
    """It came in pieces, and nobody said how long it would be."""


class OtherForm(Exception):
    """It came in a form that is not read here."""


class Refused(NamedTuple):
    """issues: at least one. allow: the methods that this address knows, where another one was asked. wait_seconds:
    after which one may ask again, where it was too often."""

    status: int
    issues: tuple[Issue, ...]
    allow: str = ""
    wait_seconds: int = 0


class Told(Exception):
    """What cannot be, with where it stands in what was sent."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


# In this order: the first that fits. Status of HTTP, and code of the value set issue-type.
_KNOWN: tuple[tuple[type[Exception], int, str], ...] = (
    (NotThere, 404, "not-found"),
    (NoSuchWay, 404, "not-supported"),
    (OtherMethod, 405, "not-supported"),
    (OtherForm, 415, "not-supported"),
    (NoLength, 411, "required"),
    (TooLarge, 413, "too-costly"),
    (RequestDataTooBig, 413, "too-costly"),
    (NotUnderstood, 400, "invalid"),
    (SeveralFit, 412, "multiple-matches"),
    (Changed, 412, "conflict"),
    (Busy, 409, "transient"),
    (NotAllowed, 403, "forbidden"),
    (Refusal, 422, "business-rule"),
)


def refused(error: Exception, call: Call | None = None) -> Refused:
    """How this is said. Whatever is not known went wrong inside: it is logged, and nothing of it is told."""
    if isinstance(error, Told):
        return error.refused
    if isinstance(error, Unshaped):
        return Refused(
            400, tuple(Issue(each.code, each.said, _placed(each.where, call)) for each in error.faults)
        )
    if isinstance(error, TooOften):
        return Refused(429, (Issue("throttled", str(error)),), wait_seconds=error.seconds)
    if isinstance(error, TooManyExports):
        return Refused(429, (Issue("throttled", str(error)),), wait_seconds=WAIT_FOR_EXPORTS_SECONDS)
    for kind, status, code in _KNOWN:
        if isinstance(error, kind):
            said = "this is too large" if isinstance(error, RequestDataTooBig) else str(error)
            issue = Issue(code, said, _where(error, call))
            return Refused(status, (issue,), error.allow if isinstance(error, OtherMethod) else "")
    log.error("the exchange failed inside", exc_info=error)
    return Refused(500, (Issue("exception", "something went wrong inside", call.where if call else ""),))


def _where(error: Exception, call: Call | None) -> str:
    """The element, as a FHIRPath from the whole of what was sent."""
    field = error.field if isinstance(error, Refusal) else ""
    if field and call and call.resource is not None:
        return _placed(f"{call.resource.get('resourceType', '')}.{field}", call)
    return call.where if call else field


def _placed(path: str, call: Call | None) -> str:
    """`Observation.status` in an entry is `Bundle.entry[2].resource.status`."""
    if not call or not call.where:
        return path
    _type, _dot, rest = path.partition(".")
    return f"{call.where}.resource.{rest}" if rest else f"{call.where}.resource"
