"""The page on which a person lets a program in: which one, for what, how long; and about whom, where it asks that."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.scopes import OPENED, asks_for_patient, of_one_patient
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock, refused
from kraamkring.doors.ui.limits import RATES, too_often, who, within
from kraamkring.doors.ui.pages import WRONG, actor, signed_in_page
from kraamkring.flows.exchange.granting import lasts, may_let_in
from kraamkring.flows.exchange.launching import About, opened_about
from kraamkring.flows.exchange.programs import most_for
from kraamkring.flows.find_family import find_families

from .addresses import fhir_base
from .server import CodeGrant, Server
from .words import opened_words

SEE_OTHER = 303


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def authorize(request: HttpRequest) -> HttpResponse:
    """Asks her; her yes or no leads back to the program. What is not the program's own registered way back leads
    nowhere: the page says so, and nothing is sent."""
    may_let_in(actor(request))
    server = Server(request)
    try:
        grant = server.get_consent_grant(request, actor(request))
    except OAuth2Error as error:
        if error.redirect_uri:
            return _back(
                server.handle_error_response(server.create_oauth2_request(request), error), error.redirect_uri
            )
        return render(request, "smart/stopped.html", status=400)
    if not _for_us(request):
        return render(request, "smart/stopped.html", status=400)
    if request.method == "POST" and "search" not in request.POST:
        return _answered(request, server, grant)
    return _asked(request, grant)


def _answered(request: HttpRequest, server: Server, grant: CodeGrant) -> HttpResponse:
    """Yes or no. A double click, or a second try after a crash, is the same yes."""
    yes = actor(request) if request.POST.get("answer") == "yes" else None
    if yes and as_uuid(request.POST.get("id", "")) is None:
        return render(request, "smart/stopped.html", status=400)
    try:
        answer = server.create_authorization_response(request, grant_user=yes, grant=grant)
    except (NotAllowed, NotThere):
        raise
    except Refusal as refusal:
        return _asked(request, grant, refused.sentence(refusal))
    return _back(answer, grant.request.payload.redirect_uri)


def _asked(request: HttpRequest, grant: CodeGrant, wrong: str = "") -> HttpResponse:
    about = _opened(request, grant)
    if about is None and _says_launch(request, grant):
        return render(request, "smart/stopped.html", {"late": True}, status=400)
    program, scope, now = grant.request.client.program, grant.request.scope, clock.now()
    fragment = request.POST.get("fragment", "")
    told: dict[str, Any] = {
        "program": program, "opens": opened_words(scope), "days": lasts(scope).days, "wrong": wrong,
        "host": urlsplit(grant.request.payload.redirect_uri).netloc, "about": about, "narrow": of_one_patient(scope),
        "chooses": about is None and asks_for_patient(scope),
        "id": request.POST.get("id") or new_id(now), "fragment": fragment, "chosen": request.POST.get("patient", ""),
    }  # fmt: skip
    if told["chooses"] and fragment:
        if not within("search", who(request, RATES["search"])):
            return too_often(request)
        try:
            told["found"] = find_families(by=actor(request), now=now, fragment=fragment)
        except Refusal as refusal:
            told["wrong"] = refused.sentence(refusal)
    page = render(request, "smart/consent.html", told, status=WRONG if told["wrong"] else 200)
    return _leading_to(page, grant.request.payload.redirect_uri)


def _says_launch(request: HttpRequest, grant: CodeGrant) -> bool:
    return (
        "launch" in request.GET
        and OPENED in most_for(grant.request.client.program, grant.request.scope).split()
    )


def _opened(request: HttpRequest, grant: CodeGrant) -> About | None:
    """About whom she opened it from the page of a family."""
    if not _says_launch(request, grant):
        return None
    program = grant.request.client.program
    return opened_about(word=request.GET["launch"], program=program, by=actor(request), now=clock.now())


def _for_us(request: HttpRequest) -> bool:
    """Whether the program means this server: a key for another must not be asked for here (SMART 2, `aud`)."""
    said = request.GET.get("aud", request.GET.get("resource", ""))
    return said.rstrip("/") == fhir_base(request)


def _back(answer: HttpResponse, redirect_uri: str) -> HttpResponse:
    """To the program; by GET, whatever was sent (RFC 9700, 4.12)."""
    answer.status_code = SEE_OTHER
    return _leading_to(answer, redirect_uri)


def _leading_to(answer: HttpResponse, redirect_uri: str) -> HttpResponse:
    """A browser follows a form to the program's address only if the page that sends it says so."""
    parts = urlsplit(redirect_uri)
    answer._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return answer
