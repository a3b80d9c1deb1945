"""Her questions for the next visit, with what was answered; and a list of what a family may need after the birth.

KCE 232As (3.2) asks for a checklist that makes parents aware of needs after the birth, and leaves open what stands in
it: what stands here is ours, checked by no care professional. Nothing is stored beside the points of the plan: a need
is "asked" while a point about it is open, and "talked about" once one is settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_plan import SeenPlan, see_plan

from . import words
from .forms import NewPointForm
from .meetings import Meeting, meeting_of
from .pages import answer, language, own_page
from .plan_told import Teller

# What a family may need after the birth, by the topic of the plan under which it is talked about. after_loss: it is
# asked then too.
NEEDS: dict[str, tuple[str | Promise, bool]] = {
    "feeding": (_("Who helps you with feeding, by day and by night?"), False),
    "sleep": (_("How do you get enough rest?"), True),
    "household": (_("Who cooks, washes and shops when you cannot?"), True),
    "other_children": (_("Who looks after your other children?"), True),
    "visits": (_("Who may visit, and when do you want quiet?"), True),
    "language": (_("Do you need an interpreter, or papers in your language?"), True),
    "transport": (_("How do you get to the hospital and to appointments?"), True),
    "worries": (_("Whom do you talk to when you feel sad or afraid?"), True),
    "work": (_("Is your leave arranged, and that of the other parent?"), True),
    "baby_things": (
        _("Do you have what your baby needs: clothes, nappies, a safe bed, a thermometer?"),
        False,
    ),
}


@dataclass(frozen=True)
class Need:
    """One line of the list. state: `open`, `asked`, or `talked`."""

    topic: str
    title: str
    words: str
    state: str
    form: NewPointForm | None


@require_safe
@own_page
def questions(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """What waits for an answer first; then what was answered; with when somebody comes."""
    now, by = clock.now(), actor(request)
    seen = see_plan(episode_id=own.episode.pk, by=by, now=now)
    tell = Teller(seen, by, language(), quiet=own.quiet)
    points = [tell.point(point, None) for point in seen.points]
    return answer(
        request,
        own,
        "questions",
        "plan",
        waiting=[point for point in points if not point.settled and not point.answered],
        answered=[point for point in points if not point.settled and point.answered],
        settled=[point for point in points if point.settled],
        next_visit=_next(seen, tell, now),
        new_point=NewPointForm(auto_id="new-%s", quiet=own.quiet) if seen.family.may_write else None,
    )


def _next(seen: SeenPlan, tell: Teller, now: datetime) -> Meeting | None:
    coming = [each for each in seen.appointments if each.outcome is None and each.end > now]
    first = min(coming, key=lambda each: each.start, default=None)
    return meeting_of(first, tell.zone, language(), now) if first else None


@require_safe
@own_page
def checklist(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """What a family may need; each line can become something to talk about."""
    now, by = clock.now(), actor(request)
    seen = see_plan(episode_id=own.episode.pk, by=by, now=now)
    about: dict[str, set[bool]] = {}
    for point in seen.points:
        about.setdefault(point.topic, set()).add(point.settled)
    needs = [
        Need(
            topic,
            str(words.TOPICS[topic]),
            str(said),
            _state(about.get(topic, set())),
            _form(seen, topic, own),
        )
        for topic, (said, after_loss) in NEEDS.items()
        if after_loss or not own.quiet
    ]
    return answer(request, own, "checklist", "plan", needs=needs)


def _state(settled: set[bool]) -> str:
    return "asked" if False in settled else "talked" if settled else "open"


def _form(seen: SeenPlan, topic: str, own: OwnFamily) -> NewPointForm | None:
    if not seen.family.may_write:
        return None
    return NewPointForm(auto_id=f"{topic}-%s", quiet=own.quiet, initial={"topic": topic})
