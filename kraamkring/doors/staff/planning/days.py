"""One family on one day: what stands and why, who could come and why not that one, and what it would mean."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.ask_maternity_care import ask_maternity_care, see_request, stop_maternity_care
from kraamkring.flows.ask_what_if import ask_what_if
from kraamkring.flows.decide_shift import RuleAgainst, decide_day, decide_proposal, see_day
from kraamkring.flows.keep_apart import keep_apart, let_come_again, refuse_carer
from kraamkring.packs import zone_of
from kraamkring.packs.postcodes import point_of

from ..asking import Asking
from ..banner import plain_banner
from ..pages import WRONG, actor, signed_in_page
from .day_shown import DayTeller
from .forms import ApartForm, AskForm, IfForm, RefuseForm, WhoForm

ACTS = ("accept", "pin", "unpin", "drop")
FORMS = ("who", "if", "apart")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def day(request: HttpRequest, request_id: UUID, day: str) -> HttpResponse:
    """What stands for a family on a day, and deciding about it."""
    by, now, on = actor(request), clock.now(), _day(day)
    act, wrong = request.POST.get("act", ""), ""
    if request.method == "POST" and act in ACTS:
        try:
            decide_proposal(request_id=request_id, day=on, act=act, by=by, now=now)
            messages.success(request, _("It is kept."))
            return redirect("planning_day", request_id, day)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            wrong = refused.sentence(refusal)
    seen = see_day(request_id=request_id, day=on, by=by, now=now)
    region = by.organisation.region if by.organisation else None
    zone = zone_of(region)
    placed = point_of(seen.postcode, region) is not None
    teller = DayTeller(seen, zone, get_language() or "en", placed=placed)
    forms = _forms(request, teller, act, str(zone))
    asked = forms.get(act or "who") if request.method == "POST" and not wrong else None
    if asked is not None and asked.is_valid():
        try:
            done = _done(act, asked, request_id=request_id, day=on, by=by, now=now)
        except RuleAgainst as against:
            asked.add_error("carer", teller.against(against.reason))
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            asked.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("planning_day", request_id, day)
    shown = {
        "shown": teller.page(), "forms": forms, "wrong": wrong, "request_id": request_id, "on": day,
        "id": new_id(now),
    }  # fmt: skip
    bad = wrong or any(form.errors for form in forms.values())
    return render(request, "staff/planning/day.html", shown, status=WRONG if bad else 200)


def _forms(request: HttpRequest, teller: DayTeller, act: str, zone: str) -> dict[str, Asking]:
    """Deciding, asking and keeping apart, each bound to what was sent if it was this one."""
    kinds: dict[str, tuple[type[Asking], list[tuple[str, str]]]] = {
        "who": (WhoForm, teller.choices()),
        "if": (IfForm, teller.others()),
        "apart": (ApartForm, teller.everybody()),
    }
    sent = (act or "who") if request.method == "POST" and act not in ACTS else ""
    return {
        name: kind(request.POST if sent == name else None, zone=zone, carers=carers, auto_id=f"{name}_%s")
        for name, (kind, carers) in kinds.items()
    }


def _done(act: str, form: Any, *, request_id: UUID, day: date, by: Any, now: Any) -> str:
    """What was asked is done; what is said of it."""
    if act == "if":
        ask_what_if(request_id=request_id, day=day, carer_id=form.chosen, by=by, now=now, id=form.written_id)
        return _("It is being worked out. Look again in a moment.")
    if act == "apart":
        said = form.cleaned_data
        found = keep_apart(
            request_id=request_id, carer_id=UUID(said["carer"]), whose=said["whose"], by=by, now=now,
            id=form.written_id,
        )  # fmt: skip
        return apart_told(found.run is not None)
    decide_day(
        request_id=request_id, day=day, carer_id=form.chosen, pinned=form.cleaned_data["pinned"], by=by, now=now,
        id=form.written_id,
    )  # fmt: skip
    return _("It is kept. Nobody is told before you promise it.")


def apart_told(searching: bool) -> str:
    """What is said when a refusal was noted."""
    if searching:
        return _("It is noted. Somebody else is searched for; nothing changes before you confirm it.")
    return _("It is noted. She is not planned here any more.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def ask(request: HttpRequest, family: UUID) -> HttpResponse:
    """Whom this family asks for maternity care, and what it takes."""
    by, now = actor(request), clock.now()
    seen = see_request(episode_id=family, by=by, now=now)
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "stop":
        stop_maternity_care(episode_id=family, by=by, now=now)
        messages.success(request, _("Nobody is asked any more."))
        return redirect("maternity_care", family)
    if request.method == "POST" and act == "again":
        row = _uuid(request.POST.get("row", ""))
        let_come_again(episode_id=family, row_id=row, by=by, now=now, id=new_id(now))
        messages.success(request, _("It is kept."))
        return redirect("maternity_care", family)
    came = [(str(each.pk), each.name) for each in seen.came]
    refusing = RefuseForm(request.POST if act == "refuse" else None, carers=came, auto_id="refuse_%s")
    if act == "refuse" and refusing.is_valid():
        try:
            found = refuse_carer(
                episode_id=family, carer_id=UUID(refusing.cleaned_data["carer"]), by=by, now=now,
                id=refusing.written_id,
            )  # fmt: skip
            messages.success(request, apart_told(found.run is not None))
            return redirect("maternity_care", family)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            refusing.refuse(refusal)
    sent = request.POST if request.method == "POST" and not act else None
    form = AskForm(sent, seen=seen, zone=seen.episode.zone, initial=AskForm.initial_of(seen))
    if sent is not None and form.is_valid():
        try:
            ask_maternity_care(episode_id=family, by=by, now=now, **form.said())
            messages.success(
                request, _("The organisation is asked. It sees days, hours, the postcode and these needs.")
            )
            return redirect("maternity_care", family)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    shown = {
        "family": family, "banner": plain_banner(seen.mother), "form": form, "asked": seen.request,
        "came": came, "refusing": refusing, "apart": seen.apart,
    }  # fmt: skip
    bad = form.errors or refusing.errors
    return render(request, "staff/planning/ask.html", shown, status=WRONG if bad else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotThere("day", "there is no such day", "Look at the week again") from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere("row", "there is no such carer here", "Choose one of the list") from None
