"""The pages of the house, and one of this proof: a call is written down and everybody concerned is told at once.

No page of the house sends red flags yet; what a killed sender does to them has to be seen all the same.
"""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from kraamkring.core.facts import Contact
from kraamkring.doors.staff.asking import Asking
from kraamkring.doors.staff.pages import WRONG, actor, signed_in_page
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.telling import tell

PAGE = '{% include "staff/form.html" %}'


class Flag(Asking):
    """When it was called."""

    needed = ("called",)

    def __init__(self, *given: object, **known: object) -> None:
        super().__init__(*given, **known)  # type: ignore[arg-type]
        self.ask_moment("called", "Called")


@signed_in_page
def flag(request: HttpRequest, family: UUID) -> HttpResponse:
    """The form, or the call written down and everybody told."""
    form = Flag(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _raised(family, form, request, datetime.now(UTC))
        return redirect("family", family)
    said = engines["django"].from_string(PAGE).render({"form": form, "action": "", "send": "Send"}, request)
    return HttpResponse(said, status=WRONG if form.errors else 200)


@transaction.atomic
def _raised(family: UUID, form: Flag, request: HttpRequest, now: datetime) -> None:
    called = Contact(kind="phone", at=form.cleaned_data["called_at"], by="midwife")
    by = actor(request)
    entry = record_fact(episode_id=family, value=called, by=by, now=now, id=form.written_id).entry
    tell(
        episode=entry.episode,
        what="flag",
        because=entry.pk,
        template="urgent",
        by=by,
        now=now,
        urgent=True,
    )


urlpatterns = [path("desk/<uuid:family>/flag/", flag), path("", include("kraamkring.config.urls"))]
