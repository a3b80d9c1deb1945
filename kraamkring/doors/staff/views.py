"""Two pages behind the sign-in. No name and no date stands in an address or a title; no answer is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.flows.see_families import see_families
from kraamkring.flows.see_pathway import see_pathway

from .families import FamilyList
from .family import FamilyShown

if TYPE_CHECKING:
    from kraamkring.rooms.accounts.models import User

LAST_PAGE = 1000


@never_cache
@require_safe
@login_required
def families(request: HttpRequest) -> HttpResponse:
    """Every family that she may see, those that need somebody first."""
    now, page = datetime.now(UTC), _page(request)
    seen = see_families(by=_reader(request), now=now, page=page)
    shown = FamilyList.of(seen, now, page, get_language() or "en")
    return render(request, "staff/families.html", {"shown": shown})


@never_cache
@require_safe
@login_required
def family(request: HttpRequest, family: UUID) -> HttpResponse:
    """One family. Not hers to see, and not there at all, is the same answer."""
    now = datetime.now(UTC)
    try:
        seen = see_pathway(episode_id=family, by=_reader(request), now=now)
    except ImpossibleFact:
        return render(request, "staff/unreadable.html")
    except Refusal as refusal:
        raise Http404 from refusal
    return render(request, "staff/family.html", {"shown": FamilyShown.of(seen, now, get_language() or "en")})


def _reader(request: HttpRequest) -> User:
    return cast("User", request.user)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() else 1
