"""What maternity care is where she lives, how many hours she may expect, and what it costs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraamkring.core.kraamzorg.answer import Answer
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_entitlements import OwnPart, see_maternity_care

from .pages import answer, in_words, language, own_page

AVERAGE = "average-is-no-rule"  # what families got, where no rule gives hours: core.kraamzorg


@require_safe
@own_page
def care(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """After a loss only what is there for her then."""
    seen = see_maternity_care(episode_id=own.episode.pk, by=actor(request), now=clock.now())
    said = {point.about: in_words(point.words) for point in seen.care.point}
    hours = seen.hours
    told = hours is not None and not seen.care.hours_are_no_right
    return answer(
        request,
        own,
        "care",
        "more",
        said=said,
        hours=notation.hours(hours.hours, language()) if told and hours and hours.hours is not None else "",
        sum=in_words(hours.said) if told and hours and hours.hours is not None and _adds_up(hours) else "",
        why=_why(hours) if told and hours else (),
        cost=_cost(hours) if told and hours else (),
        last_known=_last_known(seen.last_known) if seen.last_known else "",
        average=_average(hours) if hours else "",
        shortened=None if own.quiet else seen.shortened,
        no_right=seen.care.hours_are_no_right,
        ended=own.tone.ended,
    )


def _why(hours: Answer) -> tuple[str, ...]:
    """Every line of the sum, and what else matters, in the words of parents."""
    found = [*(line.why for line in hours.lines), *hours.why]
    if hours.limits is not None:
        found += [why for why in hours.limits.why if why.rule != "day-of-birth"]
    return tuple(in_words(why.parent) for why in found)


def _adds_up(hours: Answer) -> bool:
    """Whether there is a sum to show: one line alone says what stands above it."""
    return sum(1 for line in hours.lines if line.hours) > 1


def _cost(hours: Answer) -> tuple[str, ...]:
    paid = hours.own_contribution
    return tuple(in_words(why.parent) for why in paid.why) if paid else ()


def _last_known(paid: OwnPart) -> str:
    euro = f"{paid.euro_per_hour:.2f}"
    return _("In %(year)s it was %(euro)s euro an hour.") % {
        "year": paid.year,
        "euro": euro if language() == "en" else euro.replace(".", ","),
    }


def _average(hours: Answer) -> str:
    found = (why for why in hours.why if why.rule == AVERAGE)
    return next((in_words(why.parent) for why in found), "")
