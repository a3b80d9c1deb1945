"""Who is on call for births: asking for a roster, and promising it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.flows.birth_pool import ask_roster, promise_roster, see_pool

from ..pages import WRONG, actor, signed_in_page
from .forms import PoolForm
from .pool_shown import PoolTeller

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
    seen = see_pool(by=by, now=now)
    last = {"share": seen.run.share, "more_a_week": seen.run.more_a_week} if seen.run else {}
    initial = {**USUAL, **last, "first": seen.today}
    form = PoolForm(request.POST if request.method == "POST" else None, zone=str(seen.zone), initial=initial)
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
    shown = PoolTeller(seen, get_language() or "en").page()
    status = WRONG if form.errors else 200
    return render(request, "staff/planning/pool.html", {"shown": shown, "form": form}, status=status)
