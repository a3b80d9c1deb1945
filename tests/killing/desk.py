"""The pages of the house, and a desk of this proof for flows whose page is not there yet: one form for all of them.

A flow that gets its page moves to `acts.ACTS` with that page, and leaves this desk. A red flag stays: no page of the
house raises one yet, and what a killed sender does to red flags has to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from kraamkring.core.facts import Appointment, Contact
from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.staff.asking import Asking
from kraamkring.doors.staff.pages import WRONG, actor, signed_in_page
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.telling import tell
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import Membership

PAGE = '{% include "ui/form.html" %}'


@dataclass(frozen=True)
class Said:
    """What stood in the form: at, a moment; id, of what is written."""

    family: UUID
    id: UUID
    at: datetime
    by: User
    now: datetime


class AtTheDesk(Asking):
    needed = ("moment",)

    def __init__(self, *given: object, **known: object) -> None:
        super().__init__(*given, **known)  # type: ignore[arg-type]
        self.ask_moment("moment", "When")


def flag(said: Said) -> None:
    """A call is written down, and everybody is told at once, whatever the hour."""
    called = Contact(kind="phone", at=said.at, by="midwife")
    entry = record_fact(episode_id=said.family, value=called, by=said.by, now=said.now, id=said.id).entry
    tell(
        episode=entry.episode,
        what="flag",
        because=entry.pk,
        template="urgent",
        by=said.by,
        now=said.now,
        urgent=True,
    )


def appointment(said: Said) -> None:
    """With the GP of the family."""
    gp = Membership.objects.get(episode=said.family, role="gp", user__isnull=False)
    agreed = Appointment(
        care="prenatal",
        start=said.at,
        end=said.at + timedelta(minutes=30),
        role="gp",
        accepted=False,
        made_at=said.now,
    )
    make_appointment(
        episode_id=said.family, appointment=agreed, by=said.by, now=said.now, member_id=gp.pk, id=said.id
    )


FLOWS: Mapping[str, Callable[[Said], None]] = {flow.__name__: flow for flow in (flag, appointment)}


@signed_in_page
def desk(request: HttpRequest, family: UUID, flow: str) -> HttpResponse:
    """The form, or what it says is done."""
    form = AtTheDesk(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = Said(
            family, form.written_id, form.cleaned_data["moment_at"], actor(request), datetime.now(UTC)
        )
        try:
            with transaction.atomic():
                FLOWS[flow](said)
            return redirect("family", family)
        except Refusal as refusal:
            form.refuse(refusal)
    said_back = (
        engines["django"].from_string(PAGE).render({"form": form, "action": "", "send": "Send"}, request)
    )
    return HttpResponse(said_back, status=WRONG if form.errors else 200)


urlpatterns = [
    path("desk/<uuid:family>/<slug:flow>/", desk),
    path("", include("kraamkring.config.urls")),
]
