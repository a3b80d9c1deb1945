"""Facts and a moment in, everything that the page shows of them out. Core decides; here it is told and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.core.facts.coherence import newborn_slots
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.moments import DAY, local_day
from kraamkring.core.kernel.postpartum import postpartum_day, stay_hours
from kraamkring.core.pathway import Activity, Pathway, assess, derive
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.doors.ui.phases import PHASES, Milestones
from kraamkring.packs import protocol, protocols

from .drawing import SHOWN_STATES, LineOfPhases, Presence, ring
from .facts import may_be_ticked, ticked
from .forms import FactsForm

REGION = "be-vlg"
NEEDS_SOMEBODY = ("gap", "at_risk")
SETTLED = ("withdrawn", "waived")


@dataclass(frozen=True)
class Listed:
    """An activity in a list, and whether a tick may say that it was done."""

    care: Care
    tickable: bool
    ticked: bool


@dataclass(frozen=True)
class Count:
    """How many activities of a phase are in a state."""

    state: str
    word: str
    many: int


@dataclass(frozen=True)
class PhaseShown:
    """One zoom of the line: its picture, its activities in the order of time, and those no longer needed."""

    name: str
    title: str
    when: str
    picture: SafeString
    counts: tuple[Count, ...]
    listed: tuple[Listed, ...]
    settled: tuple[Listed, ...]
    current: bool
    opened: bool
    untold: int


@dataclass(frozen=True)
class Meaning:
    """A state in the key of the marks."""

    name: str
    word: str
    meaning: str


@dataclass(frozen=True)
class Look:
    """What the page shows. quiet: a child was lost; then only what is still due is shown, without pictures."""

    quiet: bool
    at: str
    told: tuple[tuple[str, str], ...]
    needs: tuple[Care, ...]
    due: tuple[Listed, ...]
    phases: tuple[PhaseShown, ...]
    ring: SafeString
    people: tuple[Presence, ...]
    promised: int
    meanings: tuple[Meaning, ...]

    @classmethod
    def of(cls, form: FactsForm, language: str) -> Look:
        """The pathway of valid facts, at the moment that was asked for."""
        return _Telling(form, language).look()


class _Telling:
    """The pieces of one look, in one language."""

    def __init__(self, form: FactsForm, language: str) -> None:
        self.now, self.language, self.ticks = form.now, language, form.ticks
        self.protocol = protocol(REGION)
        self.zone = self.protocol.zone
        self.facts, self.pathway, self.told_done = _with_ticks(form)
        self.activities = assess(self.pathway, self.facts, self.now)
        self.stones = Milestones.of(self.facts, self.protocol)
        self.children = len(newborn_slots(self.facts))
        self.teller = Teller(self.activities, self.zone, language, self.children)
        self.current = self.stones.phase_at(self.now)
        self.line = LineOfPhases(self.stones, self.teller, self.now, self.told_done)
        self.quiet = any(birth.outcome == "stillborn" for birth in self.facts.births)

    def look(self) -> Look:
        places = self._places()
        return Look(
            quiet=self.quiet,
            at=notation.moment(self.now, self.zone, self.language),
            told=tuple(self._told()),
            needs=tuple(self.teller.tell(activity) for activity in self._needs()),
            due=tuple(self._listed(a for a in self.activities if self._still_due(a))) if self.quiet else (),
            phases=() if self.quiet else tuple(self._phase(name) for name in PHASES),
            ring=mark_safe("") if self.quiet else ring(places, self.children),
            people=() if self.quiet else places,
            promised=len(self.activities),
            meanings=tuple(
                Meaning(state.replace("_", "-"), str(words.STATES[state]), str(words.STATE_MEANINGS[state]))
                for state in (*SHOWN_STATES, *SETTLED)
            ),
        )

    # --- what was told

    def _told(self) -> Iterable[tuple[str, str]]:
        due, stones = self.stones.course.view.due, self.stones
        today = local_day(self.now, self.zone)
        if stones.birth.basis == "expected":
            yield _("Due date"), notation.weekday(due, self.language)
            yield _("At that moment"), notation.gestation_on(due, today)
            return
        for birth in self.facts.births:
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

    # --- what needs somebody, what is due

    def _needs(self) -> list[Activity]:
        """At risk, or a gap of the phase one is in; what closes first stands first."""
        found = [
            a for a in self.activities if a.state == "at_risk" or (a.state == "gap" and self._current(a))
        ]
        return sorted(found, key=lambda a: (a.state != "gap", a.promise.window.latest, a.promise.key))

    def _current(self, activity: Activity) -> bool:
        return self.stones.phase_of(activity.promise) == self.current

    def _still_due(self, activity: Activity) -> bool:
        """After a loss: what is ahead, and what is missing in these days. What is past is not gone over again."""
        if activity.promise.card.event == "booking":
            return False
        return activity.state in ("open", "arranged", "at_risk") or (
            activity.state == "gap" and self._current(activity)
        )

    def _listed(self, activities: Iterable[Activity]) -> Iterable[Listed]:
        for activity in activities:
            promise = activity.promise
            was_ticked = promise.key in self.ticks
            may = activity.state in ("open", *NEEDS_SOMEBODY) and may_be_ticked(promise, self.now)
            care = self.teller.tell(activity)
            if self._only_told(activity):
                care = replace(care, said=(_("You said that it was done in time."),))
            yield Listed(care, may or was_ticked, was_ticked)

    def _only_told(self, activity: Activity) -> bool:
        """True if it was ticked: that it was done is known, when is not, so no moment is shown."""
        return activity.state == "done" and activity.promise.key in self.told_done

    # --- the line

    def _phase(self, name: str) -> PhaseShown:
        inside = [a for a in self.activities if self.stones.phase_of(a.promise) == name]
        alive = [a for a in inside if a.state not in SETTLED]
        counted: Counter[str] = Counter(activity.state for activity in alive)
        past = PHASES.index(name) < PHASES.index(self.current)
        return PhaseShown(
            name=name,
            title=str(words.PHASES[name]),
            when=self._when(name),
            picture=self.line.picture(name, alive),
            counts=tuple(
                Count(state.replace("_", "-"), str(words.STATES[state]), counted[state])
                for state in SHOWN_STATES
                if counted[state]
            ),
            listed=tuple(self._listed(alive)),
            settled=tuple(self._listed(a for a in inside if a.state in SETTLED)),
            current=name == self.current,
            opened=name == self.current,
            untold=counted["gap"] if past else 0,
        )

    def _when(self, name: str) -> str:
        span = self.stones.span(name)
        first = span.start.astimezone(self.zone).date()
        last = span.end.astimezone(self.zone).date() - DAY
        return _("%(first)s to %(last)s") % {"first": notation.day(first), "last": notation.day(last)}

    # --- the circle

    def _places(self) -> tuple[Presence, ...]:
        """Who answers for care from now on. Without a person where care is at risk, or a gap of this phase."""
        found: dict[str, str] = {}
        for activity in self.activities:
            late = PHASES.index(self.stones.phase_of(activity.promise)) < PHASES.index(self.current)
            if late or activity.state in SETTLED or activity.promise.obligation == "proposed":
                continue
            presence = {"gap": "missing", "at_risk": "missing", "open": "asked"}.get(activity.state, "here")
            role = activity.promise.card.role
            found[role] = max(found.get(role, "here"), presence, key=("here", "asked", "missing").index)
        return tuple(
            Presence(str(words.ROLES[role]), found[role], str(words.PRESENCES[found[role]]))
            for role in words.ROLES
            if role in found
        )


def _with_ticks(form: FactsForm) -> tuple[PregnancyFacts, Pathway, frozenset[str]]:
    """The facts with what was ticked, the pathway of these, and the keys of what was ticked."""
    facts, now = form.facts, form.now
    pathway = derive(facts, protocols(), REGION)
    stones = Milestones.of(facts, protocol(REGION))
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
