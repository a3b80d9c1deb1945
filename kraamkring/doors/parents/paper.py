"""Her pages on paper, for who has no phone: the days to come, whom to call, the plan, the alarm signs, and a table to
write measurements in by hand. She prints it herself; for a mother without an account, whoever cares for her does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.landing import is_parent
from kraamkring.doors.ui.pages import actor, signed_in_page
from kraamkring.flows.own_family import OwnFamily, tone_of
from kraamkring.flows.see_plan import SeenPlan, see_plan
from kraamkring.flows.see_whom_to_call import see_whom_to_call
from kraamkring.packs.languages import spoken_in

from . import alarm
from .calling import EMERGENCY_NUMBER, told
from .measures import named
from .pages import answer, language, own_page
from .plan_told import Teller
from .week import WeekShown

ROWS = 10  # lines to write in: as many as the first days at home have; our choice
OF_MOTHER = (_("Day and hour"), _("Temperature"), _("Blood pressure"), _("How you feel"))
OF_CHILD = (_("Day and hour"), _("Weight"), _("Temperature"), _("Fed"), _("Wet nappies"), _("Stools"))


@require_safe
@own_page
def paper(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Everything on one page to print."""
    seen = see_plan(episode_id=own.episode.pk, by=actor(request), now=clock.now())
    return answer(request, own, "paper", "more", layout="parents/page.html", **_shown(request, own, seen))


@require_safe
@signed_in_page
def paper_for(request: HttpRequest, family: UUID) -> HttpResponse:
    """The same for a mother who does not sign in, in her language, printed by who cares for her."""
    by, now = actor(request), clock.now()
    seen = see_plan(episode_id=family, by=by, now=now)
    episode = seen.family.episode
    own = OwnFamily(episode, "mother", (), tone_of(episode))
    hers = seen.family.mother.language or spoken_in(episode.region)
    spoken = hers if hers in dict(settings.LANGUAGES) else language()
    with translation.override(spoken):
        shown = _shown(request, own, seen) | {"family": family, "quiet": own.quiet}
        layout = "parents/page.html" if is_parent(by) else "ui/signed_in.html"
        return render(request, "parents/paper.html", {"layout": layout, **shown})


def _shown(request: HttpRequest, own: OwnFamily, seen: SeenPlan) -> dict[str, Any]:
    now, by = clock.now(), actor(request)
    tell = Teller(seen, by, language(), quiet=own.quiet)
    people = see_whom_to_call(episode_id=own.episode.pk, by=by, now=now)
    mother = seen.family.mother
    children = list(own.tone.living)
    if not own.quiet and not own.tone.born:
        children = [""]  # one table for the child that is awaited
    return {
        "name": " ".join(part for part in (mother.given_name, mother.family_name) if part),
        "moment": notation.moment(now, tell.zone, language()),
        "shown": WeekShown.of(seen, own, now, language()),
        "plan": tell.plan({}),
        "people": [told(each) for each in people],
        "whose": [replace(each, open=True) for each in alarm.hers(own)],
        "emergency": EMERGENCY_NUMBER,
        "of_mother": OF_MOTHER,
        "of_child": OF_CHILD,
        "children": [named(slot, len(children)) if slot else _t("Your baby") for slot in children],
        "rows": range(ROWS),
    }
