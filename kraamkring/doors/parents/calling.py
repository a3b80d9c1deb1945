"""Whom she can call, always one tap away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_whom_to_call import Reachable, see_whom_to_call
from kraamkring.packs.telephone import as_dialled

from .pages import answer, own_page
from .words import role_word

EMERGENCY_NUMBER = "112"  # of the whole European Union: Directive (EU) 2018/1972, article 109


@dataclass(frozen=True)
class Helper:
    """Somebody with what is known of how to reach her. dial: for the telephone; number: to be read."""

    name: str
    role: str
    organisation: str
    dial: str
    number: str
    mail: str
    coordinates: bool
    on_call: bool


def told(person: Reachable) -> Helper:
    """Somebody, in words."""
    return Helper(
        name=person.name,
        role=role_word(person.role),
        organisation=person.organisation,
        dial=person.reach.phone,
        number=as_dialled(person.reach.phone) if person.reach.phone else "",
        mail=person.reach.mail,
        coordinates=person.coordinates,
        on_call=person.on_call,
    )


@require_safe
@own_page
def call(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Who coordinates first, then the others; and 112."""
    people = [
        told(each) for each in see_whom_to_call(episode_id=own.episode.pk, by=actor(request), now=clock.now())
    ]
    return answer(
        request,
        own,
        "call",
        "call",
        by_phone=[each for each in people if each.dial],
        by_mail=[each for each in people if not each.dial],
        emergency=EMERGENCY_NUMBER,
    )
