"""Whether she would go to a maternity-care hotel: what is asked of her, what stays as it is, and her answer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, notation, refused
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.hotel_stays import own_stays, say_yes_or_no
from kraamkring.flows.own_family import OwnFamily
from kraamkring.rooms.planner.models import HotelStay

from .pages import GET_OR_POST, answer, language, own_page

YES, NO = "yes", "no"


@dataclass(frozen=True)
class StayShown:
    """One thing that is asked. says: what she can say now, `yes` and `no`."""

    id: UUID
    house: str
    place: str
    first: str
    last: str
    hours: str
    state: str
    says: tuple[str, ...]


@require_http_methods(GET_OR_POST)
@own_page
def hotel(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Her answer is kept at once; she may change it until the last day."""
    by, now, wrong = actor(request), clock.now(), ""
    if request.method == "POST":
        try:
            stay_id, said = _sent(request)
            say_yes_or_no(stay_id=stay_id, yes=said == YES, by=by, now=now, episode_id=own.episode.pk)
            messages.success(request, _("Your answer is kept."))
            return redirect("my_hotel", own.episode.pk)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            wrong = refused.sentence(refusal)
    seen = own_stays(episode_id=own.episode.pk, by=by, now=now)
    stays = () if own.quiet else seen.stays
    return answer(
        request,
        own,
        "hotel",
        "more",
        wrong=bool(wrong),
        sentence=wrong,
        stays=[_shown(each, may_say=seen.may_say) for each in stays],
    )


def _sent(request: HttpRequest) -> tuple[UUID, str]:
    said = request.POST.get("answer", "")
    if said not in (YES, NO):
        raise Refusal("answer", "there is no such answer", "Say yes or no")
    try:
        return UUID(request.POST.get("stay", "")), said
    except ValueError:
        raise NotThere("stay", "there is no such question for you", "Look at the page again") from None


def _shown(stay: HotelStay, *, may_say: bool) -> StayShown:
    said = {"asked": (YES, NO), "yes": (NO,), "agreed": (NO,), "no": (YES,)}.get(stay.state, ())
    return StayShown(
        id=stay.pk,
        house=stay.question.organisation.name,
        place=stay.question.place,
        first=notation.weekday(stay.first_day, language()),
        last=notation.weekday(stay.last_day, language()),
        hours=notation.hours(stay.question.hours_a_day, language()),
        state=stay.state,
        says=said if may_say else (),
    )
