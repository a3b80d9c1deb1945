"""Subscriptions: a program asks to be told, sees what it asked, and takes it back."""

from __future__ import annotations

import json
from functools import partial
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kraamkring.core.exchange import NotUnderstood
from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.subscribing import Wanted, subscription, wanted
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.reach import Asker, NothingThere
from kraamkring.flows.exchange.subscribing import (
    end_subscription,
    see_subscription,
    see_subscriptions,
    subscribe,
)
from kraamkring.rooms.exchange.models import Subscription
from kraamkring.rooms.messages.channels.hook.transport import permitted

from .asking import asked_by_somebody, base_of
from .bodies import resource_in
from .bundles import Entry, bundle
from .calls import OtherMethod
from .outcome import JSON

TYPE = "Subscription"


@asked_by_somebody
def every(request: HttpRequest, *, asker: Asker) -> HttpResponse:
    """All that this program asked for; or one more."""
    base = base_of(request)
    if request.method == "POST":
        sent = resource_in(request)
        if sent["resourceType"] != TYPE:
            raise NotUnderstood(f"resourceType: this is sent to the address of {TYPE}")
        asked = wanted(sent, partial(parse_qsl, keep_blank_values=True))
        may = partial(permitted, inside=settings.FHIR_HOOKS_INSIDE)
        made = subscribe(wanted=asked, permitted=may, asker=asker, now=clock.now())
        answer = _given(made, 201)
        answer["Location"] = f"{base}{TYPE}/{made.pk}/_history/{made.version}"
        return answer
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD, POST")
    rows = see_subscriptions(asker=asker)
    entries = [Entry(f"{base}{TYPE}/{row.pk}", _text(row), "match") for row in rows]
    found = bundle("searchset", entries, [("self", f"{base}{TYPE}")], len(rows))
    return HttpResponse(found, content_type=JSON)


@asked_by_somebody
def one(request: HttpRequest, id: str, *, asker: Asker) -> HttpResponse:
    """One of them; or it is taken back."""
    if request.method == "DELETE":
        end_subscription(id=_id(id), asker=asker, now=clock.now())
        return HttpResponse(status=204)
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD, DELETE")
    return _given(see_subscription(id=_id(id), asker=asker), 200)


def _given(row: Subscription, status: int) -> HttpResponse:
    answer = HttpResponse(_text(row), status=status, content_type=JSON)
    answer["ETag"] = f'W/"{row.version}"'
    return answer


def _text(row: Subscription) -> str:
    asked = tuple((name, value) for name, value in row.asked)
    criteria = f"{row.type}?{urlencode(asked)}" if asked else row.type
    said = Wanted(row.type, asked, row.endpoint, row.until, row.reason)
    return json.dumps(
        subscription(
            said, criteria=criteria, id=row.pk, version=row.version, updated_at=row.updated_at, status=row.status,
            error=row.error,
        ),
        ensure_ascii=False,
    )  # fmt: skip


def _id(text: str) -> UUID:
    id = as_uuid(text)
    if id is None:
        raise NothingThere
    return id
