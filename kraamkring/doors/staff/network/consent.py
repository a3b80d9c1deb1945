"""What she agreed to, part by part: for everybody, for a role, for a person; and saying it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.access import MODULES
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.who_sees import people_told
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.see_consents import Intended, SeenConsents, see_consents
from kraamkring.flows.see_who_sees import see_who_sees

from ..pages import WRONG, actor, signed_in_page
from ..words import role_word
from .agreed import Agreed, follows, whom
from .forms import ConsentForm
from .sending import done
from .words import MODULES as PARTS
from .words import RIGHTS

if TYPE_CHECKING:
    from kraamkring.core.access import Module


@require_safe
@signed_in_page
def consents(request: HttpRequest, family: UUID) -> HttpResponse:
    """What holds now, and who said it."""
    seen = see_consents(episode_id=family, by=actor(request), now=clock.now())
    language = get_language() or "en"
    sees = see_who_sees(episode_id=family, by=actor(request), now=clock.now())
    shown = {
        "shown": Agreed.of(seen, language),
        "family": family,
        "people": people_told(sees, PARTS, RIGHTS, role_word, language),
    }
    return render(request, "staff/network/consent.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def say(request: HttpRequest, family: UUID, module: str) -> HttpResponse:
    """Her word about one part. What follows from it is shown first, and written once that is meant."""
    by, now = actor(request), clock.now()
    if module not in MODULES:
        raise NotThere("module", "there is no such part of the record")
    part: Module = module
    seen = see_consents(episode_id=family, by=by, now=now)
    if not seen.writes:
        raise NotAllowed(
            "network", "your role does not write in this part", "Ask her, or who coordinates her care"
        )
    form = ConsentForm(
        request.POST or None, whom=whom(seen), zone=seen.episode.zone, initial={"said_by": "mother"}
    )
    then: SeenConsents | None = None
    if request.method == "POST" and form.is_valid():
        word = _word(part, form)
        if form.sure:

            def act() -> object:
                person = next((row.user for row in seen.members if row.user_id == word.user_id), None)
                return give_consent(
                    episode_id=family,
                    module=part,
                    given=word.given,
                    user=person if word.user_id else None,
                    role=word.role,
                    said_by=form.cleaned_data["said_by"],
                    by=by,
                    now=now,
                    id=form.written_id,
                )

            if done(form, act):
                return redirect("consent", family)
        else:
            then = see_consents(episode_id=family, by=by, now=now, intended=word)
    shown = Agreed.of(seen, get_language() or "en")
    told = {
        "shown": shown,
        "family": family,
        "form": form,
        "part": PARTS[module],
        "line": shown.line(module),
        "asked": then is not None,
        "intended": form.told() if then else "",
        "follows": follows(then) if then else (),
    }
    return render(request, "staff/network/say.html", told, status=WRONG if form.errors else 200)


def _word(module: Module, form: ConsentForm) -> Intended:
    kind, _sep, which = form.cleaned_data["whom"].partition(":")
    return Intended(
        module=module,
        given=form.cleaned_data["given"] == "yes",
        user_id=UUID(which) if kind == "person" else None,
        role=which if kind == "role" else "",
    )
