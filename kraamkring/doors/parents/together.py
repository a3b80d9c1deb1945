"""The meetings of her circle: when and where, what is talked about, whether she comes, what was decided."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.asking import Asking
from kraamkring.doors.ui.fields import line_field
from kraamkring.doors.ui.pages import actor
from kraamkring.doors.ui.sitting import SittingShown
from kraamkring.flows.network_meeting import add_to_agenda, see_meetings
from kraamkring.flows.network_meeting import answer as answer_meeting
from kraamkring.flows.own_family import OwnFamily

from .pages import GET_OR_POST, answer, language, own_page


class AgendaForm(Asking):
    """What she wants to talk about."""

    text = line_field(_("What do you want to talk about?"), _("Write a few words."), longest=500)


@require_safe
@own_page
def meetings(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Every meeting, the latest first."""
    return _page(request, own, AgendaForm())


@require_http_methods(GET_OR_POST)
@own_page
def meeting(request: HttpRequest, own: OwnFamily, item: UUID) -> HttpResponse:
    """She says whether she comes, or puts something on the agenda."""
    by, now, what = actor(request), clock.now(), request.POST.get("act", "")
    form: Asking = AgendaForm(request.POST) if what == "agenda" else Asking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, AgendaForm):
                text = form.cleaned_data["text"]
                add_to_agenda(item=item, text=text, by=by, now=now, id=form.written_id)
            else:
                answer_meeting(item=item, comes=what == "comes", by=by, now=now, id=form.written_id)
            return redirect("my_meetings", own.episode.pk)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(request, own, form, item)


def _page(request: HttpRequest, own: OwnFamily, form: Asking, item: UUID | None = None) -> HttpResponse:
    """All of them; the form that was refused stands at its meeting."""
    by, now = actor(request), clock.now()
    seen = see_meetings(episode_id=own.episode.pk, by=by, now=now)
    if item is not None and item not in {each.meeting.item for each in seen.sittings}:
        raise NotThere("meeting", "there is no such meeting for you", "Look it up again")
    rows = [SittingShown.of(each, seen.members, by, now, language()) for each in seen.sittings]
    return answer(
        request,
        own,
        "meetings",
        "circle",
        wrong=bool(form.errors),
        rows=[
            (row, form if row.item == item and isinstance(form, AgendaForm) else AgendaForm()) for row in rows
        ],
        form=form if form.errors else None,
        fresh=Asking(None),
        writes=seen.writes,
    )
