"""The list of what the ward's system told and nobody could place, and the page of one message."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.doors.ui import clock
from kraamkring.flows.sort_ward_messages import see_ward_message, see_ward_messages, set_aside, take_up

from ..birth.answering import written
from ..pages import WRONG, actor, signed_in_page
from .forms import SetAside, TakeUp
from .shown import Candidate, Told, decided


@require_http_methods(["GET", "HEAD"])
@signed_in_page
def ward_messages(request: HttpRequest) -> HttpResponse:
    """What waits for her and her colleagues."""
    seen = see_ward_messages(by=actor(request), now=clock.now())
    language = get_language() or "en"
    shown = [Told.of(each.row, each.event, language) for each in seen.messages]
    return render(request, "staff/wards/list.html", {"shown": shown, "more": seen.more})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def ward_message(request: HttpRequest, told: UUID) -> HttpResponse:
    """One message: whom it may be about, and what becomes of it."""
    now, user, language = clock.now(), actor(request), get_language() or "en"
    taking = TakeUp(request.POST) if "family" in request.POST else None
    aside = SetAside(request.POST if request.method == "POST" and taking is None else None)
    if taking is not None and written(
        taking,
        lambda: take_up(
            message_id=told, episode_id=taking.cleaned_data["family"], id=taking.written_id, by=user, now=now
        ),
    ):
        messages.success(request, _("It is taken up."))
        return redirect("ward_messages")
    if aside.is_bound and written(
        aside,
        lambda: set_aside(
            message_id=told, reason=aside.cleaned_data["reason"], id=aside.written_id, by=user, now=now
        ),
    ):
        messages.success(request, _("It is set aside."))
        return redirect("ward_messages")
    seen = see_ward_message(message_id=told, by=user, now=now)
    wrong = aside.is_bound or taking is not None
    shown = {
        "told": Told.of(seen.row, seen.event, language),
        "may_be": [Candidate.of(each, language) for each in seen.may_be],
        "decided": decided(seen, language),
        "by_hand": seen.by_hand,
        "form": aside,
        "refused": taking.non_field_errors() if taking is not None else (),
        "wrong": wrong,
    }
    return render(request, "staff/wards/one.html", shown, status=WRONG if wrong else 200)
