"""The plan: looked at, changed, talked about; and the due date that it hangs on."""

from __future__ import annotations

from datetime import datetime
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
from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import clock, notation
from kraamkring.flows.change_due_date import ChangedDueDate, change_due_date
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_plan import make_plan
from kraamkring.flows.see_plan import SeenPlan, see_plan
from kraamkring.flows.talk_about_plan import add_point, change_point, comment_on_point, settle_point
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.comparing import content_of
from kraamkring.rooms.careplan.models import PostnatalPlan

from ..asking import Asking
from ..pages import WRONG, actor, signed_in_page
from .forms import DueDateForm, NewPointForm, PlanForm, PointForm
from .shown import PlanShown, Telling, Whose, differences, standing_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@signed_in_page
def plan(request: HttpRequest, family: UUID) -> HttpResponse:
    """The board, the plan, who changed what, and the dialogue."""
    return _plan_page(request, family)


@require_safe
@signed_in_page
def changes(request: HttpRequest, family: UUID) -> HttpResponse:
    """Every change of the plan since it was begun."""
    now, language = clock.now(), get_language() or "en"
    seen = see_plan(episode_id=family, by=actor(request), now=now, all_changes=True)
    standing = standing_of(seen.family, now)
    told = Telling(standing, language).changes(seen.versions)
    whose = Whose.of(seen.family, standing, language)
    return render(request, "staff/plan/changes.html", {"whose": whose, "family": family, "changes": told})


@require_http_methods(GET_OR_POST)
@signed_in_page
def edit(request: HttpRequest, family: UUID) -> HttpResponse:
    """The plan as a form. Where somebody changed it meanwhile, both stand side by side, and she chooses."""
    now, theirs = clock.now(), None
    seen = see_plan(episode_id=family, by=actor(request), now=now)
    if not seen.family.may_write:
        raise NotAllowed("plan", "your role does not write in this part")
    form = _plan_form(request, seen)
    if request.method == "POST" and form.is_valid():
        try:
            _write(form, family, request, now)
            return redirect("plan", family)
        except Conflict as conflict:
            theirs = conflict.theirs
        except Refusal as refusal:
            _refused(form, refusal)
    whose = Whose.of(seen.family, standing_of(seen.family, now), get_language() or "en")
    context: dict[str, Any] = {
        "whose": whose,
        "family": family,
        "form": form,
        "exists": seen.plan is not None,
    }
    if isinstance(theirs, PostnatalPlan):
        context |= _both(seen, theirs, form, now)
    status = WRONG if form.errors or theirs else 200
    return render(request, "staff/plan/edit.html", context, status=status)


@require_http_methods(GET_OR_POST)
@signed_in_page
def add_a_point(request: HttpRequest, family: UUID) -> HttpResponse:
    """A new point of the plan."""
    form = NewPointForm(request.POST or None, auto_id="new-%s")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_point(
                episode_id=family,
                topic=said["topic"],
                text=said["text"],
                by=actor(request),
                now=clock.now(),
                id=form.written_id,
            )
            return redirect(_at("plan", family, "points"))
        except Refusal as refusal:
            _refused(form, refusal)
    return _plan_page(request, family, new_point=form)


@require_POST
@signed_in_page
def point(request: HttpRequest, family: UUID, item: UUID) -> HttpResponse:
    """Something is done with a point: say, change, settle or open it again."""
    form = PointForm(request.POST, auto_id=f"{item}-%s")
    if form.is_valid():
        try:
            _do(form, request, item)
            return redirect(_at("plan", family, f"point-{item}"))
        except Conflict:
            form.add_error(
                "said",
                _("Somebody changed this point while you wrote. Read it again; your words are kept here."),
            )
        except Refusal as refusal:
            _refused(form, refusal, "said")
    return _plan_page(request, family, {item: form})


@require_http_methods(GET_OR_POST)
@signed_in_page
def due_date(request: HttpRequest, family: UUID) -> HttpResponse:
    """Another due date; afterwards, which appointments must be made again."""
    now = clock.now()
    seen = see_plan(episode_id=family, by=actor(request), now=now)
    if not (seen.family.may_write and seen.family.sees_all):
        raise NotAllowed("prenatal", "your role does not write in this part")
    standing = standing_of(seen.family, now)
    form = DueDateForm(request.POST or None, initial={"set_on": local_day(now, standing.zone)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = change_due_date(
                episode_id=family,
                due_on=said["due_on"],
                set_on=said["set_on"],
                method=said["method"] or None,
                by=actor(request),
                now=now,
                id=form.written_id,
            )
            _say_how_many_fall_outside(request, changed)
            return redirect("plan", family)
        except Refusal as refusal:
            _refused(form, refusal)
    whose = Whose.of(seen.family, standing, get_language() or "en")
    context = {
        "whose": whose,
        "family": family,
        "form": form,
        "due": notation.day(standing.course.view.due),
    }
    return render(request, "staff/plan/due_date.html", context, status=WRONG if form.errors else 200)


def _plan_page(
    request: HttpRequest,
    family: UUID,
    points: dict[UUID, PointForm] | None = None,
    new_point: NewPointForm | None = None,
) -> HttpResponse:
    """The page of the plan, with what was typed and not taken."""
    now, sent = clock.now(), points or {}
    seen = see_plan(episode_id=family, by=actor(request), now=now)
    blank = {
        each.item: PointForm(auto_id=f"{each.item}-%s", initial={"version": each.version})
        for each in seen.points
        if seen.family.may_write
    }
    shown = PlanShown.of(seen, now, get_language() or "en", blank | sent)
    new_point = new_point or (NewPointForm(auto_id="new-%s") if seen.family.may_write else None)
    wrong = next((form for form in (*sent.values(), new_point) if form is not None and form.errors), None)
    context = {"shown": shown, "whose": shown.whose, "family": family, "new_point": new_point, "wrong": wrong}
    return render(request, "staff/plan/plan.html", context, status=WRONG if wrong else 200)


def _plan_form(request: HttpRequest, seen: SeenPlan) -> PlanForm:
    content = content_of(seen.plan) if seen.plan else seen.draft
    based_on = seen.plan.version if seen.plan else 0
    return PlanForm(request.POST or None, content=content, based_on=based_on, zone=seen.family.episode.zone)


def _write(form: PlanForm, family: UUID, request: HttpRequest, now: datetime) -> None:
    who: dict[str, Any] = {"episode_id": family, "by": actor(request), "now": now, "id": form.written_id}
    based_on = form.cleaned_data["version"]
    if based_on == 0:
        make_plan(content=form.content, **who)
    else:
        change_plan(content=form.content, based_on=based_on, **who)


def _both(seen: SeenPlan, theirs: PostnatalPlan, form: PlanForm, now: datetime) -> dict[str, Any]:
    """What the other wrote and what she did, field by field; sent again, hers follows upon theirs."""
    mine = form.content
    form.begin_again(theirs.version)
    tell = Telling(standing_of(seen.family, now), get_language() or "en")
    by = tell.said(theirs.written_by, theirs.written_at)
    return {"theirs": by, "both": differences(content_of(theirs), mine)}


def _do(form: PointForm, request: HttpRequest, item: UUID) -> None:
    said, act = form.cleaned_data, request.POST.get("act", "")
    about: dict[str, Any] = {
        "item": item,
        "version": said["version"],
        "by": actor(request),
        "now": clock.now(),
        "id": form.written_id,
    }
    if act == "change":
        change_point(text=said["said"], **about)
    elif act in ("settle", "open"):
        settle_point(settled=act == "settle", **about)
    else:
        comment_on_point(text=said["said"], **about)


def _say_how_many_fall_outside(request: HttpRequest, changed: ChangedDueDate) -> None:
    """How many, and no more: what is said after a redirect travels in a cookie. Which ones stands on the board."""
    if many := len(changed.outside):
        said = ngettext(
            "One appointment now falls outside its days. It stands under what is to arrange.",
            "%(many)s appointments now fall outside their days. They stand under what is to arrange.",
            many,
        )
        messages.warning(request, said % {"many": many})


def _refused(form: Asking, refusal: Refusal, place: str = "") -> None:
    if isinstance(refusal, NotThere | NotAllowed):
        raise refusal
    if place and refusal.field not in form.fields:
        refusal = refusal.at(place)
    form.refuse(refusal)


def _at(name: str, family: UUID, anchor: str) -> str:
    return f"{reverse(name, args=[family])}#{anchor}"
