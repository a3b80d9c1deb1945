"""Her plan: read, changed and talked about."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.asking import Asking
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_plan import make_plan
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_plan import SeenPlan, see_plan
from kraamkring.flows.talk_about_plan import add_point, comment_on_point, settle_point
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.comparing import content_of
from kraamkring.rooms.careplan.models import PostnatalPlan

from .forms import NewPointForm, PlanForm, PointForm
from .pages import GET_OR_POST, answer, language, own_page
from .plan_told import Teller, differences

# From which page something new was asked, and so where she comes back to.
BACK = {"questions": "my_questions", "checklist": "my_checklist"}


@require_safe
@own_page
def plan(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """What was agreed, what there is to talk about, who changed what."""
    return _page(request, own)


@require_safe
@own_page
def changes(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Every change since the plan was begun."""
    by = actor(request)
    seen = see_plan(episode_id=own.episode.pk, by=by, now=clock.now(), all_changes=True)
    told = Teller(seen, by, language(), quiet=own.quiet).plan({}, all_changes=True)
    return answer(request, own, "plan_changes", "plan", shown=told)


@require_http_methods(GET_OR_POST)
@own_page
def change(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """The plan as a form. Where somebody changed it meanwhile, both stand there, and she chooses."""
    by, now, theirs = actor(request), clock.now(), None
    seen = see_plan(episode_id=own.episode.pk, by=by, now=now)
    if not seen.family.may_write:
        raise NotAllowed("plan", "your role does not write in this part")
    tell = Teller(seen, by, language(), quiet=own.quiet)
    form = PlanForm(
        request.POST or None,
        base=content_of(seen.plan) if seen.plan else seen.draft,
        based_on=seen.plan.version if seen.plan else 0,
        with_child=not own.quiet or tell.living_child(),
        zone=own.episode.zone,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _write(form, own, request)
            return redirect("my_plan", own.episode.pk)
        except Conflict as conflict:
            theirs = conflict.theirs
        except Refusal as refusal:
            _refused(form, refusal)
    shown: dict[str, Any] = {"form": form, "exists": seen.plan is not None}
    if isinstance(theirs, PostnatalPlan):
        shown |= _both(tell, theirs, form)
    return answer(request, own, "plan_change", "plan", wrong=bool(form.errors or theirs), **shown)


@require_http_methods(GET_OR_POST)
@own_page
def raise_point(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Something new to talk about."""
    form = NewPointForm(request.POST or None, auto_id="new-%s", quiet=own.quiet)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_point(
                episode_id=own.episode.pk,
                topic=said["topic"],
                text=said["text"],
                by=actor(request),
                now=clock.now(),
                id=form.written_id,
            )
            back = BACK.get(request.POST.get("back", ""))
            return redirect(back, own.episode.pk) if back else redirect(_at(own, "points"))
        except Refusal as refusal:
            _refused(form, refusal)
    return _page(request, own, new_point=form)


@require_POST
@own_page
def point(request: HttpRequest, own: OwnFamily, item: UUID) -> HttpResponse:
    """An answer, or a point that is settled or opened again."""
    form = PointForm(request.POST, auto_id=f"{item}-%s")
    if form.is_valid():
        try:
            _do(form, request, item)
            return redirect(_at(own, f"point-{item}"))
        except Conflict:
            form.add_error(
                "said", _("Somebody changed this while you wrote. Read it again. Your words are kept.")
            )
        except Refusal as refusal:
            _refused(form, refusal, "said")
    return _page(request, own, {item: form})


def _page(
    request: HttpRequest,
    own: OwnFamily,
    points: dict[UUID, PointForm] | None = None,
    new_point: NewPointForm | None = None,
) -> HttpResponse:
    """The page of the plan, with what was typed and not taken."""
    by, sent = actor(request), points or {}
    seen = see_plan(episode_id=own.episode.pk, by=by, now=clock.now())
    blank = _answers(seen) if seen.family.may_write else {}
    shown = Teller(seen, by, language(), quiet=own.quiet).plan({**blank, **sent})
    if shown.writes:
        new_point = new_point or NewPointForm(auto_id="new-%s", quiet=own.quiet)
    wrong = next((form for form in (*sent.values(), new_point) if form is not None and form.errors), None)
    return answer(
        request,
        own,
        "plan",
        "plan",
        wrong=wrong is not None,
        shown=shown,
        new_point=new_point,
        errors_of=wrong,
    )


def _answers(seen: SeenPlan) -> dict[UUID, PointForm]:
    return {
        each.item: PointForm(auto_id=f"{each.item}-%s", initial={"version": each.version})
        for each in seen.points
    }


def _write(form: PlanForm, own: OwnFamily, request: HttpRequest) -> None:
    who: dict[str, Any] = {"episode_id": own.episode.pk, "by": actor(request), "now": clock.now()}
    based_on = form.cleaned_data["version"]
    if based_on == 0:
        make_plan(content=form.content, id=form.written_id, **who)
    else:
        change_plan(content=form.content, based_on=based_on, id=form.written_id, **who)


def _both(tell: Teller, theirs: PostnatalPlan, form: PlanForm) -> dict[str, Any]:
    """What the other wrote and what she did; sent again, hers follows upon theirs."""
    mine = form.content
    form.begin_again(theirs.version)
    return {
        "theirs": tell.said(theirs.written_by, theirs.written_at),
        "both": differences(content_of(theirs), mine),
    }


def _do(form: PointForm, request: HttpRequest, item: UUID) -> None:
    said, act = form.cleaned_data, request.POST.get("act", "")
    about: dict[str, Any] = {
        "item": item,
        "version": said["version"],
        "by": actor(request),
        "now": clock.now(),
        "id": form.written_id,
    }
    if act in ("settle", "open"):
        if said["said"]:  # words that were typed are not thrown away by the other button
            comment_on_point(text=said["said"], **about | {"id": uuid5(form.written_id, "said")})
        settle_point(settled=act == "settle", **about)
    else:
        comment_on_point(text=said["said"], **about)


def _refused(form: Asking, refusal: Refusal, place: str = "") -> None:
    if isinstance(refusal, NotThere | NotAllowed):
        raise refusal
    if place and refusal.field not in form.fields:
        refusal = refusal.at(place)
    form.refuse(refusal)


def _at(own: OwnFamily, anchor: str) -> str:
    return f"{reverse('my_plan', args=[own.episode.pk])}#{anchor}"
