"""Admission, birth, back in hospital, hand-over and loss: each asks, calls one flow, and leads on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.facts.coherence import SLOTS, newborn_slots, standing
from kraamkring.doors.ui import clock
from kraamkring.flows.admit_to_hospital import admit_to_hospital
from kraamkring.flows.end_pregnancy import end_pregnancy
from kraamkring.flows.hand_over_to_youth_care import hand_over_to_youth_care
from kraamkring.flows.readmit import readmit
from kraamkring.flows.record_birth import record_birth
from kraamkring.flows.see_around_birth import Page, SeenAroundBirth, foresee_loss, see_around_birth

from ..pages import WRONG, actor, signed_in_page
from .answering import answer, written
from .births import BirthsForm
from .forms import BackForm, LossForm, MomentForm
from .shown import Head, called, everyone

asks = require_http_methods(["GET", "HEAD", "POST"])
FORM = "staff/birth/form_page.html"
MOST_AT_ONCE = 5  # children on one page


def _opened(
    request: HttpRequest, family: UUID, page: Page
) -> tuple[SeenAroundBirth, datetime, dict[str, Any]]:
    """The family, the moment, and what every one of these pages shows."""
    now = clock.now()
    seen = see_around_birth(episode_id=family, page=page, by=actor(request), now=now)
    return seen, now, {"family": family, "head": Head.of(seen, now, get_language() or "en"), "here": page}


@asks
@signed_in_page
def admission(request: HttpRequest, family: UUID) -> HttpResponse:
    """The mother is taken into hospital."""
    seen, now, shown = _opened(request, family, "admission")
    form = MomentForm(request.POST or None, zone=seen.episode.zone)
    shown |= {
        "title": _("Taken into hospital"),
        "said": _("She is admitted, before or for the birth. Those around her hear that there is news."),
        "send": _("Record the admission"),
    }

    def act() -> None:
        at = form.cleaned_data["at_at"]
        admit_to_hospital(episode_id=family, id=form.written_id, by=actor(request), now=now, at=at)

    return answer(request, form, act, "family", FORM, shown)


@asks
@signed_in_page
def birth(request: HttpRequest, family: UUID) -> HttpResponse:
    """One child, or several at once; a button adds one more, without script."""
    seen, now, shown = _opened(request, family, "birth")
    taken = {each.newborn for each in standing(seen.facts.births, seen.facts.retracted)}
    taken |= {each.newborn for each in standing(seen.facts.losses, seen.facts.retracted) if each.newborn}
    slots = [slot for slot in SLOTS if slot not in taken]
    if "free" in request.POST:  # sent again after it was written, it means the same children
        slots = [slot for slot in SLOTS if slot in request.POST["free"].split()]
    asked = _children(request, max(len(seen.unborn), 1))
    if "more" in request.POST or "fewer" in request.POST:
        changed = min(max(asked + (1 if "more" in request.POST else -1), 1), MOST_AT_ONCE)
        typed = {**request.POST.dict(), "children": changed}
        form = BirthsForm(initial=typed, slots=slots, asked=changed, zone=seen.episode.zone)
        return render(request, "staff/birth/birth.html", {**shown, "form": form})
    form = BirthsForm(request.POST or None, slots=slots, asked=asked, zone=seen.episode.zone)

    def act() -> None:
        births = form.births()
        record_birth(episode_id=family, births=births, id=form.written_id, by=actor(request), now=now)

    return answer(request, form, act, "family", "staff/birth/birth.html", shown)


def _children(request: HttpRequest, awaited: int) -> int:
    said = request.POST.get("children", "")
    asked = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else awaited
    return min(max(asked, 1), MOST_AT_ONCE)


@asks
@signed_in_page
def back_in_hospital(request: HttpRequest, family: UUID) -> HttpResponse:
    """Mother or child is in hospital again."""
    seen, now, shown = _opened(request, family, "back_in_hospital")
    at_home = [(slot, called(slot, seen)) for slot, where in seen.people.items() if where == "home"]
    offered = everyone(seen) if request.method == "POST" else at_home
    form = BackForm(request.POST or None, zone=seen.episode.zone, people=offered)
    shown |= {
        "title": _("Back in hospital"),
        "said": _(
            "Home care waits while they are there. Those around the family hear it, and after the return a visit "
            "within 24 hours is due again."
        ),
        "send": _("Record that they are back"),
        "nobody": ""
        if at_home or form.is_bound
        else _("Nobody of this family is recorded as being at home."),
    }

    def act() -> None:
        readmit(
            episode_id=family,
            who=form.cleaned_data["who"],
            id=form.written_id,
            by=actor(request),
            now=now,
            at=form.cleaned_data["at_at"],
            kept_together=form.cleaned_data["together"],
        )

    return answer(request, form, act, "family", FORM, shown)


@asks
@signed_in_page
def hand_over(request: HttpRequest, family: UUID) -> HttpResponse:
    """The visits are closed; youth health care and the general practitioner go on."""
    seen, now, shown = _opened(request, family, "hand_over")
    form = MomentForm(request.POST or None, zone=seen.episode.zone)
    shown |= {
        "title": _("Hand over"),
        "said": _("The midwife closes her visits. Youth health care and the general practitioner are told."),
        "send": _("Hand the family over"),
        "link": "network",
        "link_words": _("Who is in the network"),
    }

    def act() -> None:
        at = form.cleaned_data["at_at"]
        hand_over_to_youth_care(episode_id=family, id=form.written_id, by=actor(request), now=now, at=at)

    return answer(request, form, act, "family", FORM, shown)


@asks
@signed_in_page
def loss(request: HttpRequest, family: UUID) -> HttpResponse:
    """Two quiet steps: what happened; then, with what will fall silent in sight, that it is so."""
    seen, now, shown = _opened(request, family, "loss")
    born = {each.newborn for each in standing(seen.facts.births, seen.facts.retracted)}
    unborn = [(slot, called(slot, seen)) for slot in newborn_slots(seen.facts) if slot not in born]
    form = LossForm(LossForm.dated(request.POST, now, seen), zone=seen.episode.zone, unborn=unborn)
    shown |= {"awaited": seen.unborn}
    if request.method == "POST":
        by = actor(request)

        def act() -> None:
            said = form.loss()
            if "confirmed" in request.POST:
                end_pregnancy(episode_id=family, loss=said, id=form.written_id, by=by, now=now)
            else:
                shown["foreseen"] = foresee_loss(episode_id=family, loss=said, by=by, now=now)

        if written(form, act):
            if "foreseen" not in shown:
                return redirect("family", family)
            return render(request, "staff/birth/loss_confirm.html", {**shown, "form": form})
    status = WRONG if form.is_bound else 200
    return render(request, "staff/birth/loss.html", {**shown, "form": form}, status=status)
