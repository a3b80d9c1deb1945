"""The pages of handing over."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.flows.hand_over import (
    SeenHandOver,
    hand_over,
    say_about,
    say_read,
    see_hand_over,
    see_hand_overs,
)
from kraamkring.flows.transfer_letter import Letter, see_transfer_letter
from kraamkring.packs.telephone import as_dialled

from ..asking import Asking
from ..banner import name_of
from ..letter.printed import as_pdf
from ..letter.views import LANGUAGES
from ..network.sending import done
from ..pages import WRONG, actor, signed_in_page
from . import shown as showing
from .forms import HandOverForm, SayForm


@require_safe
@signed_in_page
def hand_overs(request: HttpRequest, family: UUID) -> HttpResponse:
    """What was handed over, newest first, and who can be called."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    seen = see_hand_overs(episode_id=family, by=by, now=now)
    zone = ZoneInfo(seen.episode.zone)
    rows = [showing.HandOverShown.of(row, by, zone, language, len(seen.slots) - 1) for row in seen.hand_overs]
    calls = [
        (showing.colleague(each), each.reach.phone, as_dialled(each.reach.phone))
        for each in seen.colleagues
        if each.reach.phone
    ]
    told = {"family": family, "seen": seen, "name": name_of(seen.mother), "rows": rows, "calls": calls}
    return render(request, "staff/handing_over/list.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def new(request: HttpRequest, family: UUID) -> HttpResponse:
    """One form; what the record knows already stands in it."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    seen = see_hand_overs(episode_id=family, by=by, now=now)
    if not seen.writes:
        raise NotAllowed("", "a family is handed over by who cares for it", "Ask who coordinates")
    people, colleagues = showing.choices(seen)
    known = {} if request.method == "POST" else {"background": _known(request, family, language)}
    form = HandOverForm(
        request.POST or None, zone=seen.episode.zone, people=people, colleagues=colleagues, initial=known
    )
    if request.method == "POST" and form.is_valid():
        told, chosen = form.told(language), [UUID(each) for each in form.cleaned_data["to"]]

        def act() -> object:
            return hand_over(episode_id=family, told=told, members=chosen, by=by, now=now, id=form.written_id)

        if done(form, act):
            return redirect("hand_over_one", family, form.written_id)
    shown = {"family": family, "seen": seen, "name": name_of(seen.mother), "form": form}
    return render(request, "staff/handing_over/new.html", shown, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def one(request: HttpRequest, family: UUID, item: UUID) -> HttpResponse:
    """One hand-over: read it, say so, ask."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    say = SayForm(request.POST if "words" in request.POST else None)
    if request.method == "POST":
        form = say if say.is_bound else Asking(request.POST)

        def act() -> object:
            made = form.written_id
            if form is say:
                words = form.cleaned_data["words"]
                return say_about(hand_over_id=item, words=words, by=by, now=now, id=made)
            return say_read(hand_over_id=item, by=by, now=now, id=made)

        if form.is_valid() and done(form, act):
            return redirect("hand_over_one", family, item)
    row, mother, quiet = _row(item, family, request)
    children = sum(slot.startswith("newborn") for slot in row.about)
    shown = showing.HandOverShown.of(row, by, ZoneInfo(row.episode.zone), language, children)
    told = {
        "family": family,
        "name": name_of(mother),
        "shown": shown,
        "quiet": quiet,
        "read": Asking(None),
        "form": say,
        "languages": LANGUAGES,
    }
    return render(request, "staff/handing_over/one.html", told, status=WRONG if say.errors else 200)


@require_safe
@signed_in_page
def pdf(request: HttpRequest, family: UUID, item: UUID) -> HttpResponse:
    """For paper, in the language that is asked for. Its name says nothing of her."""
    asked = request.GET.get("in", "")
    language = asked if asked in LANGUAGES else get_language() or "en"
    row, mother, _quiet = _row(item, family, request, form="pdf")
    now, zone = clock.now(), ZoneInfo(row.episode.zone)
    with translation.override(language):
        children = sum(slot.startswith("newborn") for slot in row.about)
        shown = showing.HandOverShown.of(row, actor(request), zone, language, children)
        made = as_pdf(showing.as_letter(shown, mother, now, zone, language), language, now)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="hand-over-{now:%Y%m%d-%H%M}.pdf"'
    return answer


def _row(item: UUID, family: UUID, request: HttpRequest, form: str = "page") -> SeenHandOver:
    seen = see_hand_over(hand_over_id=item, by=actor(request), now=clock.now(), form=form)
    if seen.row.episode_id != family:
        raise NotThere("hand_over", "there is no such hand-over for you", "Look it up again")
    return seen


def _known(request: HttpRequest, family: UUID, language: str) -> str:
    letter: Letter | None = None
    with suppress(Refusal):  # who does not read about birth and stay writes it herself
        letter = see_transfer_letter(episode_id=family, by=actor(request), now=clock.now(), form="hand_over")
    return showing.background(letter, language)
