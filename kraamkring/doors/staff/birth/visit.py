"""A visit on a phone, in the living room: one screen for mother and babies."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.facts import Appointment, Screening
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.fields import choice_field
from kraamkring.flows.see_around_birth import AROUND_A_VISIT, SeenVisit, see_visit
from kraamkring.flows.visit_home import Kept, Visit, visit_home

from ..pages import actor, signed_in_page
from .answering import answer
from .clock import SCREENINGS
from .forms import MomentForm, People, people_field
from .going_home import LASTS
from .shown import Head, called, everyone

KINDS = [("home_visit", _("A home visit")), ("phone", _("A telephone call")), ("video", _("A video call"))]
TESTS = [
    ("", _("Not today")),
    ("done", _("Done")),
    ("unusable", _("Done, and could not be used")),
    ("refused", _("Refused")),
]
NAMES = {"blood_spot": _("Blood spot"), "hearing": _("Hearing test")}
STILL_DUE = ("open", "arranged", "at_risk", "gap")


class VisitForm(MomentForm):
    """Who was seen, when, what was tested, and when the visitor comes again."""

    places = {"start": "next_on", "member": "next_on", "end": "next_on"}  # noqa: RUF012
    kind = choice_field(_("What was it?"), KINDS, _("Say what it was."), radio=True)

    def __init__(
        self, *args: Any, people: People, near: People, tests: list[tuple[str, str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tests = tests
        self.fields["who"] = people_field(_("Who was seen?"), people)
        self.initial = {**self.initial, "who": [slot for slot, _name in people], "kind": "home_visit"}
        if near:
            none = ("", _t("None of these"))
            self.fields["kept"] = choice_field(_("Which appointment was it?"), [*near, none], radio=True)
            self.initial["kept"] = near[0][0]
        for slot, screening, label in tests:
            self.fields[f"{screening}_{slot}"] = choice_field(label, TESTS)
        self.ask_moment("next", _("When do you come again? Leave it empty if that is not agreed."))
        tested = [f"{screening}_{slot}" for slot, screening, _label in tests]
        self.order_fields(["id", "who", "kind", "kept", "at_on", "at_time", "at_fold", *tested])

    def visit(self, by: str, now: datetime) -> Visit:
        """The visit that was told."""
        said = self.cleaned_data
        at, start = said["at_at"], said["next_at"]
        screenings = tuple(
            Screening(screening=screening, newborn=slot, at=at or now, outcome=outcome)  # type: ignore[arg-type]
            for slot, screening, _label in self.tests
            if (outcome := said.get(f"{screening}_{slot}"))
        )
        item, _colon, version = (said.get("kept") or "").partition(":")
        return Visit(
            who=tuple(said["who"]),
            kind=said["kind"],
            at=at,
            screenings=screenings,
            kept=Kept(item=UUID(item), version=int(version)) if item else None,
            next=Appointment(
                care="home_visit",
                start=start,
                end=start + LASTS,
                role=by,  # type: ignore[arg-type]
                accepted=True,
                who=tuple(said["who"]),
            )
            if start
            else None,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def visit(request: HttpRequest, family: UUID) -> HttpResponse:
    """One form for all who were seen."""
    now, by = clock.now(), actor(request)
    seen = see_visit(episode_id=family, by=by, now=now)
    language = get_language() or "en"
    head = Head.of(seen.family, now, language)
    form = _form(request, seen, head, language)

    def act() -> None:
        told = form.visit(by.profession, now)
        visit_home(episode_id=family, visit=told, id=form.written_id, by=by, now=now)

    shown = {"family": family, "head": head, "not_home": _not_home(seen)}
    return answer(request, form, act, "family", "staff/birth/visit.html", shown)


def _form(request: HttpRequest, seen: SeenVisit, head: Head, language: str) -> VisitForm:
    here = seen.family
    people = everyone(here)
    near = [
        (f"{each.item}:{each.version}", notation.moment(each.start, head.standing.zone, language))
        for each in seen.near
    ]
    kept = request.POST.get("kept", "")
    if re.fullmatch(r"[\w-]{36}:\d{1,5}", kept) and kept not in dict(near):
        near.append((kept, kept))  # sent again after it was closed; the flow says whether it may be
    tests = [
        (slot, screening, f"{NAMES[screening]} · {called(slot, here)}")
        for slot, _name in people
        for screening in SCREENINGS
        if _is_due(seen, slot, screening, head.standing.now)
    ]
    return VisitForm(request.POST or None, zone=here.episode.zone, people=people, near=near, tests=tests)


def _is_due(seen: SeenVisit, slot: str, screening: str, now: datetime) -> bool:
    """Whether this test of this child is still to be done, and its time has come or is near."""
    return any(
        each.promise.card.done_by.screening == screening
        and each.promise.subject == slot
        and each.state in STILL_DUE
        and each.promise.window.earliest - AROUND_A_VISIT <= now
        for each in seen.family.activities
    )


def _not_home(seen: SeenVisit) -> list[str]:
    """Who is not recorded as being at home."""
    here = seen.family
    return [called(slot, here) for slot, where in here.people.items() if where == "hospital"]
