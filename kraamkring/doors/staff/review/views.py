"""Emergencies to judge, what is overdue first; and one of them with what was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, notation
from kraamkring.flows.review_emergency import ToReview, judge_emergency, see_emergency, see_reviews
from kraamkring.rooms.accounts.models import User

from ..banner import name_of
from ..looks.words import what
from ..pages import WRONG, actor, signed_in_page
from ..words import role_word
from .forms import OUTCOMES, ReviewForm


@dataclass(frozen=True)
class ReviewTold:
    """One emergency in words. state: of a pill; judged: the outcome, empty while it waits."""

    id: UUID
    mother: str
    who: str
    when: str
    reason: str
    reviewers: str
    due: str
    overdue: bool
    judged: str
    judged_by: str
    why: str
    hers: bool

    @classmethod
    def of(cls, one: ToReview, now: datetime, language: str) -> ReviewTold:
        zone, broken, review = ZoneInfo(one.broken.episode.zone), one.broken, one.review
        return cls(
            id=broken.pk,
            mother=name_of(one.mother),
            who=_named(broken.user),
            when=_("%(since)s until %(until)s")
            % {
                "since": notation.moment(broken.at, zone, language),
                "until": notation.moment(broken.expires_at, zone, language),
            },
            reason=broken.reason,
            reviewers=", ".join(one.reviewers),
            due=notation.moment(one.due, zone, language),
            overdue=one.overdue(now),
            judged=str(dict(OUTCOMES)[review.outcome]) if review else "",
            judged_by=f"{_named(review.by)}, {notation.moment(review.at, zone, language)}" if review else "",
            why=review.words if review else "",
            hers=one.hers,
        )


@require_safe
@signed_in_page
def reviews(request: HttpRequest) -> HttpResponse:
    """All that she judges."""
    now, language = clock.now(), get_language() or "en"
    told = [ReviewTold.of(one, now, language) for one in see_reviews(by=actor(request), now=now)]
    shown = {
        "waiting": [each for each in told if not each.judged],
        "judged": [each for each in told if each.judged],
    }
    return render(request, "staff/review/reviews.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def review(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """One of them, and the judgement."""
    by, now, language = actor(request), clock.now(), get_language() or "en"
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, made = form.cleaned_data, form.written_id
        try:
            judge_emergency(
                emergency_id=emergency, outcome=said["outcome"], words=said["words"], by=by, now=now, id=made
            )
            messages.success(request, _("It is kept, and she is told."))
            return redirect("reviews")
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    seen = see_emergency(emergency_id=emergency, by=by, now=now)
    zone = ZoneInfo(seen.one.broken.episode.zone)
    looks = [(notation.moment(each.at, zone, language), what(each.what)) for each in seen.looks]
    shown = {
        "one": ReviewTold.of(seen.one, now, language),
        "looks": looks,
        "told": seen.told,
        "form": form,
    }
    return render(request, "staff/review/review.html", shown, status=WRONG if form.errors else 200)


def _named(user: User) -> str:
    where = f" · {user.organisation.name}" if user.organisation else ""
    return f"{user.name or user.email}, {role_word(user.profession)}{where}"
