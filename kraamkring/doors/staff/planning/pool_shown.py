"""What the birth pool shows: hours as a heat strip, who is on call as lanes, worst hours, who carries what."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation
from kraamkring.flows.birth_pool import DAYS, SeenPool
from kraamkring.flows.pool_board import Hours
from kraamkring.rooms.planner.models import Duty, OnCallTerms

HOURS = 24
_NONE = SafeString("")
WORST = 5  # named
STEPS = (0.99, 0.95, 0.9, 0.75)  # shares in time at which the colour of an hour changes; ours


@dataclass(frozen=True)
class Worst:
    """An hour in which a birth would most often find nobody in time."""

    when: str
    on_call: int
    share: str


@dataclass(frozen=True)
class Carried:
    """What a carer carries of the two weeks."""

    name: str
    hours: str
    nights: int
    weekends: int


@dataclass(frozen=True)
class PoolShown:
    """run: searching, done, or empty. share: of births, in time; evenly: the same with the hours spread evenly.
    proposed, going, promised: of the reader's own carers. houses: who shares births, if more than one. stale: the
    figures are of other organisations than those that share births now. kept: the share with what is promised only.
    holes: times on call at which she cannot be there."""

    title: str
    organisation: str
    run: str
    when: str
    by: str
    strip: SafeString
    kept_strip: SafeString
    lanes: SafeString
    worst: tuple[Worst, ...]
    carried: tuple[Carried, ...]
    births: str
    share: str
    kept: str
    evenly: str
    carers: int
    proposed: int
    going: int
    promised: int
    houses: tuple[str, ...]
    stale: bool
    holes: int


class PoolTeller:
    """Tells the pool in a language."""

    def __init__(self, seen: SeenPool, language: str) -> None:
        self.seen, self.language = seen, language
        self.dates = [seen.first + timedelta(days=number) for number in range(DAYS)]
        self.run = seen.run if seen.run and seen.run.hours is not None else None
        self.hours: Hours = seen.board.hours or (self.run.hours if self.run and self.run.hours else ())
        self.shared = len(seen.sharing.houses) > 1

    def page(self) -> PoolShown:
        seen, run = self.seen, seen_run(self.seen)
        births = sum(each[0] for each in self.hours)
        was = sum(each[0] for each in self.run.hours) if self.run and self.run.hours else 0.0
        evenly = self.run.evenly if self.run and self.run.evenly is not None else 0.0
        kept = seen.board.promised
        return PoolShown(
            title=_("%(first)s to %(last)s")
            % {
                "first": notation.weekday(self.dates[0], self.language),
                "last": notation.weekday(self.dates[-1], self.language),
            },
            organisation=seen.organisation.name,
            run=run,
            when=notation.moment(seen.run.done_at or seen.run.asked_at, seen.zone, self.language)
            if seen.run
            else "",
            by=seen.run.asked_by.name if seen.run else "",
            strip=self._strip(self.hours),
            kept_strip=self._strip(kept) if kept and kept != seen.board.hours else _NONE,
            lanes=self._lanes(),
            worst=tuple(self._worst()),
            carried=tuple(self._carried()),
            births=notation.number(round(births, 1), self.language),
            share=self._in_time(self.hours),
            kept=self._in_time(kept),
            evenly=self._percent(1 - evenly / was) if was else "",
            carers=len(seen.terms),
            proposed=sum(1 for each in seen.own if each.state == "proposed"),
            going=sum(1 for each in seen.own if each.goes),
            promised=sum(1 for each in seen.own if each.state == "promised"),
            houses=tuple(each.name for each in seen.sharing.houses) if self.shared else (),
            stale=seen.sharing.stale,
            holes=len(seen.board.holes),
        )

    def _in_time(self, hours: Hours) -> str:
        """The share of births with a carer in time."""
        births = sum(each[0] for each in hours)
        return self._percent(sum(each[0] * each[2] for each in hours) / births) if births else ""

    def _name(self, row: OnCallTerms | Duty) -> str:
        """A carer; where births are shared, with whose she is."""
        return f"{row.carer.name} · {row.organisation.name}" if self.shared else row.carer.name

    def _percent(self, share: float) -> str:
        return f"{notation.number(round(100 * share, 1), self.language)} %"

    def _clock(self, hour: int) -> tuple[int, int]:
        """Day and hour on the wall of an hour of the period."""
        return divmod(hour + self.seen.begins, HOURS)

    def _strip(self, hours: Hours) -> SafeString:
        """A row for each day, a cell for each hour; the darker, the more births would find nobody in time."""
        if not hours:
            return _NONE
        cells: dict[int, dict[int, str]] = defaultdict(dict)
        for at, (births, on_call, reached) in enumerate(hours):
            day, hour = self._clock(at)
            step = sum(reached < each for each in STEPS)
            said = _("%(hour)s h: %(births)s births expected, %(on_call)s on call, %(share)s in time") % {
                "hour": f"{hour:02}", "births": notation.number(round(births, 3), self.language),
                "on_call": on_call, "share": self._percent(reached),
            }  # fmt: skip
            cells[day][hour] = f'<td class="heat is-{step}" title="{escape(said)}">{int(100 * reached)}</td>'
        head = "".join(f'<th scope="col">{hour:02}</th>' for hour in range(HOURS))
        rows = "".join(
            f'<tr><th scope="row">{escape(self._day(day))}</th>'
            + "".join(cells[day].get(hour, "<td></td>") for hour in range(HOURS))
            + "</tr>"
            for day in sorted(cells)
        )
        caption = escape(_("Of a hundred births in each hour, how many would have a carer in time, by day"))
        return mark_safe(  # noqa: S308 (numbers, and words that are escaped)
            f'<table class="heat-strip"><caption class="for-ears">{caption}</caption>'
            f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _day(self, number: int) -> str:
        day = self.seen.first + timedelta(days=number)
        return f"{notation.WEEKDAYS[self.language][day.weekday()]} {day:%d-%m}"

    def _lanes(self) -> SafeString:
        """A lane for each carer, a cell for each day on which a block of hers begins."""
        cells: dict[tuple[UUID, date], list[str]] = defaultdict(list)
        names: dict[UUID, str] = {each.carer_id: self._name(each) for each in self.seen.terms}
        for duty in self.seen.duties:
            names.setdefault(duty.carer_id, self._name(duty))
            begins = duty.from_at.astimezone(self.seen.zone)
            cells[duty.carer_id, begins.date()].append(self._block(duty, begins))
        heads = "".join(
            f'<span class="day-head{" is-today" if day == self.seen.today else ""}">'
            f"{escape(notation.WEEKDAYS[self.language][day.weekday()])} {day:%d-%m}</span>"
            for day in self.dates
        )
        lanes = "".join(
            f'<li class="lane"><span class="who-lane">{escape(name)}</span>'
            + "".join(
                f'<span class="cell">{"".join(cells.get((carer_id, day), ()))}</span>' for day in self.dates
            )
            + "</li>"
            for carer_id, name in sorted(names.items(), key=lambda each: (each[1], each[0]))
        )
        head = _("Carer")  # not inside the other string, where nobody looks for words to translate
        return mark_safe(  # noqa: S308 (each name is escaped)
            f'<div class="lanes of-{len(self.dates)}"><div class="lane head" aria-hidden="true">'
            f'<span class="who-head">{escape(head)}</span>{heads}</div><ul class="lane-list">{lanes}</ul></div>'
        )

    def _block(self, duty: Duty, begins: datetime) -> str:
        ends = duty.until_at.astimezone(self.seen.zone)
        kind, word = {
            ("proposed", False): ("proposed", _("proposed")),
            ("promised", False): ("published", _("promised")),
            ("promised", True): ("ghost", _("would go")),
        }[duty.state, duty.goes]
        if duty.pk in self.seen.board.holes:
            kind, word = "ghost", _("hole: she cannot be there")
        when = _("night") if duty.night else _("day")
        return (
            f'<span class="block is-{kind}"><b>{begins:%H}-{ends:%H}</b> '
            f"<span>{escape(when)}</span><small>{escape(word)}</small></span>"
        )

    def _worst(self) -> list[Worst]:
        alone = [(births * (1 - reached), -at) for at, (births, _on, reached) in enumerate(self.hours)]
        found = []
        for missed, negative in sorted(alone, reverse=True)[:WORST]:
            if missed <= 0:
                break
            _births, on_call, reached = self.hours[-negative]
            day, hour = self._clock(-negative)
            when = f"{notation.weekday(self.seen.first + timedelta(days=day), self.language)} {hour:02}:00"
            found.append(Worst(when, on_call, self._percent(reached)))
        return found

    def _carried(self) -> list[Carried]:
        """What each carer would carry if what is proposed is promised."""
        hours: Counter[UUID] = Counter()
        nights: Counter[UUID] = Counter()
        weekends: Counter[UUID] = Counter()
        for duty in self.seen.duties:
            if not duty.goes and duty.pk not in self.seen.board.holes:
                hours[duty.carer_id] += round((duty.until_at - duty.from_at) / timedelta(hours=1))
                nights[duty.carer_id] += duty.night
                weekends[duty.carer_id] += duty.weekend
        return [
            Carried(
                self._name(each),
                _("%(hours)s of %(most)s")
                % {
                    "hours": hours[each.carer_id],
                    "most": notation.hours(each.hours_a_fortnight, self.language),
                },
                nights[each.carer_id],
                weekends[each.carer_id],
            )
            for each in self.seen.terms
        ]


def seen_run(seen: SeenPool) -> str:
    """Whether a roster is searched for, was found, or was never asked for."""
    if seen.run is None:
        return ""
    return "searching" if seen.run.done_at is None else "done"
