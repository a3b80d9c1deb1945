"""Her week: what happens in the coming seven days, what is waited for, and what she can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kraamkring.core.kernel.gestation import gestation_days
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kernel.postpartum import postpartum_day
from kraamkring.core.pathway import Activity, Card
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui import words as ui_words
from kraamkring.doors.ui.pages import actor
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.hotel_stays import waits_for_answer
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_plan import SeenPlan, see_plan
from kraamkring.packs import protocol
from kraamkring.rooms.careplan.models import Appointment

from . import words
from .meetings import Meeting, meeting_of
from .pages import answer, in_words, language, own_page

AHEAD = timedelta(days=7)
DAYS_PP_TOLD = 42  # so long the days since the birth are counted; our choice


@dataclass(frozen=True)
class Awaited:
    """Care that is promised and still to be arranged. when: its days, empty while they rest on a day that nobody
    knows. why: as the card says it. times: how often, where it is the same care in the same days."""

    what: str
    when: str
    who: str
    why: str
    times: int = 1


@dataclass(frozen=True)
class Hint:
    """Something that she can do, with the page where."""

    text: str
    address: str


@dataclass(frozen=True)
class WeekShown:
    """The page. days: each with its meetings. later: the next one after this week. missing: promised, and not arranged
    though it should be by now."""

    how_far: str
    days: tuple[tuple[str, tuple[Meeting, ...]], ...]
    later: Meeting | None
    awaited: tuple[Awaited, ...]
    missing: tuple[Awaited, ...]
    hints: tuple[Hint, ...]

    @classmethod
    def of(cls, seen: SeenPlan, own: OwnFamily, now: datetime, language: str) -> WeekShown:
        return _Telling(seen, own, now, language).shown()


class _Telling:
    def __init__(self, seen: SeenPlan, own: OwnFamily, now: datetime, language: str) -> None:
        family = seen.family
        self.seen, self.own, self.now, self.language = seen, own, now, language
        rules = protocol(family.facts.region or "")
        self.standing = Standing(family.facts, family.activities, rules, now)
        self.zone = self.standing.zone

    def shown(self) -> WeekShown:
        coming = [each for each in self.seen.appointments if each.outcome is None and each.end > self.now]
        near = [self._meeting(each) for each in coming if each.start < self.now + AHEAD]
        far = [each for each in coming if each.start >= self.now + AHEAD]
        needs = [activity for activity in self.standing.needs() if is_hers(activity)]
        return WeekShown(
            how_far=self._how_far(),
            days=tuple((day, tuple(those)) for day, those in groupby(near, key=lambda each: each.day)),
            later=self._meeting(far[0]) if far else None,
            awaited=_together(self._awaited(activity) for activity in self._ahead(needs)),
            missing=_together(self._awaited(activity) for activity in needs),
            hints=tuple(self._hints()),
        )

    def _meeting(self, each: Appointment) -> Meeting:
        return meeting_of(each, self.zone, self.language, self.now)

    def _ahead(self, needs: list[Activity]) -> Iterator[Activity]:
        """What opens within the week and nobody has to worry about yet; after a loss, all that is still due."""
        standing, needed = self.standing, {activity.promise.key for activity in needs}
        for activity in standing.activities:
            promise = activity.promise
            if activity.state != "open" or promise.key in needed or not is_hers(activity):
                continue
            if promise.obligation == "proposed":
                continue
            if standing.quiet:
                if standing.is_still_due(activity):
                    yield activity
            elif promise.window.earliest < self.now + AHEAD and standing.is_of_now(activity):
                yield activity

    def _awaited(self, activity: Activity) -> Awaited:
        promise = activity.promise
        card = promise.card
        title = str(words.PROMISES.get(card.activity) or in_words(card.title))
        child = promise.subject != "mother" and len(self.standing.course.slots) > 1
        which = ui_words.subject(promise.subject, len(self.standing.course.slots)) if child else ""
        return Awaited(
            what=format_html("{} · {}", title, which) if which else title,
            when=self._when(activity),
            who=_who(card) if card.done_by.pair[0] != "member" else "",
            why=in_words(card.why),
        )

    def _when(self, activity: Activity) -> str:
        promise = activity.promise
        if promise.basis not in ("recorded", "planned"):
            return ""
        first, last = notation.window(promise.window, self.zone, self.language)
        if activity.state == "gap":
            return _("this should have happened before %(moment)s") % {"moment": last}
        if promise.window.earliest <= self.now or first == last:
            return _("before %(moment)s") % {"moment": last} if first != last else last
        return _("between %(first)s and %(last)s") % {"first": first, "last": last}

    def _how_far(self) -> str:
        """How far she is, for the mother herself; nothing is counted after a loss."""
        stones, today = self.standing.stones, local_day(self.now, self.zone)
        if self.own.quiet or stones is None or not self.seen.family.sees_all:
            return ""
        if stones.birth.basis == "expected":
            days = gestation_days(stones.course.view.due, today)
            return _("You are %(weeks)s weeks and %(days)s days pregnant.") % {
                "weeks": days // 7,
                "days": days % 7,
            }
        days = postpartum_day(stones.course.day_of(stones.birth), today)
        if not 0 <= days <= DAYS_PP_TOLD:
            return ""
        if days == 0:
            return _("Today is the day of the birth.")
        return ngettext(
            "It is %(days)s day since the birth.", "It is %(days)s days since the birth.", days
        ) % {"days": days}

    def _hints(self) -> Iterator[Hint]:
        seen, family = self.seen, [self.own.episode.pk]
        if self.own.quiet:
            return
        if seen.family.may_write and waits_for_answer(episode=self.own.episode, now=self.now):
            yield Hint(
                _("Answer a question: would you go to a maternity-care hotel?"),
                reverse("my_hotel", args=family),
            )
        if seen.family.may_write and seen.plan is None:
            yield Hint(_("Begin your plan for after the birth."), reverse("my_plan_change", args=family))
        if seen.family.may_write:
            yield Hint(
                _("Write down what you want to ask at the next visit."),
                reverse("my_questions", args=family),
            )
        yield Hint(_("Put your appointments in the calendar of your phone."), reverse("me") + "#calendar")


def _together(awaited: Iterable[Awaited]) -> tuple[Awaited, ...]:
    """The same care in the same days is told once, with how often."""
    return tuple(replace(each, times=many) for each, many in Counter(awaited).items())


def _who(card: Card) -> str:
    """Who answers for it; and who else may come, where that is one other."""
    others = [role for role in card.by if role != card.role]
    main = words.role_word(card.role)
    if len(others) != 1:
        return main
    return _("%(one)s or %(other)s") % {"one": main, "other": words.role_word(others[0])}


def is_hers(activity: Activity) -> bool:
    """True for care that she meets; what the house does behind it is not hers to watch."""
    card = activity.promise.card
    return card.done_by.pair[0] in words.OF_HERS or card.activity in words.PROMISES


@require_safe
@own_page
def week(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """What comes, what is waited for, and whom to call about it."""
    now = clock.now()
    seen = see_plan(episode_id=own.episode.pk, by=actor(request), now=now)
    shown = WeekShown.of(seen, own, now, language())
    return answer(request, own, "week", "week", shown=shown)
