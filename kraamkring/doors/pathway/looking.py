"""What the public page adds to a look: what was told, and the ticks that say that something was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kernel.postpartum import postpartum_day, stay_hours
from kraamkring.core.pathway import Activity, Pathway, assess, derive
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.looking import Listed, Look, Telling
from kraamkring.doors.ui.phases import Milestones
from kraamkring.doors.ui.standing import Standing
from kraamkring.packs import protocol, protocols

from .facts import may_be_ticked, ticked
from .forms import FactsForm

REGION = "be-vlg"
CAN_BE_MISSED = ("open", "gap", "at_risk")


def look_of(form: FactsForm, language: str) -> Look:
    """The pathway of valid facts, at the moment that was asked for."""
    facts, pathway, told_done = _with_ticks(form)
    activities = assess(pathway, facts, form.now)
    return ToldTelling(
        form, Standing(facts, activities, protocol(REGION), form.now), language, told_done
    ).look()


class ToldTelling(Telling):
    """A look at what somebody typed, and ticked."""

    ticks = True

    def __init__(self, form: FactsForm, standing: Standing, language: str, only_told: frozenset[str]) -> None:
        super().__init__(standing, language, only_told)
        self.ticked = form.ticks

    def listed(self, activity: Activity) -> Listed:
        was_ticked = activity.promise.key in self.ticked
        may = activity.state in CAN_BE_MISSED and may_be_ticked(activity.promise, self.now)
        care = self.teller.tell(activity)
        if activity.state == "done" and activity.promise.key in self.only_told:
            care = replace(care, said=(_("You said that it was done in time."),))
        return Listed(care, may or was_ticked, was_ticked)

    def told(self) -> Iterable[tuple[str, str]]:
        stones = self.standing.stones
        assert stones is not None  # noqa: S101 (a loss without a birth cannot be typed)
        due, today = stones.course.view.due, local_day(self.now, self.zone)
        if stones.birth.basis == "expected":
            yield _("Due date"), notation.weekday(due, self.language)
            yield _("At that moment"), notation.gestation_on(due, today)
            return
        for birth in self.standing.facts.births:
            on = local_day(birth.born_at, self.zone)
            parts = [
                notation.moment(birth.born_at, self.zone, self.language),
                notation.gestation_on(due, on),
                notation.weight(birth.weight_g) if birth.weight_g else "",
                str(words.PLACES[birth.place]),
            ]
            yield self._birth_word(birth.newborn), " · ".join(part for part in parts if part)
        home = stones.home
        if home.basis in ("recorded", "planned") and home.at != stones.birth.at:
            hours = notation.hours(stay_hours(stones.birth.at, home.at), self.language)
            word = _("Home") if home.basis == "recorded" else _("Going home, planned")
            at = notation.moment(home.at, self.zone, self.language)
            yield word, _("%(moment)s · after %(hours)s") % {"moment": at, "hours": hours}
        days = postpartum_day(stones.course.day_of(stones.birth), today)
        if days >= 0:
            yield _("At that moment"), notation.postpartum(days, self.language)

    def _birth_word(self, slot: str) -> str:
        if self.children == 1:
            return _("Birth")
        return _("Birth of child %(number)s") % {"number": slot.removeprefix("newborn-")}


def _with_ticks(form: FactsForm) -> tuple[PregnancyFacts, Pathway, frozenset[str]]:
    """The facts with what was ticked, the pathway of these, and the keys of what was ticked."""
    facts, now = form.facts, form.now
    pathway = derive(facts, protocols(), REGION)
    stones = Milestones.of(facts, protocol(REGION))
    assert stones is not None  # noqa: S101 (a loss without a birth cannot be typed)
    whole = {"pregnancy": form.cleaned_data["pregnancy_done"], "stay": form.cleaned_data["stay_done"]}
    chosen = [
        promise
        for promise in pathway.promises
        if may_be_ticked(promise, now)
        and (
            promise.key in form.ticks
            or (promise.obligation != "proposed" and whole.get(stones.phase_of(promise)))
        )
    ]
    if not chosen:
        return facts, pathway, frozenset()
    facts = ticked(facts, chosen, now)
    keys = frozenset(promise.key for promise in chosen)
    return facts, derive(facts, protocols(), REGION), keys
