"""Reading the record: all its parts, one part page by page, one entry with its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.flows.see_record import see_entry, see_record

from ..pages import actor, page_asked, signed_in_page
from .shown import HistoryShown, RecordShown


@require_safe
@signed_in_page
def record(request: HttpRequest, family: UUID) -> HttpResponse:
    """The record, as far as it is hers to read; `?part=` shows one part in full."""
    now, part, page = clock.now(), request.GET.get("part", ""), page_asked(request)
    seen = see_record(episode_id=family, by=actor(request), now=now, part=part, page=page)
    shown = RecordShown.of(seen, now, part, page, get_language() or "en")
    return render(request, "staff/record/record.html", {"shown": shown, "family": family, "id": new_id(now)})


@require_safe
@signed_in_page
def entry(request: HttpRequest, family: UUID, entry: UUID) -> HttpResponse:
    """One entry with its whole history."""
    now = clock.now()
    seen = see_entry(episode_id=family, entry_id=entry, by=actor(request), now=now)
    shown = HistoryShown.of(seen, now, get_language() or "en")
    return render(request, "staff/record/entry.html", {"shown": shown, "family": family, "id": new_id(now)})
