"""A coordinator is asked, answers, and says how much it takes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.coordinate import (
    accept_coordination,
    change_intensity,
    decline_coordination,
    hand_over_coordination,
)

from ..pages import WRONG, actor, signed_in_page
from .forms import CoordinateForm
from .sending import done
from .views import asked_page, look, need_writing, person

ANSWERS = {"accept": accept_coordination, "decline": decline_coordination}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def choose(request: HttpRequest, family: UUID, member: UUID) -> HttpResponse:
    """Somebody is asked to coordinate, or takes it on herself."""
    by, now, form = actor(request), clock.now(), CoordinateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            said = form.cleaned_data
            return hand_over_coordination(
                to_membership_id=member,
                seen=said["seen"],
                by=by,
                now=now,
                intensity=said["intensity"],
                id=form.written_id,
            )

        if done(form, act):
            return redirect("network", family)
    seen, shown = look(request, family)
    need_writing(seen)
    form.initial.update(seen=seen.coordinator and seen.coordinator.pk, intensity="usual")
    told = {"form": form, "member": person(shown, member), "shown": shown, "family": family}
    return render(request, "staff/network/coordinate.html", told, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def intensity(request: HttpRequest, family: UUID) -> HttpResponse:
    """She who coordinates says how much it takes."""
    by, now, form = actor(request), clock.now(), CoordinateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            said = form.cleaned_data
            return change_intensity(
                episode_id=family,
                seen=said["seen"],
                intensity=said["intensity"],
                by=by,
                now=now,
                id=form.written_id,
            )

        if done(form, act):
            return redirect("network", family)
    seen, shown = look(request, family)
    need_writing(seen)
    task = seen.coordinator
    if task is None:
        return redirect("network", family)
    form.initial.update(seen=task.pk, intensity=task.intensity)
    told = {"form": form, "shown": shown, "family": family}
    return render(request, "staff/network/intensity.html", told, status=WRONG if form.errors else 200)


@require_POST
@signed_in_page
def answer(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """She takes it on or not; noted for a member who does not sign in."""
    flow = ANSWERS.get(request.POST.get("answer", ""))
    if flow is None:
        return asked_page(request, _("Choose yes or no."))
    try:
        changed = flow(proposal_id=proposal, by=actor(request), now=clock.now())
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        return asked_page(request, refused.sentence(refusal))
    return redirect("network", changed.membership.episode_id)
