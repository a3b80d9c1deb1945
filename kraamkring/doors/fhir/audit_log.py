"""AuditEvent: the log of an organisation, for the program of who guards it. It is searched and read, no more."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse

from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.audit_event import TYPE, Noted, audit_event, looked_for
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.audit_log import read_log, search_log
from kraamkring.flows.exchange.reach import Asker, NothingThere

from .asking import asked_by_somebody, base_of
from .bundles import Entry, bundle
from .calls import OtherMethod
from .outcome import JSON
from .paging import PAGE, opened, sealed


@asked_by_somebody
def every(request: HttpRequest, *, asker: Asker) -> HttpResponse:
    """The rows that fit, newest first."""
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD")
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    page, after = dict(pairs).get(PAGE), None
    if page is not None:
        pairs, after = opened(asker, TYPE, page)
    looked = looked_for((name, value) for name, value in pairs)
    found = search_log(looked=looked, asker=asker, now=clock.now(), after=after)
    here = f"{base_of(request)}{TYPE}"
    links = [("self", here)]
    if found.more:
        links.append(("next", f"{here}?{PAGE}={sealed(asker, TYPE, pairs, found.rows[-1].id)}"))
    entries = [Entry(f"{here}/{row.id}", _text(row), "match") for row in found.rows]
    return HttpResponse(bundle("searchset", entries, links), content_type=JSON)


@asked_by_somebody
def one(request: HttpRequest, id: str, *, asker: Asker) -> HttpResponse:
    """One row."""
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD")
    named = as_uuid(id)
    if named is None:
        raise NothingThere
    return HttpResponse(_text(read_log(id=named, asker=asker, now=clock.now())), content_type=JSON)


def _text(row: Noted) -> str:
    return json.dumps(audit_event(row), ensure_ascii=False)
