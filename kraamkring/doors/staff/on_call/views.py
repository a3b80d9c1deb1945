"""The page on which a practice says who is on call."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import clock
from kraamkring.flows.put_on_call import put_on_call
from kraamkring.flows.see_on_call import see_on_call

from ..pages import WRONG, actor, signed_in_page
from .forms import NOBODY, OnCallForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def on_call(request: HttpRequest) -> HttpResponse:
    """Who is on call, and who will be from now on."""
    seen = see_on_call(by=actor(request))
    chosen = {"who": str(seen.now.pk) if seen.now else NOBODY}
    form = OnCallForm(request.POST or None, initial=chosen, colleagues=seen.colleagues)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"]
        try:
            user_id = None if who == NOBODY else UUID(who)
            put_on_call(user_id=user_id, by=actor(request), now=clock.now(), id=form.written_id)
            messages.success(request, _("It is kept."))
            return redirect("on_call")
        except Refusal as refusal:
            form.refuse(refusal)
    shown = {"form": form, "on_call": seen.now}
    return render(request, "staff/on_call/on_call.html", shown, status=WRONG if form.errors else 200)
