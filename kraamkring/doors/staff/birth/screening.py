"""The page of the screenings: a clock for each baby, what is due in words, and what happened, written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.facts import Screening, ScreeningResult
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.fields import choice_field, tick_field
from kraamkring.flows.record_screening import record_screening
from kraamkring.flows.see_around_birth import see_around_birth

from ..pages import WRONG, actor, signed_in_page
from .answering import back_to, written
from .clock import SCREENINGS, Test, anchor_of, clocks
from .forms import MomentForm
from .shown import Head

OUTCOMES = [
    ("done", _("The test was done")),
    ("unusable", _("It was done and could not be used")),
    ("refused", _("The parents refused it")),
]
RESULTS = [
    ("normal", _("Normal")),
    ("no_news", _("No news came within the time for it")),
    ("refer", _("Referred for a further test")),
    ("abnormal", _("It asks for action")),
]


class TestForm(MomentForm):
    """What happened with a test."""

    outcome = choice_field(_("What happened?"), OUTCOMES, _("Say what happened."), radio=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_writing"] = tick_field(_("The refusal was given in writing"))

    def what(self, newborn: str, screening: str, now: datetime) -> Screening:
        return Screening(
            screening=screening,  # type: ignore[arg-type]
            newborn=newborn,
            at=self.cleaned_data["at_at"] or now,
            outcome=self.cleaned_data["outcome"],
        )


class ResultForm(MomentForm):
    """What a test said."""

    result = choice_field(_("What is the result?"), RESULTS, _("Say what the result is."), radio=True)

    def what(self, newborn: str, screening: str, now: datetime) -> ScreeningResult:
        return ScreeningResult(
            screening=screening,  # type: ignore[arg-type]
            newborn=newborn,
            at=self.cleaned_data["at_at"] or now,
            result=self.cleaned_data["result"],
        )


FORMS: dict[str, type[TestForm | ResultForm]] = {"test": TestForm, "result": ResultForm}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def screening(request: HttpRequest, family: UUID) -> HttpResponse:
    """A clock for each baby; a form for each test and each result."""
    now, by, language = clock.now(), actor(request), get_language() or "en"
    seen = see_around_birth(episode_id=family, page="screening", by=by, now=now)
    head = Head.of(seen, now, language)
    bound: TestForm | ResultForm | None = None
    about = (request.POST.get("newborn", ""), request.POST.get("screening", ""), request.POST.get("do", ""))
    if request.method == "POST" and about[2] in FORMS and about[1] in SCREENINGS:
        form = bound = _form(about, seen.episode.zone, request.POST)

        def act() -> None:
            what = form.what(about[0], about[1], now)
            in_writing = bool(form.cleaned_data.get("in_writing"))
            record_screening(
                episode_id=family,
                what=what,
                id=form.written_id,
                by=by,
                now=now,
                in_writing=in_writing,
                just_now=form.cleaned_data["at_at"] is None,
            )

        if written(form, act):
            return back_to("screening", family, anchor_of(about[0], about[1]))

    def form_of(test: Test, do: str) -> TestForm | ResultForm:
        key = (test.newborn, test.screening, do)
        return bound if bound is not None and key == about else _form(key, seen.episode.zone)

    babies = [
        (clock, [(test, form_of(test, "test"), form_of(test, "result")) for test in clock.tests])
        for clock in clocks(seen, head.standing, language)
    ]
    shown = {
        "family": family,
        "head": head,
        "babies": babies,
        "form": bound,
        "may_write": seen.may_write,
    }
    return render(request, "staff/birth/screening.html", shown, status=WRONG if bound else 200)


def _form(about: tuple[str, str, str], zone: str, data: Any = None) -> TestForm | ResultForm:
    newborn, test, do = about
    return FORMS[do](data, zone=zone, auto_id=f"{newborn}-{test}-{do}-%s")
