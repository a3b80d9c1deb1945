"""Who covers for whom: what stands, asking for another, and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, notation, refused
from kraamkring.flows.cover import SeenCovers, accept_cover, ask_cover, end_cover, see_covers
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User

from ..pages import WRONG, actor, signed_in_page
from .forms import CoverForm, named

ANSWERS = {"accept": accept_cover, "end": end_cover}
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class CoverTold:
    """One cover: in a sentence, from which day to which, and what the reader may do."""

    id: UUID
    sentence: str
    days: str
    state: str
    to_answer: bool
    to_end: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def covers(request: HttpRequest) -> HttpResponse:
    """What stands, and a form to ask."""
    by, now = actor(request), clock.now()
    return _page(request, by, now, see_covers(by=by, now=now))


@require_POST
@signed_in_page
def answer(request: HttpRequest, cover: UUID) -> HttpResponse:
    """She takes it on; or it does not come about, or is over."""
    by, now = actor(request), clock.now()
    flow = ANSWERS.get(request.POST.get("answer", ""))
    if flow is None:
        return _page(request, by, now, see_covers(by=by, now=now), _("Choose yes or no."))
    try:
        flow(cover_id=cover, by=by, now=now)
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, by, now, see_covers(by=by, now=now), refused.sentence(refusal))
    messages.success(request, _("It is kept."))
    return redirect("covers")


def _page(request: HttpRequest, by: User, now: datetime, seen: SeenCovers, wrong: str = "") -> HttpResponse:
    zone = zone_of(by.organisation.region if by.organisation else None)
    asking = request.method == "POST" and not wrong
    form = CoverForm(request.POST if asking else None, seen=seen, by=by, zone=str(zone))
    if asking and form.is_valid():
        try:
            ask_cover(by=by, now=now, **form.asked())
            messages.success(request, _("It is asked. It holds once she has said yes."))
            return redirect("covers")
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    shown = {"form": form, "covers": list(_told(seen, by, now, zone)), "wrong": wrong}
    status = WRONG if form.errors or wrong else 200
    return render(request, "staff/cover/covers.html", shown, status=status)


def _told(seen: SeenCovers, by: User, now: datetime, zone: ZoneInfo) -> Iterator[CoverTold]:
    language = get_language() or "en"
    for row in seen.covers:
        if row.ended_at is not None:
            continue
        who = {"who": named(row.by_whom), "whom": named(row.covered)}
        pattern = (
            _("You cover for %(whom)s")
            if row.by_whom_id == by.pk
            else _("%(who)s covers for you")
            if row.covered_id == by.pk
            else _("%(who)s covers for %(whom)s")
        )
        first, last = row.since.astimezone(zone).date(), (row.until - MOMENT).astimezone(zone).date()
        days = _("from %(first)s to %(last)s") % {
            "first": notation.weekday(first, language),
            "last": notation.weekday(last, language),
        }
        state = "open" if row.accepted_at is None else "arranged" if row.since > now else "done"
        yield CoverTold(
            id=row.pk,
            sentence=pattern % who,
            days=days,
            state=state,
            to_answer=row.accepted_at is None and row.by_whom_id == by.pk,
            to_end=True,
        )
