"""Pages about the cards. Nothing is written on any of them: editions are files that ship with a release."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import BadCard
from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import clock
from kraamkring.flows.see_cards import governed, see_card, see_cards, see_changes
from kraamkring.flows.try_edition import TriedOut, try_card, try_day
from kraamkring.packs import zone_of

from ..pages import WRONG, actor, signed_in_page
from .forms import OnDay, Trial, TwoDays
from .shown import Cards, CardShown, ChangeShown, Outcome

FIRST = "be-vlg"


@require_safe
@signed_in_page
def cards(request: HttpRequest, pack: str = FIRST) -> HttpResponse:
    """The cards of a pack on a day, with what wants looking at."""
    form = OnDay(request.GET if "on" in request.GET else {})
    day = (form.cleaned_data["on"] if form.is_valid() else None) or _today(pack)
    seen = see_cards(pack=pack, day=day, by=actor(request), now=clock.now())
    shown = {"shown": Cards.of(seen, _language()), "form": OnDay({"on": day}) if form.is_valid() else form}
    return render(request, "staff/governance/cards.html", shown, status=200 if form.is_valid() else WRONG)


@require_safe
@signed_in_page
def card(request: HttpRequest, pack: str, activity: str) -> HttpResponse:
    """One card with its windows drawn."""
    day = _today(pack)
    protocol, found = see_card(pack=pack, activity=activity, day=day, by=actor(request), now=clock.now())
    shown = {"shown": CardShown.of(protocol, found, day, _language())}
    return render(request, "staff/governance/card.html", shown)


@require_safe
@signed_in_page
def changes(request: HttpRequest, pack: str) -> HttpResponse:
    """What becomes different between two days."""
    by, language = actor(request), _language()
    form = TwoDays(request.GET if request.GET else None)
    asked = {"pack": pack, "title": getattr(governed(pack, by).title, language), "form": form}
    if form.is_valid():
        said = form.cleaned_data
        seen = see_changes(pack=pack, first=said["first"], last=said["last"], by=by, now=clock.now())
        asked |= {"changes": [ChangeShown.of(each, language) for each in seen.changes], "asked": True}
    status = WRONG if form.is_bound and not form.is_valid() else 200
    return render(request, "staff/governance/changes.html", asked, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def try_out(request: HttpRequest, pack: str) -> HttpResponse:
    """A dry run over the families there are."""
    by, language = actor(request), _language()
    shown = {"pack": pack, "title": getattr(governed(pack, by).title, language)}
    form = Trial(request.POST, request.FILES) if request.method == "POST" else Trial()
    tried = _tried(request, pack, form) if form.is_bound and form.is_valid() else None
    if tried is None:
        status = WRONG if form.is_bound else 200
        return render(request, "staff/governance/try.html", {**shown, "form": form}, status=status)
    said = {"day": form.cleaned_data["day"], "card": form.cleaned_data["text"]}
    outcome = Outcome.of(tried, language)
    again = Trial(initial={**said, "after": outcome.next_after})
    return render(
        request,
        "staff/governance/try.html",
        {**shown, "form": Trial(initial=said), "again": again, "outcome": outcome},
    )


def _tried(request: HttpRequest, pack: str, form: Trial) -> TriedOut | None:
    """The dry run; None if the card is no whole card, which then stands at its field."""
    said, by, now = form.cleaned_data, actor(request), clock.now()
    try:
        if said["day"]:
            return try_day(pack=pack, day=said["day"], after=said["after"], by=by, now=now)
        return try_card(pack=pack, text=said["text"], after=said["after"], by=by, now=now)
    except BadCard as refusal:
        form.refuse(refusal)
        return None


def _today(pack: str) -> date:
    return local_day(clock.now(), zone_of(pack))


def _language() -> str:
    return get_language() or "en"
