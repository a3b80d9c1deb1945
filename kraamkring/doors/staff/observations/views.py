"""Reading what was measured and seen, writing one value, correcting one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.observing import Observable
from kraamkring.doors.ui import clock
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.see_observations import MOTHER, SeenObservations, see_observations
from kraamkring.packs.observations import observables
from kraamkring.rooms.record.models import Observation

from ..pages import WRONG, actor, page_asked, signed_in_page
from .forms import Observing
from .shown import HistoryShown, ObservationsShown, Teller


@require_safe
@signed_in_page
def observations(request: HttpRequest, family: UUID) -> HttpResponse:
    """The last value of everything, person by person, with what the charts say."""
    now = clock.now()
    seen = see_observations(episode_id=family, by=actor(request), now=now)
    shown = ObservationsShown.of(seen, now, _language())
    return render(request, "staff/observations/observations.html", {"shown": shown, "family": family})


@require_safe
@signed_in_page
def history(request: HttpRequest, family: UUID, who: str, what: str) -> HttpResponse:
    """One of them through time, with its chart."""
    now = clock.now()
    seen = see_observations(episode_id=family, by=actor(request), now=now)
    _readable(seen, who, what)
    shown = HistoryShown.of(seen, who, what, now, page_asked(request), _language())
    return render(request, "staff/observations/history.html", {"shown": shown, "family": family})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def add(request: HttpRequest, family: UUID, who: str, what: str) -> HttpResponse:
    """One value, written by hand."""
    by, now = actor(request), clock.now()
    seen = see_observations(episode_id=family, by=by, now=now)
    observable = _writable(seen, who, what)
    form = Observing(
        request.POST or None, observable=observable, language=_language(), zone=seen.episode.zone
    )
    if request.method != "POST":
        form.begin_at("seen", now)
        return _ask(request, form, seen, who, observable)
    if form.is_valid():
        said = Said(
            id=form.written_id,
            who=who,
            what=what,
            value=form.value,
            at=form.cleaned_data["seen_at"],
            reason=form.cleaned_data["reason"],
        )
        try:
            observe(episode_id=family, said=[said], by=by, now=now)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(request, _("It is written."), family, who, what)
    return _ask(request, form, seen, who, observable, status=WRONG)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def correct(request: HttpRequest, family: UUID, observation: UUID) -> HttpResponse:
    """What stands, to be replaced or taken back, for a reason; it stays to be read."""
    by, now = actor(request), clock.now()
    seen = see_observations(episode_id=family, by=by, now=now)
    row = _row(seen, observation)
    observable = _writable(seen, row.slot, row.what)
    form = Observing(
        request.POST or None,
        observable=observable,
        language=_language(),
        correcting=True,
        zone=seen.episode.zone,
    )
    if request.method != "POST":
        form.begin_with(row.value, row.at)
        return _ask(request, form, seen, row.slot, observable, row)
    if form.is_valid():
        said = Said(
            id=form.written_id,
            who=row.slot,
            what=row.what,
            value=form.value,
            at=row.at if form.value is None else form.cleaned_data["seen_at"],
            reason=form.cleaned_data["reason"],
            corrects=observation,
        )
        try:
            observe(episode_id=family, said=[said], by=by, now=now)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            done = _("It is corrected. What stood before stays to be read.")
            return _done(request, done, family, row.slot, row.what)
    return _ask(request, form, seen, row.slot, observable, row, status=WRONG)


def _language() -> str:
    return get_language() or "en"


def _readable(seen: SeenObservations, who: str, what: str) -> Observable:
    """What is asked for, if it is observed of this person here, and hers to read."""
    observable = observables().get(what)
    known = {MOTHER, *seen.newborns, *(row.slot for row in seen.rows)}
    if observable is None or who not in known or (observable.about == MOTHER) != (who == MOTHER):
        raise NotThere("what", "this is not observed of this person", "Look it up again")
    closed = dict(seen.closed)
    if observable.module in closed:
        raise NotAllowed(observable.module, "your role does not see this part")
    return observable


def _writable(seen: SeenObservations, who: str, what: str) -> Observable:
    observable = _readable(seen, who, what)
    if observable.module not in seen.writes:
        raise NotAllowed(observable.module, "your role does not write in this part")
    return observable


def _row(seen: SeenObservations, observation: UUID) -> Observation:
    """The row of this id, also one that was corrected or taken back meanwhile."""
    every = [*seen.rows, *seen.taken_back, *(each for chain in seen.earlier.values() for each in chain)]
    row = next((each for each in every if each.pk == observation), None)
    if row is None:
        raise NotThere("observation", "there is no such observation for you", "Look it up again")
    return row


def _ask(
    request: HttpRequest,
    form: Observing,
    seen: SeenObservations,
    who: str,
    observable: Observable,
    row: Observation | None = None,
    status: int = 200,
) -> HttpResponse:
    teller = Teller(seen, _language())
    banner, quiet = teller.banner(clock.now())
    context = {
        "form": form,
        "family": seen.episode.pk,
        "banner": banner,
        "quiet": quiet,
        "who": who,
        "what": observable.id,
        "title": observable.words.said(_language()),
        "person": teller.person(who),
        "row": teller.row(row) if row else None,
    }
    return render(request, "staff/observations/form.html", context, status=status)


def _done(request: HttpRequest, said: str, family: UUID, who: str, what: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("observation_history", family, who, what)
