"""What every page behind the sign-in has in common: who asks, no answer kept, and what is said when it may not be."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.note_refusal import note_refusal

if TYPE_CHECKING:
    from kraamkring.rooms.accounts.models import User

View = Callable[..., HttpResponse]
WRONG = 422  # the form comes back with what is wrong
LAST_PAGE = 1000


def signed_in_page(view: View) -> View:
    """A page for whoever signed in. What is not there and what is not hers are the same 404; a part that her role or
    the mother's consent does not give is a 403 with the reason. Both are noted, for the mother to read."""

    @never_cache
    @login_required
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotThere as refusal:
            _note(request, kwargs, refusal)
            raise Http404 from refusal
        except NotAllowed as refusal:
            _note(request, kwargs, refusal)
            said = {"said": refused.problem(refusal), "remedy": refusal.said(_)[1]}
            return render(request, "ui/not_allowed.html", said, status=403)
        except ImpossibleFact:
            if request.method not in ("GET", "HEAD"):
                raise
            return render(request, "ui/unreadable.html")

    return page


def _note(request: HttpRequest, asked: dict[str, Any], refusal: NotThere | NotAllowed) -> None:
    """Notes who was refused which page of which family. What the page began to write is rolled back by now."""
    family, page = asked.get("family"), request.resolver_match
    if family is not None and page is not None:
        name = page.url_name or page.route
        note_refusal(episode_id=family, page=name, refusal=refusal, by=actor(request), now=clock.now())


def actor(request: HttpRequest) -> User:
    """Who is signed in."""
    return cast("User", request.user)


def page_asked(request: HttpRequest) -> int:
    """The page of a long list that was asked for; the first for whatever is no number."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() else 1
