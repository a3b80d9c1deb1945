"""The day of somebody who visits, and where a family is at home."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.my_day import DAYS_AHEAD, see_my_day
from kraamkring.flows.place_of_care import keep_place_of_care, see_place_of_care
from kraamkring.flows.visit_screen import see_visit_screen
from kraamkring.flows.write_visit import SeveralNotTaken, write_visit

from ..banner import plain_banner
from ..birth.answering import answer
from ..birth.shown import Head
from ..pages import WRONG, actor, signed_in_page
from .contact import contact_form
from .forms import AddressForm
from .noting import Typed, typed
from .screen import ScreenShown
from .shown import MyDayShown


@require_safe
@signed_in_page
def my_day(request: HttpRequest) -> HttpResponse:
    """Where she goes, in order: list first, map second."""
    now = clock.now()
    seen = see_my_day(by=actor(request), now=now, days_ahead=_day_asked(request))
    shown = MyDayShown.of(seen, now, get_language() or "en")
    return render(request, "staff/visiting/my_day.html", {"shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def visit_screen(request: HttpRequest, family: UUID) -> HttpResponse:
    """Mother and children on one page, in one form."""
    now, by, language = clock.now(), actor(request), get_language() or "en"
    seen = see_visit_screen(episode_id=family, by=by, now=now)
    head = Head.of(seen.visit.family, now, language)
    said = request.POST or None
    form = contact_form(
        said, seen.visit, head, by.profession, language, may_plan=seen.may_plan, may_screen=seen.may_screen
    )
    told = typed(request.POST, seen.observed.asked) if said else Typed()
    wrong = dict(told.wrong)
    if said and form.is_valid() and not wrong:
        try:
            write_visit(
                episode_id=family,
                visit=form.visit(by.profession, now) if form.asks_contact else None,
                noted=told.noted,
                id=form.written_id,
                by=by,
                now=now,
            )
        except (NotThere, NotAllowed):
            raise
        except SeveralNotTaken as refusal:
            wrong = {place: refused.sentence(each) for place, each in refusal.refusals.items()}
            if not wrong:
                form.refuse(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.info(request, _("The visit is written down."))
            return redirect("visit_screen", family)
    shown = {
        "family": family,
        "head": head,
        "form": form,
        "shown": ScreenShown.of(seen, head, form, told, wrong, now, language),
    }
    return render(request, "staff/visiting/visit.html", shown, status=WRONG if said else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def address(request: HttpRequest, family: UUID) -> HttpResponse:
    """Where they are at home, and how to reach them there."""
    now, by = clock.now(), actor(request)
    seen = see_place_of_care(episode_id=family, by=by, now=now)
    before = AddressForm.of(seen.place)
    form = AddressForm(request.POST or None, zone=seen.episode.zone, initial=before)

    def act() -> None:
        keep_place_of_care(episode_id=family, address=form.address, id=form.written_id, by=by, now=now)

    shown = {"family": family, "banner": plain_banner(seen.mother)}
    return answer(request, form, act, "visit_screen", "staff/visiting/address.html", shown)


def _day_asked(request: HttpRequest) -> int:
    """How many days ahead; today for whatever is no number."""
    asked = request.GET.get("day", "")
    return min(int(asked), DAYS_AHEAD) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
