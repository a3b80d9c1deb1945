"""Search, and one person in two records. What is typed goes by POST and is kept nowhere."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.flows.find_family import find_families
from kraamkring.flows.merge_persons import SeenSamePerson, merge_persons, see_same_person, undo_merge

from ..pages import WRONG, actor, signed_in_page
from .forms import SamePersonForm, SearchForm
from .shown import SamePersonShown, matches_shown


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """The field; and after it was sent, the families in which it is found."""
    now, form = clock.now(), SearchForm(request.POST or None)
    shown: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            seen = find_families(by=actor(request), now=now, fragment=form.cleaned_data["fragment"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            found = matches_shown(seen, now, get_language() or "en")
            shown |= {"searched": True, "matches": found, "more": seen.more}
    return render(request, "staff/finding/search.html", shown, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def same_person(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who may be the same person, a search for another, and what was merged; or the merge, when it was sent."""
    now = clock.now()
    searching = SearchForm(request.POST if "search" in request.POST else None)
    seen = _seen(request, family, now, searching)
    shown = SamePersonShown.of(seen, get_language() or "en")
    sent = request.POST if "merge" in request.POST else None
    form = SamePersonForm(sent, others=shown.others, initial={"fragment": _fragment(request)})
    if sent is not None and form.is_valid() and _merged(request, family, form, now):
        return redirect("same_person", family)
    wrong = bool(form.errors or searching.errors)
    answer = {"shown": shown, "form": form, "search_form": searching, "family": family}
    return render(request, "staff/finding/same_person.html", answer, status=WRONG if wrong else 200)


@require_POST
@signed_in_page
def apart(request: HttpRequest, family: UUID, merge: UUID) -> HttpResponse:
    """Two persons again."""
    undo_merge(merge_id=merge, by=actor(request), now=clock.now())
    return redirect("same_person", family)


def _seen(request: HttpRequest, family: UUID, now: datetime, searching: SearchForm) -> SeenSamePerson:
    fragment = _fragment(request)
    try:
        return see_same_person(episode_id=family, by=actor(request), now=now, fragment=fragment)
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        if searching.is_bound:
            searching.is_valid()
            searching.refuse(refusal)
        return see_same_person(episode_id=family, by=actor(request), now=now)


def _merged(request: HttpRequest, family: UUID, form: SamePersonForm, now: datetime) -> bool:
    """True if they are one person now; else what was refused stands in the form."""
    this, other = family, form.cleaned_data["other"]
    kept, merged = (this, other) if form.cleaned_data["read"] == "this" else (other, this)
    reason, by = form.cleaned_data["reason"], actor(request)
    try:
        merge_persons(kept=kept, merged=merged, reason=reason, by=by, now=now, id=form.written_id)
    except (NotThere, NotAllowed):
        form.refuse_other()
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


def _fragment(request: HttpRequest) -> str:
    return request.POST.get("fragment", "").strip()[:100]
