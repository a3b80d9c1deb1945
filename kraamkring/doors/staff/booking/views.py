"""Booking: the form, the question whether she was here before, and the family."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, notation
from kraamkring.flows.book_family import BookedOrAsked, MaybeKnown, book_family, may_book_families

from ..finding.shown import who
from ..pages import WRONG, actor, signed_in_page
from ..words import WHY_ALIKE
from .forms import ANOTHER, BookingForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def book(request: HttpRequest) -> HttpResponse:
    """The family's page once it is booked; the question first, if she may have been here."""
    by = actor(request)
    may_book_families(by)
    nearby = {"region": by.organisation.region} if by.organisation else {}
    form = BookingForm(request.POST or None, now=clock.now(), initial=nearby)
    if request.method != "POST" or "back" in request.POST:
        return render(request, "staff/booking/book.html", {"form": form})
    booked = _booked(request, form) if form.is_valid() else None
    if booked is None:
        return render(request, "staff/booking/book.html", {"form": form}, status=WRONG)
    if booked.episode is not None:
        return redirect("family", booked.episode.pk)
    unanswered = "asked" in request.POST
    shown = {"form": form, "maybe": [_shown(each) for each in booked.maybe], "another": ANOTHER}
    status = WRONG if unanswered else 200
    return render(request, "staff/booking/question.html", shown | {"unanswered": unanswered}, status=status)


def _booked(request: HttpRequest, form: BookingForm) -> BookedOrAsked | None:
    """None if it was refused: then the form says why."""
    try:
        return book_family(
            facts=form.facts,
            mother=form.mother,
            by=actor(request),
            now=form.now,
            id=form.written_id,
            answer=form.answered,
        )
    except (NotAllowed, NotThere):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _shown(maybe: MaybeKnown) -> dict[str, Any]:
    return {
        "id": maybe.person.pk,
        "who": who(maybe.person),
        "why": WHY_ALIKE[maybe.why],
        "booked": _("booked last on %(day)s") % {"day": notation.day(maybe.episode.booked_on)},
    }
