"""What a program sends, handed to the flow of its type: made or changed, also on a condition; answered with what
stands."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl
from uuid import UUID

from kraamkring.core.exchange import NotUnderstood
from kraamkring.core.exchange.asking import Search, understand
from kraamkring.core.exchange.resource import Json
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.conditions import correct_or_create, create_unless_there
from kraamkring.flows.exchange.reach import Asker
from kraamkring.flows.exchange.sent import Sent
from kraamkring.flows.exchange.writing import CORRECTS, CREATES

from .calls import CREATED as MADE
from .calls import OK, Answer, Call

CREATED, UPDATED = set(CREATES), set(CORRECTS)
VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})"')


def created(call: Call, type: str, asker: Asker) -> Answer:
    """A resource that was new, or fits what was asked already (`If-None-Exist`)."""
    sent, now = _sent(call, type), clock.now()
    if call.if_none_exist is None:
        return _answer(call, type, CREATES[type](sent=sent, asker=asker, now=now))
    asked = _condition(type, parse_qsl(call.if_none_exist, keep_blank_values=True))
    return _answer(call, type, create_unless_there(type=type, sent=sent, asked=asked, asker=asker, now=now))


def updated(call: Call, type: str, id: UUID, asker: Asker) -> Answer:
    """A resource that is another version now."""
    sent, version = _sent(call, type), _version(call)
    if sent.get("id") != str(id):
        raise NotUnderstood("id: it is not the one in the address")
    done = CORRECTS[type](id=id, sent=sent, version=version, asker=asker, now=clock.now())
    return _answer(call, type, done)


def updated_where(call: Call, type: str, asker: Asker) -> Answer:
    """The resource that fits what stands in the address is another version now; made, if none fits."""
    asked = _condition(type, list(call.asked))
    done = correct_or_create(
        type=type, sent=_sent(call, type), asked=asked, version=_version(call), asker=asker, now=clock.now()
    )
    return _answer(call, type, done)


def _sent(call: Call, type: str) -> Json:
    if call.resource is None:
        raise NotUnderstood("there is no resource")
    if call.resource.get("resourceType") != type:
        raise NotUnderstood(f"resourceType: this is sent to the address of {type}")
    return call.resource


def _condition(type: str, pairs: list[tuple[str, str]]) -> Search:
    """Every word of a condition counts: what is not understood is never left out."""
    return understand(type, [pair for pair in pairs if pair[0] != "_format"], strict=True)


def _version(call: Call) -> int | None:
    said = call.if_match
    match = VERSION.fullmatch(said.strip()) if said is not None else None
    if said is not None and match is None:
        raise NotUnderstood("If-Match: this is no version")
    return int(match[1]) if match else None


def _answer(call: Call, type: str, sent: Sent) -> Answer:
    row = sent.row
    return Answer(
        status=MADE if sent.made else OK,
        text=row.text,
        row=row,
        location=f"{call.base}{type}/{row.pk}/_history/{row.version}",
        written=True,
    )
