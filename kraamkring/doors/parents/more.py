"""Everything else that is hers, as a list: one line each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kraamkring.flows.own_family import OwnFamily

from .pages import answer, own_page


@require_safe
@own_page
def more(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """The way to the pages that have no place of their own on a phone."""
    return answer(request, own, "more", "more")
