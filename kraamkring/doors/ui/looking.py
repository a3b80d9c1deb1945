"""Activities and a moment in, everything that a page shows of them out. Core decides; here it is told and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.core.kernel.moments import DAY
from kraamkring.core.pathway import Activity

from . import notation, words
from .care import Care, Teller
from .drawing import SHOWN_STATES, LineOfPhases, Presence, ring
from .phases import PHASES
from .standing import SETTLED, Standing

MISSING = {"gap": "missing", "at_risk": "missing", "open": "asked"}  # a presence by state; otherwise: here


@dataclass(frozen=True)
class Listed:
    """An activity in a list, and whether a tick may say that it was done."""

    care: Care
    tickable: bool = False
    ticked: bool = False


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
    """What a page shows. quiet: somebody was lost; then only what is still due is shown, without pictures.
    told: what the facts say in a few words. ticks: whether the reader may tick what was done."""

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
    ticks: bool

    @property
    def uncovered(self) -> bool:
        """Whether somebody accepted and still nobody comes: then the key of the circle explains it."""
        return any(person.presence == "uncovered" for person in self.people)


class Telling:
    """The pieces of one look, in one language. only_told: keys of what was ticked: done, and nobody knows when."""

    ticks = False

    def __init__(self, standing: Standing, language: str, only_told: frozenset[str] = frozenset()) -> None:
        self.standing, self.language, self.only_told = standing, language, only_told
        self.activities, self.now, self.zone = standing.activities, standing.now, standing.zone
        self.children = len(standing.course.slots)
        self.teller = Teller(self.activities, self.zone, language, self.children)

    def look(self) -> Look:
        """Everything that is shown."""
        quiet = self.standing.quiet
        places = () if quiet else self.places()
        return Look(
            quiet=quiet,
            at=notation.moment(self.now, self.zone, self.language),
            told=tuple(self.told()),
            needs=tuple(self.teller.tell(activity) for activity in self.standing.needs()),
            due=self._due() if quiet else (),
            phases=() if quiet else tuple(self._phase(name) for name in PHASES),
            ring=mark_safe("") if quiet else ring(places, self.children),
            people=places,
            promised=len(self.activities),
            meanings=tuple(
                Meaning(state.replace("_", "-"), str(words.STATES[state]), str(words.STATE_MEANINGS[state]))
                for state in (*SHOWN_STATES, *SETTLED)
            ),
            ticks=self.ticks,
        )

    def told(self) -> Iterable[tuple[str, str]]:
        """What the facts say, where the page does not say it elsewhere."""
        return ()

    def listed(self, activity: Activity) -> Listed:
        return Listed(self.teller.tell(activity))

    # --- what is due

    def _due(self) -> tuple[Listed, ...]:
        return tuple(self.listed(a) for a in self.activities if self.standing.is_still_due(a))

    # --- the line

    def _phase(self, name: str) -> PhaseShown:
        standing = self.standing
        assert standing.stones is not None  # noqa: S101 (without them the look is quiet)
        assert standing.current is not None  # noqa: S101
        line = LineOfPhases(standing.stones, self.teller, self.now, self.only_told)
        inside = [a for a in self.activities if standing.stones.phase_of(a.promise) == name]
        alive = [a for a in inside if a.state not in SETTLED]
        counted: Counter[str] = Counter(activity.state for activity in alive)
        span = standing.stones.span(name)
        first = span.start.astimezone(self.zone).date()
        last = span.end.astimezone(self.zone).date() - DAY
        return PhaseShown(
            name=name,
            title=str(words.PHASES[name]),
            when=_("%(first)s to %(last)s") % {"first": notation.day(first), "last": notation.day(last)},
            picture=line.picture(name, alive),
            counts=tuple(
                Count(state.replace("_", "-"), str(words.STATES[state]), counted[state])
                for state in SHOWN_STATES
                if counted[state]
            ),
            listed=tuple(self.listed(activity) for activity in alive),
            settled=tuple(self.listed(a) for a in inside if a.state in SETTLED),
            current=name == standing.current,
            opened=name == standing.current,
            untold=counted["gap"] if PHASES.index(name) < PHASES.index(standing.current) else 0,
        )

    # --- the circle

    def places(self) -> tuple[Presence, ...]:
        """Who answers for care from now on. Without a person where care is at risk, or a gap of this phase."""
        found = self.presences()
        return tuple(
            Presence(str(words.ROLES[role]), found[role], str(words.PRESENCES[found[role]]))
            for role in words.ROLES
            if role in found
        )

    def presences(self) -> dict[str, str]:
        """The presence of each role that answers for care from now on."""
        found: dict[str, str] = {}
        for activity in self.activities:
            if (
                activity.state in SETTLED
                or activity.promise.obligation == "proposed"
                or self.standing.is_past(activity)
            ):
                continue
            presence = MISSING.get(activity.state, "here")
            role = activity.promise.card.role
            found[role] = max(found.get(role, "here"), presence, key=("here", "asked", "missing").index)
        return found
