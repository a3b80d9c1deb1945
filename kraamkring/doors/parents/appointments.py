"""Her appointments, coming and past; and saying that she cannot come then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.ask_another_time import ask_another_time, point_about
from kraamkring.flows.own_calendar import see_link
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_plan import SeenPlan, see_plan
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.models import Appointment

from .forms import AnotherTimeForm
from .meetings import meeting_of
from .pages import GET_OR_POST, answer, language, own_page
from .plan_told import Point, Teller


@require_safe
@own_page
def appointments(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """What is to come, then what was. Of what was cancelled after a loss nothing is told again."""
    now, by = clock.now(), actor(request)
    seen = see_plan(episode_id=own.episode.pk, by=by, now=now)
    zone = Teller(seen, by, language(), quiet=own.quiet).zone
    told = [(each, meeting_of(each, zone, language(), now)) for each in seen.appointments]
    past = [meeting for each, meeting in told if not _comes(each, now) and not own.quiet]
    return answer(
        request,
        own,
        "appointments",
        "appointments",
        coming=[meeting for each, meeting in told if _comes(each, now)],
        past=past[::-1],
        writes=seen.family.may_write,
        linked=see_link(by=by) is not None,
    )


@require_http_methods(GET_OR_POST)
@own_page
def another_time(request: HttpRequest, own: OwnFamily, item: UUID) -> HttpResponse:
    """One appointment, and the words to those who can move it. What was asked before stands below."""
    now, by = clock.now(), actor(request)
    form = AnotherTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_another_time(
                item=item,
                version=form.cleaned_data["version"],
                text=form.cleaned_data["said"],
                by=by,
                now=now,
                id=form.written_id,
            )
            return redirect("my_appointment", own.episode.pk, item)
        except Conflict:
            form.add_error(None, _("Somebody changed this appointment. Read it again. Your words are kept."))
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    seen = see_plan(episode_id=own.episode.pk, by=by, now=now)
    found = next((each for each in seen.appointments if each.item == item), None)
    if found is None:
        raise NotThere("appointment", "there is no such appointment for you", "Look it up again")
    form.said_about(found.version)
    tell = Teller(seen, by, language(), quiet=own.quiet)
    return answer(
        request,
        own,
        "appointment",
        "appointments",
        wrong=bool(form.errors),
        each=meeting_of(found, tell.zone, language(), now),
        form=form if seen.family.may_write else None,
        asked=_asked(seen, found, tell),
    )


def _asked(seen: SeenPlan, found: Appointment, tell: Teller) -> Point | None:
    """The point in which another time was asked, if it was."""
    about = point_about(found)
    return next((tell.point(point, None) for point in seen.points if point.item == about), None)


def _comes(each: Appointment, now: datetime) -> bool:
    return each.outcome is None and each.end > now
