"""The line and the circle of one look: what is drawn where, handed to the components that draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.core.kernel.moments import local_day, start_of_day
from kraamkring.core.pathway import Activity

from . import circle, line, notation, words
from .care import Teller
from .phases import Milestones

SHOWN_STATES = ("gap", "at_risk", "open", "arranged", "done")
WEEKS_ON_AXIS = (12, 20, 28, 36, 40)
DAYS_ON_AXIS = (0, 2, 4, 6, 8, 10)
MOST_DAY_WORDS = 5


@dataclass(frozen=True)
class Presence:
    """A discipline in the circle, in words."""

    label: str
    presence: str
    word: str


@dataclass(frozen=True)
class LineOfPhases:
    """The pictures of the four zooms. only_told: keys of what was ticked as done, whose moment nobody knows."""

    stones: Milestones
    teller: Teller
    now: datetime
    only_told: Collection[str]

    def picture(self, name: str, activities: Sequence[Activity]) -> SafeString:
        """One zoom of the line; empty where nothing is promised."""
        if not activities:
            return mark_safe("")
        span, title = self.stones.span(name), str(words.PHASES[name])
        counted: Counter[str] = Counter(activity.state for activity in activities)
        told = ", ".join(
            f"{counted[state]} × {words.STATES[state]}" for state in SHOWN_STATES if counted[state]
        )
        return mark_safe(  # noqa: S308 (line.draw escapes every word)
            line.draw(
                [self._row(activity) for activity in activities],
                span,
                self._ticks(name),
                self._events(name),
                title=_("The line: %(phase)s") % {"phase": title},
                description=_("%(states)s. Everything in the picture stands in the list below it.")
                % {"states": told},
                name=f"line-{name.replace('_', '-')}",
            )
        )

    def _row(self, activity: Activity) -> line.Row:
        promise = activity.promise
        return line.Row(
            label=self.teller.tell(activity).name,
            state=activity.state,
            earliest=promise.window.earliest,
            latest=promise.window.latest,
            point=None
            if activity.promise.key in self.only_told
            else activity.done_at or activity.arranged_for,
            firm=promise.basis == "recorded",
        )

    def _events(self, name: str) -> list[line.Event]:
        stones = self.stones
        if stones.birth.basis == "expected":
            born = line.Event(_("due date"), stones.birth.at)
        else:
            born = line.Event(_("birth"), stones.birth.at)
        events = [born]
        if name != "pregnancy" and stones.home.at != stones.birth.at:
            word = _("home") if stones.home.basis == "recorded" else _("home, expected")
            events.append(line.Event(word, stones.home.at))
        return [*events, line.Event(_("now"), self.now, "now")]

    def _ticks(self, name: str) -> list[line.Tick]:
        day_0 = self.stones.course.day_of(self.stones.birth)
        if name == "pregnancy":
            due = self.stones.course.view.due
            return [
                line.Tick(f"{week}+0", start_of_day(due + timedelta(weeks=week - 40), self.teller.zone))
                for week in WEEKS_ON_AXIS
            ]
        if name == "ten_days":
            named = [
                (notation.DAY_WORD[self.teller.language] + " 0" if day == 0 else str(day), day)
                for day in DAYS_ON_AXIS
            ]
        elif name == "thousand_days":
            named = [
                (_("2 wk"), 14), (_("6 wk"), 42), (_("3 m"), 91), (_("6 m"), 182), (_("1 y"), 365), (_("2 y"), 730),
            ]  # fmt: skip
        else:
            span = self.stones.span(name)
            days = (local_day(span.end, self.teller.zone) - day_0).days
            step = max(1, -(-days // MOST_DAY_WORDS))
            named = [
                (notation.weekday(day_0 + timedelta(days=at), self.teller.language)[:-5], at)
                for at in range(0, days, step)
            ]
        return [
            line.Tick(word, start_of_day(day_0 + timedelta(days=at), self.teller.zone)) for word, at in named
        ]


def ring(places: Sequence[Presence], children: int) -> SafeString:
    """The circle around mother and child."""
    drawn = [circle.Place(place.label, place.presence) for place in places]
    missing = sum(place.presence in circle.OPENINGS for place in places)
    told = ngettext(
        "%(many)s opening: care is due and nobody is there.",
        "%(many)s openings: care is due and nobody is there.",
        missing,
    ) % {"many": missing}
    title = _("The circle around mother and child")
    return mark_safe(circle.draw(drawn, children, title, told, name="circle"))  # noqa: S308 (it escapes)
