"""Every address of FHIR. A view makes of a request the call that it is, and of its answer what HTTP sends."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

from kraamkring.core.exchange import TYPES
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange.reach import Asker
from kraamkring.packs.fhir_r4 import definitions

from . import together
from .allowance import spend
from .asking import answered, asked_by_somebody, base_of, preferred
from .bodies import LARGEST_BYTES, read_in, resource_in
from .calls import Answer, Call, NoSuchWay, OtherMethod
from .capability import statement
from .interactions import done
from .openapi import document
from .outcome import JSON, Issue, as_json
from .refusing import Told, refused
from .validating import validated
from .writing import CREATED, UPDATED

BASE, SEARCH = "/fhir/", "/_search"


@answered
def metadata(request: HttpRequest) -> HttpResponse:
    """What this server can do; for anybody."""
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD")
    said = statement(base_of(request), clock.now())
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type=JSON)


@answered
def openapi(request: HttpRequest) -> HttpResponse:
    """This door as OpenAPI; for anybody."""
    if request.method not in ("GET", "HEAD"):
        raise OtherMethod("GET, HEAD")
    return JsonResponse(document(base_of(request), definitions()))


@answered
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Whatever else is asked under this address."""
    raise NoSuchWay("there is no such address")


@asked_by_somebody
def bundle(request: HttpRequest, *, asker: Asker) -> HttpResponse:
    """A Bundle that is done: a transaction, or a batch."""
    if request.method != "POST":
        raise OtherMethod("POST")
    sent = read_in(request, together.LARGEST_BYTES)
    spend(asker.token, together.cost_of(sent))
    return _sent_back(request, together.bundled(_call(request, sent), asker))


@asked_by_somebody
def validate(request: HttpRequest, type: str, *, asker: Asker) -> HttpResponse:
    """Whether a resource is as R4 says; nothing is written."""
    if type not in TYPES:
        raise NoSuchWay("this type of resource is not offered")
    if request.method != "POST":
        raise OtherMethod("POST")
    return _sent_back(request, validated(read_in(request, LARGEST_BYTES), type))


@asked_by_somebody
def interaction(request: HttpRequest, *, asker: Asker, **named: str) -> HttpResponse:
    """Whatever is done with one type, one resource, or one version."""
    call = _call(request, resource_in(request) if _is_sent(request, **named) else None)
    try:
        return _sent_back(request, done(call, asker))
    except Exception as error:
        raise Told(refused(error, call)) from error


def _is_sent(request: HttpRequest, type: str, **more: str) -> bool:
    """Whether a resource is in the body: only where one is taken."""
    if request.method == "POST":
        return type in CREATED and not more and not request.path.endswith(SEARCH)
    return request.method == "PUT" and type in UPDATED and set(more) <= {"id"}


def _call(request: HttpRequest, resource: dict[str, object] | None) -> Call:
    pairs = [*request.GET.lists()]
    if request.method == "POST" and request.path.endswith(SEARCH):
        pairs += request.POST.lists()
    preferences = preferred(request)
    return Call(
        method=request.method or "",
        path=request.path.removeprefix(BASE),
        base=base_of(request),
        asked=tuple((name, value) for name, values in pairs for value in values),
        resource=resource,
        strict=preferences.get("handling") == "strict",
        returns=preferences.get("return", ""),
        if_match=request.headers.get("If-Match"),
        if_none_match=request.headers.get("If-None-Match"),
        if_modified_since=request.headers.get("If-Modified-Since"),
        if_none_exist=request.headers.get("If-None-Exist"),
    )


def _sent_back(request: HttpRequest, answer: Answer) -> HttpResponse:
    text, returns = answer.text, preferred(request).get("return", "")
    if answer.written and returns == "minimal":
        text = ""
    elif answer.written and returns == "OperationOutcome":
        text = json.dumps(as_json(Issue("informational", "this is written", severity="information")))
    sent = HttpResponse(text, status=answer.status, content_type=JSON)
    if answer.location:
        sent["Location"] = answer.location
    if answer.row is not None and answer.modified is not None:
        sent["ETag"] = answer.etag
        sent["Last-Modified"] = http_date(answer.modified.timestamp())
    return sent
