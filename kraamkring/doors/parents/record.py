"""Her whole record, as she may read it, in plain words; her partner reads the parts that are his to read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor, page_asked
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_record import name_of_part, see_record

from . import record_words as said
from .pages import answer, language, own_page
from .record_told import Teller


@require_safe
@own_page
def record(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """The newest of each part; one part page by page."""
    part, page = request.GET.get("part", ""), page_asked(request)
    seen = see_record(episode_id=own.episode.pk, by=actor(request), now=clock.now(), part=part, page=page)
    tell = Teller(ZoneInfo(own.episode.zone), language(), len(seen.slots))
    return answer(
        request,
        own,
        "record",
        "record",
        parts=[tell.part(each, name_of_part(each.module, each.slot)) for each in seen.parts],
        closed=[said.CLOSED[module] for module, _why in seen.closed],
        elsewhere=[tell.elsewhere(row) for row in seen.elsewhere.rows],
        part=part,
        page=page,
        more=seen.more,
    )
