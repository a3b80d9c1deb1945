"""Programs that are opened from the page of a family, and know then whom they are about (SMART 2, EHR launch)."""

from __future__ import annotations

from secrets import token_urlsafe
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor, signed_in_page
from kraamkring.flows.exchange import launching
from kraamkring.flows.exchange.tokens import SECRET_BYTES

from .addresses import fhir_base

SEE_OTHER = 303


@require_safe
@signed_in_page
def openable(request: HttpRequest, family: UUID) -> HttpResponse:
    """Which ones there are."""
    found = launching.openable(episode_id=family, by=actor(request), now=clock.now())
    shown = [{"id": each.pk, "name": each.name, "host": urlsplit(each.launch_uri).netloc} for each in found]
    page = render(request, "smart/openable.html", {"family": family, "programs": shown})
    # a browser follows a form to the program's address only if the page that sends it says so
    theirs = {f"{parts.scheme}://{parts.netloc}" for each in found if (parts := urlsplit(each.launch_uri))}
    page._csp_update = {"form-action": sorted(theirs)}  # type: ignore[attr-defined]
    return page


@require_POST
@signed_in_page
def opened(request: HttpRequest, family: UUID, program: UUID) -> HttpResponse:
    """To the program: with the address of this record, and a word that says whom it is about."""
    word, now = token_urlsafe(SECRET_BYTES), clock.now()
    found = launching.open_program(
        id=new_id(now), program_id=program, episode_id=family, word=word, by=actor(request), now=now
    )
    asks = urlencode({"iss": fhir_base(request), "launch": word})
    sign = "&" if urlsplit(found.launch_uri).query else "?"
    return HttpResponseRedirect(f"{found.launch_uri}{sign}{asks}", status=SEE_OTHER)
