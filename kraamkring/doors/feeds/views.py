"""The calendar that a telephone subscribes to."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from kraamkring.core.kernel.errors import NotThere
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.flows.own_calendar import fetch_calendar
from kraamkring.rooms.messages.channels.email.letter import domain

from .ics import as_ics


@require_safe
@limited("calendar", reads=True)
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """The appointments of whoever the link belongs to. A link that no longer works is a 404, whatever the reason.

    A telephone that has the same already is told so by its ETag alone: an appointment that is gone because somebody
    left a network leaves no later moment behind, so Last-Modified is said and not judged by.
    """
    try:
        own = fetch_calendar(token=token, now=clock.now())
    except NotThere as refusal:
        raise Http404 from refusal
    body = as_ics(own, domain(settings.DEFAULT_FROM_EMAIL))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag = f'"{sha256(body).hexdigest()[:32]}"'
    if own.dates:
        answer["Last-Modified"] = http_date(max(each.changed_at for each in own.dates).timestamp())
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="kraamkring.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=answer) or answer
