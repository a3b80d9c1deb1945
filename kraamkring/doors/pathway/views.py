"""Two public pages. Nothing is stored; what was typed comes back in the answer and nowhere else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.doors.ui import language

from .cards import card_groups
from .forms import FactsForm
from .looking import look_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """The form; and once facts were sent, the line above it."""
    chosen = language.chosen(request)
    form = FactsForm.asked(request)
    found = look_of(form, get_language() or "en") if form.is_bound and form.is_valid() else None
    return language.remembered(render(request, "pathway/look.html", {"form": form, "look": found}), chosen)


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """Every rule, readable for those who must sign it."""
    return render(request, "pathway/cards.html", {"groups": card_groups(get_language() or "en")})
