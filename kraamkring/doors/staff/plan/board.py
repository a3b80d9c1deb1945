"""The board: promised care in columns, what needs somebody first. The states are those of the family's page, in the
same words; here they are only put in their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kraamkring.core.access import module_of
from kraamkring.core.pathway import Activity, Promise
from kraamkring.doors.ui import notation
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.doors.ui.standing import Standing
from kraamkring.doors.ui.words import Words
from kraamkring.flows.see_plan import SeenPlan
from kraamkring.rooms.careplan.models import Appointment

DONE_IN_SIGHT = 5
BY_APPOINTMENT = ("contact", "screening", "agreed")
TOOK_PLACE = ("contact", "screening")
DEEDS: Words = {
    "arrange": _("Arrange"),
    "write_plan": _("Write the plan"),
    "network": _("Ask somebody"),
    "record": _("Write it down"),
}


@dataclass(frozen=True)
class Agreed:
    """An appointment on the board: where it stands, when it is, and with whom."""

    address: str
    when: str
    whom: str


@dataclass(frozen=True)
class Item:
    """One activity on the board. deed: the one thing to do about it, as a page and its words; empty where the reader
    may not, or nothing is to be done. done: the page where it is written down that it took place; empty before its
    window opens. asked: appointments that would arrange it once they are accepted."""

    care: Care
    deed: str
    deed_word: str
    done: str
    waive: str
    asked: tuple[Agreed, ...]
    agreed: Agreed | None


@dataclass(frozen=True)
class Board:
    """The columns. needs, ahead, later, past: what is to arrange: what needs somebody now, the rest of this phase,
    that of later ones, and what was not done in phases that are over."""

    needs: tuple[Item, ...]
    ahead: tuple[Item, ...]
    later: tuple[Item, ...]
    past: tuple[Item, ...]
    arranged: tuple[Item, ...]
    done: tuple[Item, ...]
    done_before: tuple[Item, ...]
    waived: tuple[Item, ...]

    @property
    def done_in_all(self) -> int:
        return len(self.done) + len(self.done_before)

    @property
    def to_arrange(self) -> int:
        return len(self.needs) + len(self.ahead)


class Placing:
    """Puts the activities of one family on the board, in one language."""

    def __init__(self, seen: SeenPlan, standing: Standing, language: str) -> None:
        self.seen, self.standing, self.language = seen, standing, language
        self.zone, self.activities = standing.zone, seen.family.activities
        self.teller = Teller(self.activities, self.zone, language, len(standing.course.slots))
        self.waiting = [each for each in seen.appointments if _waits(each, standing)]

    def board(self) -> Board:
        """After a loss: only what is still due. What is past is not gone over again."""
        standing, quiet = self.standing, self.standing.quiet
        due = [a for a in self.activities if standing.is_still_due(a)] if quiet else self.activities
        needs = standing.needs() if not quiet else [a for a in due if a.state in ("gap", "at_risk")]
        needed = {activity.promise.key for activity in needs}
        rest = [a for a in due if a.state in ("open", "gap") and a.promise.key not in needed]
        ahead = [a for a in rest if a.state == "open" and (quiet or standing.is_of_now(a))]
        later = [a for a in rest if a.state == "open" and not (quiet or standing.is_of_now(a))]
        done = sorted(self._in("done", quiet), key=_done_at, reverse=True)
        return Board(
            needs=self._items(needs),
            ahead=self._items(sorted(ahead, key=_in_force_first)),
            later=self._items(sorted(later, key=_in_force_first)),
            past=() if quiet else self._items(a for a in rest if a.state == "gap"),
            arranged=self._items(sorted((a for a in due if a.state == "arranged"), key=_arranged_for)),
            done=self._items(done[:DONE_IN_SIGHT]),
            done_before=self._items(done[DONE_IN_SIGHT:]),
            waived=self._items(self._in("waived", quiet)),
        )

    def _in(self, state: str, quiet: bool) -> list[Activity]:
        return [] if quiet else [a for a in self.activities if a.state == state]

    def _items(self, activities: Iterable[Activity]) -> tuple[Item, ...]:
        return tuple(self.item(activity) for activity in activities)

    def item(self, activity: Activity) -> Item:
        """One activity, with what may be done about it."""
        promise, family = activity.promise, self.seen.family
        row = self.seen.ids.get(promise.key)
        open_ = activity.state in ("open", "at_risk", "gap") and family.may_write and row is not None
        name, page = _deed(promise, family.episode.pk, row) if open_ and row else ("", "")
        waive = reverse("waive", args=[family.episode.pk, row]) if open_ else ""
        return Item(
            care=self.teller.tell(activity),
            deed=page,
            deed_word=str(DEEDS[name]) if page else "",
            done=self._where_done(promise) if open_ else "",
            waive=waive,
            asked=tuple(self.agreed(each) for each in self.waiting if self._would_arrange(each, activity)),
            agreed=self._agreed(activity),
        )

    def _where_done(self, promise: Promise) -> str:
        """A visit, a test or another contact may have taken place as soon as its window is open."""
        kind, name = promise.card.done_by.pair
        episode, writes = self.seen.family.episode.pk, self.seen.family.writes
        if kind not in TOOK_PLACE or promise.window.earliest > self.standing.now:
            return ""
        if kind == "screening":
            page = f"{reverse('screening', args=[episode])}#{promise.subject}-{name.replace('_', '-')}"
            return page if module_of("screenings", {}) in writes else ""
        if module_of("contacts", {"kind": name}) not in writes:
            return ""
        if name == "home_visit" and promise.subject == "mother":
            return reverse("visit_screen", args=[episode])
        return reverse("record_add_kind", args=[episode, "contacts"])

    def agreed(self, appointment: Appointment) -> Agreed:
        """The appointment, as a link says it."""
        address = reverse("appointment", args=[self.seen.family.episode.pk, appointment.item])
        when = notation.moment(appointment.start, self.zone, self.language)
        return Agreed(address, when, appointment.with_whom)

    def _would_arrange(self, asked: Appointment, activity: Activity) -> bool:
        """True if it would, once she said yes."""
        name = activity.promise.card.done_by.pair[1]
        hoped = self.seen.family.hoped.get(activity.promise.key)
        return activity.state in ("open", "at_risk", "gap") and (asked.care, asked.start) == (name, hoped)

    def _agreed(self, activity: Activity) -> Agreed | None:
        if activity.state != "arranged" or activity.arranged_for is None:
            return None
        name = activity.promise.card.done_by.pair[1]
        for each in self.seen.appointments:
            if (each.care, each.start) == (name, activity.arranged_for) and each.accepted_at is not None:
                return self.agreed(each)
        return Agreed("", notation.moment(activity.arranged_for, self.zone, self.language), "")


def _deed(promise: Promise, family: UUID, row: UUID) -> tuple[str, str]:
    """What is to be done about it, and the page where."""
    kind, name = promise.card.done_by.pair
    if kind in BY_APPOINTMENT:
        return "arrange", reverse("arrange", args=[family, row])
    if name == "postnatal_plan_made":
        return "write_plan", reverse("plan_edit", args=[family])
    page = "network" if kind == "member" else "record"
    return page, reverse(page, args=[family])


def _waits(appointment: Appointment, standing: Standing) -> bool:
    return appointment.accepted_at is None and appointment.outcome is None and appointment.end > standing.now


def _in_force_first(activity: Activity) -> tuple[bool, object, str]:
    promise = activity.promise
    return promise.obligation == "proposed", promise.window.latest, promise.key


def _arranged_for(activity: Activity) -> tuple[object, str]:
    return activity.arranged_for, activity.promise.key


def _done_at(activity: Activity) -> tuple[object, str]:
    return activity.done_at or activity.promise.window.earliest, activity.promise.key
