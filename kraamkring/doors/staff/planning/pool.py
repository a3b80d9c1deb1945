"""Who is on call for births: asking for a roster, promising it, and sharing births with other organisations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.birth_pool import SeenPool, ask_roster, promise_roster, see_pool
from kraamkring.flows.shared_pool import answer_to_share, ask_to_share, stop_sharing

from ..pages import WRONG, actor, signed_in_page
from .forms import PoolForm, ShareForm
from .pool_shown import PoolTeller

SHARING = ("share-yes", "share-no", "leave")
USUAL = {"share": 25, "more_a_week": 0, "seconds": "20"}  # births that call for a carer: as in our benchmark


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def pool(request: HttpRequest) -> HttpResponse:
    """Two weeks by the hour, who is on call, who carries which nights, and a form to search anew."""
    by, now = actor(request), clock.now()
    if request.method == "POST" and request.POST.get("act") == "promise":
        many, plan = promise_roster(by=by, now=now)
        told = ngettext("%(count)s carer was told.", "%(count)s carers were told.", many) % {"count": many}
        messages.success(request, told)
        if plan is not None:
            messages.info(request, _("Days with families are planned anew. Look at the week in a moment."))
        return redirect("planning_pool")
    act = request.POST.get("act", "")
    if act == "share":
        return _ask(request)
    if act in SHARING:
        return _share(request, act)
    seen = see_pool(by=by, now=now)
    form = _form(seen, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask_roster(
                by=by, now=now, id=form.written_id, first_day=said["first"], share=said["share"],
                more_a_week=said["more_a_week"], seconds=int(said["seconds"]),
            )  # fmt: skip
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.info(request, _("A roster is being searched for. Look again in a moment."))
            return redirect("planning_pool")
    return _page(request, seen, form, _share_form(seen))


def _ask(request: HttpRequest) -> HttpResponse:
    """Another organisation is asked to share births."""
    by, now = actor(request), clock.now()
    seen = see_pool(by=by, now=now)
    form = _share_form(seen, request.POST)
    if form.is_valid():
        try:
            ask_to_share(organisation_id=UUID(form.cleaned_data["house"]), by=by, now=now, id=form.written_id)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is asked. Who plans there is told that there is news."))
            return redirect("planning_pool")
    return _page(request, seen, _form(seen), form)


def _share(request: HttpRequest, act: str) -> HttpResponse:
    """An invitation is answered, or the pool is left."""
    by, now = actor(request), clock.now()
    try:
        if act == "leave":
            stop_sharing(by=by, now=now)
            messages.success(request, _("You share births no more. What was promised stays."))
        else:
            answer_to_share(member_id=_member(request), yes=act == "share-yes", by=by, now=now)
            messages.success(request, _("It is kept."))
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        seen = see_pool(by=by, now=now)
        return _page(request, seen, _form(seen), _share_form(seen), refused.sentence(refusal))
    return redirect("planning_pool")


def _page(
    request: HttpRequest, seen: SeenPool, form: PoolForm, sharing: ShareForm, wrong: str = ""
) -> HttpResponse:
    shown = {
        "shown": PoolTeller(seen, get_language() or "en").page(), "form": form, "sharing": sharing,
        "members": seen.sharing.members, "invited": seen.sharing.asked, "may_ask": seen.sharing.others,
        "wrong": wrong,
    }  # fmt: skip
    bad = wrong or form.errors or sharing.errors
    return render(request, "staff/planning/pool.html", shown, status=WRONG if bad else 200)


def _form(seen: SeenPool, sent: QueryDict | None = None) -> PoolForm:
    last = {"share": seen.run.share, "more_a_week": seen.run.more_a_week} if seen.run else {}
    return PoolForm(sent, zone=str(seen.zone), initial={**USUAL, **last, "first": seen.today})


def _share_form(seen: SeenPool, sent: QueryDict | None = None) -> ShareForm:
    """Sent again, the one that was asked is still one of its choices."""
    others = [*seen.sharing.others, *(each.organisation for each in seen.sharing.members if sent)]
    houses = [(str(each.pk), each.name) for each in others]
    return ShareForm(sent, houses=houses, zone=str(seen.zone), auto_id="share_%s")


def _member(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("member", ""))
    except ValueError:
        raise NotThere("member", "there is no such question for you", "Look at the page again") from None
