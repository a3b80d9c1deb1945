"""The day of whoever is signed in, and the button that says that she has seen what is missing."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kraamkring.doors.ui import clock
from kraamkring.flows.acknowledge_alarm import acknowledge_alarms
from kraamkring.flows.see_today import see_today
from kraamkring.flows.sort_ward_messages import may_sort

from ..pages import actor, page_asked, signed_in_page
from .shown import TodayShown

MOST_ALARMS = 500  # of one family; the pathway has fewer promises


@require_safe
@signed_in_page
def today(request: HttpRequest) -> HttpResponse:
    """Families that need somebody, gaps first; her appointments of today; what waits for her answer."""
    now, page = clock.now(), page_asked(request)
    seen = see_today(by=actor(request), now=now, page=page)
    shown = TodayShown.of(seen, now, page, get_language() or "en")
    return render(request, "staff/today/today.html", {"shown": shown, "sorts": may_sort(actor(request))})


@require_POST
@signed_in_page
def seen(request: HttpRequest, family: UUID) -> HttpResponse:
    """She has seen these alarms of a family. Sent twice, it changes nothing."""
    acknowledge_alarms(episode_id=family, alarms=_alarms(request), by=actor(request), now=clock.now())
    messages.info(request, _("Noted that you have seen it. Nobody further is told."))
    return redirect("today")


def _alarms(request: HttpRequest) -> set[UUID]:
    found = set()
    for text in request.POST.getlist("alarm")[:MOST_ALARMS]:
        with suppress(ValueError):  # what is no id names no alarm
            found.add(UUID(text))
    return found
