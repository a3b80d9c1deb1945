"""The pages of meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.sitting import SittingShown
from kraamkring.flows.network_meeting import (
    SeenMeetings,
    add_to_agenda,
    answer,
    call_meeting,
    call_off,
    decide,
    move_meeting,
    see_meetings,
)

from ..asking import Asking
from ..banner import name_of
from ..network.sending import done
from ..pages import WRONG, actor, signed_in_page
from .forms import AgendaForm, DecisionForm, MeetingForm

LAID_OUT = ["GET", "HEAD", "POST"]


@require_safe
@signed_in_page
def meetings(request: HttpRequest, family: UUID) -> HttpResponse:
    """Every meeting, the latest first."""
    seen = see_meetings(episode_id=family, by=actor(request), now=clock.now())
    return render(request, "staff/meeting/list.html", _told(request, family, seen))


@require_http_methods(LAID_OUT)
@signed_in_page
def call(request: HttpRequest, family: UUID) -> HttpResponse:
    """A new meeting."""
    seen = _led(request, family)
    form = MeetingForm(request.POST or None, zone=seen.episode.zone)
    by, now = actor(request), clock.now()

    def act() -> object:
        return call_meeting(episode_id=family, **form.asked(), by=by, now=now, id=form.written_id)

    if request.method == "POST" and form.is_valid() and done(form, act):
        return redirect("meeting", family, form.written_id)
    told = _told(request, family, seen) | {"form": form, "title": _("Call a meeting")}
    return render(request, "staff/meeting/asked.html", told, status=WRONG if form.errors else 200)


@require_http_methods(LAID_OUT)
@signed_in_page
def move(request: HttpRequest, family: UUID, item: UUID) -> HttpResponse:
    """Another time or place."""
    seen = _led(request, family)
    row = _sitting(seen, item).meeting
    form = MeetingForm(
        request.POST or None,
        zone=seen.episode.zone,
        initial={
            "version": row.version,
            "where": row.where,
            "minutes": str(int((row.end - row.start) / timedelta(minutes=1))),
        },
    )
    form.begin_at("start", row.start)
    by, now = actor(request), clock.now()

    def act() -> object:
        version, made = form.cleaned_data["version"], form.written_id
        return move_meeting(item=item, version=version, **form.asked(), by=by, now=now, id=made)

    if request.method == "POST" and form.is_valid() and done(form, act):
        return redirect("meeting", family, item)
    told = _told(request, family, seen) | {"form": form, "title": _("Another time or place")}
    return render(request, "staff/meeting/asked.html", told, status=WRONG if form.errors else 200)


@require_http_methods(LAID_OUT)
@signed_in_page
def meeting(request: HttpRequest, family: UUID, item: UUID) -> HttpResponse:
    """One meeting: its agenda, who comes, and what was decided."""
    by, now = actor(request), clock.now()
    seen = see_meetings(episode_id=family, by=by, now=now)
    row = _sitting(seen, item).meeting
    what = request.POST.get("act", "")
    members = [(str(each.pk), each.name) for each in seen.members]
    agenda = AgendaForm(request.POST if what == "agenda" else None)
    decision = DecisionForm(request.POST if what == "decide" else None, members=members)
    plain = Asking(request.POST or None)
    sent: dict[str, tuple[Asking, Callable[[], object]]] = {
        "agenda": (
            agenda,
            lambda: add_to_agenda(
                item=item, text=agenda.cleaned_data["text"], by=by, now=now, id=agenda.written_id
            ),
        ),
        "comes": (plain, lambda: answer(item=item, comes=True, by=by, now=now, id=plain.written_id)),
        "stays": (plain, lambda: answer(item=item, comes=False, by=by, now=now, id=plain.written_id)),
        "call_off": (
            plain,
            lambda: call_off(item=item, version=row.version, by=by, now=now, id=plain.written_id),
        ),
        "decide": (decision, lambda: _decide(item, decision, by, now)),
    }
    if request.method == "POST" and what in sent:
        form, act = sent[what]
        if form.is_valid() and done(form, act):
            return redirect("meeting", family, item)
    shown = SittingShown.of(_sitting(seen, item), seen.members, by, now, get_language() or "en")
    wrong = next((form for form in (agenda, decision, plain) if form.errors), None)
    told = _told(request, family, seen) | {
        "shown": shown,
        "agenda": agenda,
        "decision": decision,
        "fresh": Asking(None),
        "form": wrong,
    }
    return render(request, "staff/meeting/one.html", told, status=WRONG if wrong else 200)


def _decide(item: UUID, form: DecisionForm, by: Any, now: Any) -> object:
    said = form.cleaned_data
    return decide(
        item=item,
        topic=said["topic"],
        text=said["decided"],
        who=UUID(said["who"]) if said["who"] else None,
        until=said["until"],
        by=by,
        now=now,
        id=form.written_id,
    )


def _led(request: HttpRequest, family: UUID) -> SeenMeetings:
    seen = see_meetings(episode_id=family, by=actor(request), now=clock.now())
    if not seen.calls:
        raise NotAllowed("", "who coordinates calls the meeting", "Ask her")
    return seen


def _sitting(seen: SeenMeetings, item: UUID) -> Any:
    found = next((each for each in seen.sittings if each.meeting.item == item), None)
    if found is None:
        raise NotThere("meeting", "there is no such meeting for you", "Look it up again")
    return found


def _told(request: HttpRequest, family: UUID, seen: SeenMeetings) -> dict[str, Any]:
    language, by, now = get_language() or "en", actor(request), clock.now()
    return {
        "family": family,
        "seen": seen,
        "name": name_of(seen.mother),
        "rows": [SittingShown.of(each, seen.members, by, now, language) for each in seen.sittings],
    }
