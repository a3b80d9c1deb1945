"""The week of an organisation, asking for a plan, and what would change before anything is promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock, notation, refused
from kraamkring.flows.decide_shift import accept_proposals
from kraamkring.flows.maternity_hotel import ask_hotel
from kraamkring.flows.plan_week import ask_plan
from kraamkring.flows.publish_plan import publish_plan
from kraamkring.flows.scarcity import ORDERS, SeenScarcity, decide_shortening, see_scarcity
from kraamkring.flows.see_planning import SeenPlanning, see_planning

from ..banner import name_of
from ..pages import WRONG, actor, signed_in_page
from .forms import HotelForm, RunForm, ScarcityForm
from .hotel import hotel_form, taken, told_hotel
from .hotel_asked import asked_shown, done, is_act
from .reasons import BINDS
from .shown import FIRST_DAYS, LONG_DAYS, Asked, Teller

HORIZON = 14  # days that the page of changes looks ahead
USUAL_SECONDS = "20"


@require_safe
@signed_in_page
def planning(request: HttpRequest) -> HttpResponse:
    """Lanes, the tray, what is proposed."""
    asked = _asked(request)
    seen = see_planning(
        by=actor(request), now=clock.now(), first_day=_day(request.GET.get("from", "")), days=asked.days
    )
    return _page(request, seen, asked, _run_form(seen))


@require_POST
@signed_in_page
def run(request: HttpRequest) -> HttpResponse:
    """A plan is asked for; a worker finds it."""
    by, now = actor(request), clock.now()
    seen = see_planning(by=by, now=now)
    form = RunForm(request.POST, zone=str(seen.zone))
    if form.is_valid():
        said = form.cleaned_data
        try:
            ask_plan(
                by=by,
                now=now,
                id=form.written_id,
                first_day=said["first"],
                days=int(said["days"]),
                seconds=int(said["seconds"]),
                keeps_promises=not said["anew"],
            )
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.info(request, _("A plan is being searched for. Look again in a moment."))
            return redirect(f"{reverse('planning')}?from={said['first']:%Y-%m-%d}&days={said['days']}")
    return _page(request, seen, Asked(), form, status=WRONG)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def changes(request: HttpRequest) -> HttpResponse:
    """What would change, each with its reason; agreeing with it, and promising it."""
    by, now = actor(request), clock.now()
    seen = see_planning(by=by, now=now, days=HORIZON)
    if request.method == "POST":
        first, last = seen.period.first, seen.period.last
        act, chosen = request.POST.get("act", ""), _chosen(request)
        try:
            if act in ("accept", "confirm"):
                accept_proposals(first_day=first, last_day=last, by=by, now=now, only=chosen)
            if act in ("publish", "confirm"):
                done = publish_plan(first_day=first, last_day=last, by=by, now=now)
                messages.success(
                    request,
                    ngettext(
                        "%(count)s family was told who comes.",
                        "%(count)s families were told who comes.",
                        done.families,
                    )
                    % {"count": done.families},
                )
            elif act == "accept" and chosen == set():
                messages.error(request, _("Nothing was ticked. Tick what you agree with."))
            elif act == "accept":
                messages.success(request, _("It is agreed. Nobody is told before you promise it."))
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            messages.error(request, refusal.said(_)[0])
        return redirect("planning_changes")
    found = Teller(seen, Asked(days=HORIZON), get_language() or "en").changes()
    shown = {
        "promises": [each for each in found if each.before],
        "new": [each for each in found if not each.before],
        "agreed": any(each.state == "accepted" for each in found),
        "searching": seen.run is not None and seen.run.done_at is None,
    }
    return render(request, "staff/planning/changes.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def scarcity(request: HttpRequest) -> HttpResponse:
    """What there is against what is needed, who would get what, and deciding it."""
    by, now = actor(request), clock.now()
    asked = (request.POST or request.GET).get("order", "")
    order = asked if asked in ORDERS else ORDERS[0]
    act = request.POST.get("act", "")
    if act == "hotel":
        return _hotel(request, order)
    if is_act(act):
        return _stay(request, order, act)
    form = ScarcityForm(request.POST or None, initial={"order": order})
    if request.method == "POST" and form.is_valid():
        try:
            many = decide_shortening(order=order, by=by, now=now, id=form.written_id)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = ngettext(
                "%(count)s family gets fewer hours, and was told why.",
                "%(count)s families get fewer hours, and were told why.",
                many,
            )
            messages.success(request, said % {"count": many})
            return redirect("planning_scarcity")
    seen = see_scarcity(order=order, by=by, now=now)
    return _scarcity_page(request, seen, form, hotel_form(seen))


def _hotel(request: HttpRequest, order: str) -> HttpResponse:
    """A question about a hotel is kept; a worker answers it."""
    by, now = actor(request), clock.now()
    seen = see_scarcity(order=order, by=by, now=now)
    form = hotel_form(seen, request.POST)
    if form.is_valid():
        try:
            ask_hotel(by=by, now=now, **form.said())
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.info(request, _("It is being worked out. Look again in a moment."))
            return redirect("planning_scarcity")
    return _scarcity_page(request, seen, ScarcityForm(initial={"order": order}), form)


def _stay(request: HttpRequest, order: str, act: str) -> HttpResponse:
    """A family is asked, or its answer is written down, or it is given a bed."""
    by, now, wrong = actor(request), clock.now(), ""
    try:
        messages.success(request, done(act, request.POST, by, now))
        return redirect("planning_scarcity")
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        wrong = refused.sentence(refusal)
    seen = see_scarcity(order=order, by=by, now=now)
    return _scarcity_page(request, seen, ScarcityForm(initial={"order": order}), hotel_form(seen), wrong)


def _scarcity_page(
    request: HttpRequest, seen: SeenScarcity, form: ScarcityForm, asking: HotelForm, wrong: str = ""
) -> HttpResponse:
    language = get_language() or "en"
    rows = [
        (
            name_of(seen.mothers[each.family]),
            notation.hours(each.indicated, language),
            notation.hours(each.hours, language),
            getattr(each.why.professional, language),
            each.shielded,
        )
        for each in (seen.sharing.families if seen.sharing else ())
        if each.family in seen.mothers
    ]
    run = seen.run
    shown = {
        "binds": _binding(run.binds or ()) if run else (),
        "when": notation.moment(run.asked_at, seen.zone, language) if run else "",
        "hotel": told_hotel(seen, language) if seen.hotel else None, "asking": asking, "in_care": seen.in_care,
        "taken": taken(), "wrong": wrong, "stays": asked_shown(seen, language), "id": new_id(clock.now()),
        "form": form, "rows": rows, "order": seen.order, "asked": notation.hours(seen.asked, language),
        "there_are": notation.hours(seen.there_are, language), "enough": seen.there_are >= seen.asked,
    }  # fmt: skip
    bad = wrong or form.errors or asking.errors
    return render(request, "staff/planning/scarcity.html", shown, status=WRONG if bad else 200)


def _binding(binds: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each rule that binds, and what families would gain without it."""
    return [
        (
            str(BINDS[each["rule"]]),
            ngettext(
                "%(families)s family would gain %(hours)s hours, %(days)s days with somebody",
                "%(families)s families would gain %(hours)s hours, %(days)s days with somebody",
                each["families"],
            )
            % each,
        )
        for each in binds
    ]


def _page(
    request: HttpRequest, seen: SeenPlanning, asked: Asked, form: RunForm, status: int = 200
) -> HttpResponse:
    shown = Teller(seen, asked, get_language() or "en").page()
    return render(
        request, "staff/planning/planning.html", {"shown": shown, "asked": asked, "form": form}, status=status
    )


def _run_form(seen: SeenPlanning) -> RunForm:
    first = max(seen.today, seen.period.first)
    initial = {
        "first": first,
        "days": str(max(FIRST_DAYS, min(seen.period.days, LONG_DAYS))),
        "seconds": USUAL_SECONDS,
    }
    return RunForm(zone=str(seen.zone), initial=initial)


def _asked(request: HttpRequest) -> Asked:
    """What the address asks for; for whatever is no answer, the usual."""
    get = request.GET
    days = LONG_DAYS if get.get("days") == str(LONG_DAYS) else FIRST_DAYS
    day = get.get("day", "")
    area = get.get("area", "")
    return Asked(
        days=days,
        area=area if area.isascii() and area.isdigit() and len(area) <= len("1000") else "",
        skill=get.get("skill", "")[:40],
        day=min(int(day), days - 1) if day.isascii() and day.isdigit() and len(day) < len("100") else 0,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _chosen(request: HttpRequest) -> set[UUID] | None:
    """The proposals that are ticked; None: all of them."""
    if request.POST.get("all"):
        return None
    found = set()
    for each in request.POST.getlist("shift"):
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return found
