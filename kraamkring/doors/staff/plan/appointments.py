"""Care is arranged, or said not to be needed; an appointment is accepted, moved, and closed."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.pathway import Activity
from kraamkring.doors.ui import clock, notation
from kraamkring.flows.make_appointment import (
    Arranged,
    accept_appointment,
    close_appointment,
    make_appointment,
    move_appointment,
)
from kraamkring.flows.see_messages import told_about
from kraamkring.flows.see_plan import SeenAppointment, SeenPlan, see_appointment, see_plan
from kraamkring.flows.waive_care import waive_care
from kraamkring.rooms.careplan.actions import Conflict

from ..asking import Asking
from ..outbox.shown import told_lines
from ..pages import WRONG, actor, signed_in_page
from . import words
from .board import BY_APPOINTMENT, Placing
from .forms import ANOTHER, ArrangeForm, WaiveForm, WhenForm
from .shown import Whose, standing_of

GET_OR_POST = ["GET", "HEAD", "POST"]
MORNING, EVENING = time(9), time(18)  # our choice: when a visit is offered
VISITS = (
    "home_visit",
    "maternity_care",
    "prenatal_home_visit",
)  # what is found is written on the page of the visit


@require_http_methods(GET_OR_POST)
@signed_in_page
def arrange(request: HttpRequest, family: UUID, activity: UUID) -> HttpResponse:
    """When, and with whom."""
    now = clock.now()
    seen, found = _care(request, family, activity, now)
    kind, care = found.promise.card.done_by.pair
    if kind not in BY_APPOINTMENT:
        raise NotThere("activity", "there is no such care for you", "Look it up again")
    allowed = found.promise.card.allowed
    form = ArrangeForm(
        request.POST or None,
        zone=seen.family.episode.zone,
        members=[member for member in seen.members if member.role in allowed],
        roles=[found.promise.card.role, *sorted(allowed - {found.promise.card.role})],
        initial={"minutes": str(words.USUAL_MINUTES.get(care, 30))},
    )
    if request.method != "POST" and (expected := _expected(found, care, form.zone)) > now:
        form.begin_at("start", expected)
    if request.method == "POST" and form.is_valid():
        try:
            arranged = _make(form, care, family, request, now)
            _say_overlap(request, arranged)
            _say_outside(request, arranged, found)
            return redirect("plan", family)
        except Refusal as refusal:
            _refused(form, refusal)
    context = _context(seen, found, now) | {"form": form, "activity": activity}
    return render(request, "staff/plan/arrange.html", context, status=WRONG if form.errors else 200)


@require_http_methods(GET_OR_POST)
@signed_in_page
def waive(request: HttpRequest, family: UUID, activity: UUID) -> HttpResponse:
    """Why this care is not needed."""
    now, form = clock.now(), WaiveForm(request.POST or None)
    seen, found = _care(request, family, activity, now)
    if request.method == "POST" and form.is_valid():
        try:
            waive_care(
                activity_id=activity,
                why=form.cleaned_data["why"],
                by=actor(request),
                now=now,
                id=form.written_id,
            )
            return redirect("plan", family)
        except Refusal as refusal:
            _refused(form, refusal)
    context = _context(seen, found, now) | {"form": form, "activity": activity}
    return render(request, "staff/plan/waive.html", context, status=WRONG if form.errors else 200)


@require_http_methods(GET_OR_POST)
@signed_in_page
def appointment(request: HttpRequest, family: UUID, item: UUID) -> HttpResponse:
    """One appointment, and what may be done about it now."""
    now, act = clock.now(), request.POST.get("act", "")
    seen = see_appointment(item=item, episode_id=family, by=actor(request), now=now)
    zone = seen.family.episode.zone
    moving = WhenForm(request.POST if act == "move" else None, zone=zone, auto_id="move-%s")
    moving.begin_at("start", seen.appointment.start)
    moving.initial["minutes"] = _minutes(seen)
    form = moving if act == "move" else Asking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            arranged = _do(act, form, seen, request, now)
            _say_overlap(request, arranged)
            return redirect("appointment", family, item)
        except Conflict:
            form.add_error(None, _("Somebody changed this appointment meanwhile. This is how it stands now."))
            seen = see_appointment(item=item, episode_id=family, by=actor(request), now=now)
        except Refusal as refusal:
            _refused(form, refusal)
    told = told_about(episode_id=family, because=[seen.appointment.pk], by=actor(request), now=now)
    context = _shown(seen, now) | {
        "family": family,
        "told": told_lines(told),
        "moving": moving,
        "form": form,
        "fresh": Asking(auto_id="act-%s"),
    }
    return render(request, "staff/plan/appointment.html", context, status=WRONG if form.errors else 200)


def _care(request: HttpRequest, family: UUID, activity: UUID, now: datetime) -> tuple[SeenPlan, Activity]:
    """The activity on the plan of this family, for somebody who may write there."""
    seen = see_plan(episode_id=family, by=actor(request), now=now)
    key = next((key for key, row in seen.ids.items() if row == activity), None)
    found = next((each for each in seen.family.activities if each.promise.key == key), None)
    if found is None:
        raise NotThere("activity", "there is no such care for you", "Look it up again")
    if not seen.family.may_write:
        raise NotAllowed("plan", "your role does not write in this part")
    return seen, found


def _context(seen: SeenPlan, found: Activity, now: datetime) -> dict[str, Any]:
    language = get_language() or "en"
    standing = standing_of(seen.family, now)
    return {
        "whose": Whose.of(seen.family, standing, language),
        "family": seen.family.episode.pk,
        "item": Placing(seen, standing, language).item(found),
    }


def _make(form: ArrangeForm, care: str, family: UUID, request: HttpRequest, now: datetime) -> Arranged:
    """It is for everyone whom that care concerns, and bound to no one promise: a visit serves mother and child."""
    said = form.cleaned_data
    another = said["whom"] == ANOTHER
    fact = AppointmentFact(
        care=cast("Any", care),
        start=form.start,
        end=form.end,
        role=said["role"],
        accepted=said["accepted"],
    )
    return make_appointment(
        episode_id=family,
        appointment=fact,
        member_id=None if another else UUID(said["whom"]),
        with_whom=said["name"] if another else "",
        by=actor(request),
        now=now,
        id=form.written_id,
    )


def _expected(found: Activity, care: str, zone: tzinfo) -> datetime:
    """The moment that is offered: the target, early enough to be over before the window closes. One that falls in the
    night moves to the morning of that day, if the window is open then."""
    window, takes = found.promise.window, timedelta(minutes=words.USUAL_MINUTES.get(care, 30))
    moment = max(window.earliest, min(window.target, window.latest - takes))
    morning = datetime.combine(moment.astimezone(zone), MORNING, zone)
    awake = MORNING <= moment.astimezone(zone).time() < EVENING
    return moment if awake or not window.earliest <= morning <= window.latest - takes else morning


def _do(act: str, form: Asking, seen: SeenAppointment, request: HttpRequest, now: datetime) -> Arranged:
    version = request.POST.get("version", "")
    about: dict[str, Any] = {
        "item": seen.appointment.item,
        "version": int(version) if version.isascii() and version.isdigit() else 0,
        "by": actor(request),
        "now": now,
        "id": form.written_id,
    }
    if act == "move" and isinstance(form, WhenForm):
        return move_appointment(start=form.start, end=form.end, **about)
    if act == "accept":
        return accept_appointment(**about)
    if act in words.OUTCOMES:
        return close_appointment(outcome=cast("Any", act), **about)
    raise Refusal("", "nothing was chosen", "Press one of the buttons")


def _shown(seen: SeenAppointment, now: datetime) -> dict[str, Any]:
    """What stands on the page of an appointment, and which buttons."""
    language, one, family = get_language() or "en", seen.appointment, seen.family
    standing = standing_of(family, now)
    open_ = one.outcome is None
    account = one.member is not None and one.member.user_id is not None
    may_accept = open_ and one.accepted_at is None and one.end > now
    return {
        "whose": Whose.of(family, standing, language),
        "one": one,
        "care": words.CARES.get(one.care, one.care),
        "when": notation.moment(one.start, standing.zone, language),
        "until": f"{one.end.astimezone(standing.zone):%H:%M}",
        "whom": one.with_whom or words.role(one.role),
        "role": words.role(one.role),
        "outcome": words.OUTCOMES.get(one.outcome or "", ""),
        "over": one.end <= now,
        "hers": seen.hers,
        "accept": may_accept and (seen.hers or (family.may_write and not account)),
        "waits_for_her": may_accept and account and not seen.hers,
        "move": open_ and family.may_write,
        "begun": one.start <= now and one.outcome != "cancelled" and family.may_write,
        "cancel": open_ and family.may_write,
        "visit": _visit_page(seen) if one.outcome == "held" and family.may_write else "",
    }


def _visit_page(seen: SeenAppointment) -> str:
    """Where what was found is written down, once it took place."""
    if seen.appointment.care not in VISITS:
        return ""
    return reverse("visit_screen", args=[seen.family.episode.pk])


def _minutes(seen: SeenAppointment) -> str:
    took = (seen.appointment.end - seen.appointment.start).total_seconds() / 60
    return str(min(words.DURATIONS, key=lambda minutes: abs(minutes - took)))


def _say_overlap(request: HttpRequest, arranged: Arranged) -> None:
    if arranged.overlapping:
        said = ngettext(
            "Noted. This person has another appointment at that time.",
            "Noted. This person has %(many)s other appointments at that time.",
            arranged.overlapping,
        )
        messages.warning(request, said % {"many": arranged.overlapping})


def _say_outside(request: HttpRequest, arranged: Arranged, found: Activity) -> None:
    window, made = found.promise.window, arranged.appointment
    agreed = found.promise.card.done_by.pair[0] == "agreed"
    if not agreed and not (window.earliest <= made.start and made.end <= window.latest):
        messages.warning(
            request,
            _("Noted. This time lies outside the days of this care, so it is still to be arranged."),
        )


def _refused(form: Asking, refusal: Refusal) -> None:
    if isinstance(refusal, NotThere | NotAllowed):
        raise refusal
    form.refuse(refusal)
