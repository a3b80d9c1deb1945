"""Bulk Data Access: all that is open to a key, asked for, made by a worker, fetched as files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import http_date

from kraamkring.core.exchange import TYPES, NotUnderstood
from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.parameters import moment
from kraamkring.core.exchange.resource import instant
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.exporting import (
    Exported,
    ask_export,
    cancel_export,
    read_file,
    see_export,
)
from kraamkring.flows.exchange.reach import Asker, NothingThere
from kraamkring.flows.exchange.reading import RECORDS

from .asking import asked_by_somebody, base_of, preferred
from .calls import OtherMethod
from .outcome import Issue, outcome

NDJSON = "application/fhir+ndjson"
FORMATS = (NDJSON, "application/ndjson", "ndjson")
PARAMETERS = ("_outputFormat", "_since", "_type", "_format")
LOOK_AGAIN_SECONDS = 5
LEVELS = {"": "system", "Patient": "patient"}


@asked_by_somebody
def kick_off(request: HttpRequest, level: str, *, asker: Asker) -> HttpResponse:
    """An export is asked for; where it will be told how far it is."""
    if request.method != "GET":
        raise OtherMethod("GET")
    preferences = preferred(request)
    if "respond-async" not in preferences:
        raise NotUnderstood("Prefer: an export is made in the background; ask with respond-async")
    lenient = preferences.get("handling") == "lenient"
    unknown = sorted(set(request.GET).difference(PARAMETERS))
    if unknown and not lenient:
        raise NotUnderstood("this export is asked with a parameter that is not known here")
    _require_format(request)
    export = ask_export(
        id=new_id(clock.now()), level=LEVELS[level], types=_types(request, level, lenient), since=_since(request),
        request=_asked(request), asker=asker, now=clock.now(),
    )  # fmt: skip
    answer = HttpResponse(status=202)
    answer["Content-Location"] = f"{base_of(request)}bulk/{export.pk}"
    return answer


@partial(asked_by_somebody, as_it_is=True)
def status(request: HttpRequest, id: str, *, asker: Asker) -> HttpResponse:
    """How far an export is, and its files; or it is not wanted any more."""
    if request.method == "DELETE":
        cancel_export(id=_id(id), asker=asker, now=clock.now())
        return HttpResponse(status=202)
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD, DELETE")
    seen = see_export(id=_id(id), asker=asker, now=clock.now())
    if seen.export.failed_at:
        return outcome(500, Issue("exception", "this export could not be made; ask again"))
    if not seen.export.done_at:
        answer = HttpResponse(status=202)
        answer["X-Progress"] = "a worker takes it up"
        answer["Retry-After"] = str(LOOK_AGAIN_SECONDS)
        return answer
    answer = JsonResponse(_manifest(seen, base_of(request)))
    answer["Expires"] = http_date(seen.export.until.timestamp())
    return answer


@partial(asked_by_somebody, as_it_is=True)
def file(request: HttpRequest, id: str, type: str, number: str, *, asker: Asker) -> HttpResponse:
    """The lines of one file, as they are read."""
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD")
    parts = read_file(id=_id(id), type=type, file=int(number), asker=asker, now=clock.now())
    return cast(HttpResponse, StreamingHttpResponse(_written(parts), content_type=NDJSON))


def _written(parts: Iterator[list[str]]) -> Iterator[str]:
    for lines in parts:
        yield "".join(f"{line}\n" for line in lines)


def _manifest(seen: Exported, base: str) -> dict[str, object]:
    export = seen.export
    return {
        "transactionTime": instant(export.as_of),
        "request": export.request,
        "requiresAccessToken": True,
        "output": [
            {
                "type": each.type,
                "url": f"{base}bulk/{export.pk}/{each.type}.{each.number}.ndjson",
                "count": each.lines,
            }
            for each in seen.files
        ],
        "error": [],
    }


def _asked(request: HttpRequest) -> str:
    """The address with what was understood: nothing else that stood in it is kept."""
    known = urlencode([(name, value) for name in PARAMETERS for value in request.GET.getlist(name)])
    return request.build_absolute_uri(request.path) + (f"?{known}" if known else "")


def _require_format(request: HttpRequest) -> None:
    wanted = request.GET.get("_outputFormat", NDJSON).replace(" ", "+")  # a plus in an address is a space
    if wanted not in FORMATS:
        raise NotUnderstood(f"_outputFormat: files are given as {NDJSON}")


def _types(request: HttpRequest, level: str, lenient: bool) -> list[str]:
    """The types that are asked for; those that are not offered here are left out where the handling is lenient."""
    offered = RECORDS if level else tuple(TYPES)
    asked = [name for each in request.GET.getlist("_type") for name in each.split(",") if name]
    found = sorted({name for name in asked if name in offered})
    if (not lenient and set(found) != set(asked)) or (asked and not found):
        raise NotUnderstood("_type: one of these types is not exported here")
    return found


def _since(request: HttpRequest) -> datetime | None:
    said = request.GET.get("_since")
    try:
        return moment(said.replace(" ", "+"))[0] if said is not None else None
    except NotUnderstood as wrong:
        raise NotUnderstood(f"_since: {wrong}") from None


def _id(text: str) -> UUID:
    id = as_uuid(text)
    if id is None:
        raise NothingThere
    return id
