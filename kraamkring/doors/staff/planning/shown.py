"""What the week shows: lanes, a list for a telephone, the tray, what changes, what the last run found. No rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from html import escape
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation
from kraamkring.flows.see_planning import SeenPlanning, Standing
from kraamkring.packs.postcodes import Point, point_of
from kraamkring.rooms.planner.models import Contract, Run, Shift

from ..banner import name_of
from .map import draw
from .reasons import Names, because
from .room import RoomShown, room_shown
from .words import AWAY, PARTS, STATES, skill_word, skill_words

DIGITS_OF_AREA = 2  # of a postcode: about a district
MOST_IN_TRAY = 200  # shown at once; how many there are is said
NOBODY = str(UUID(int=0))
Cells = defaultdict[UUID, defaultdict[date, list[str]]]  # what stands in the lane of a carer on a day
FIRST_DAYS = 7
LONG_DAYS = 14


@dataclass(frozen=True)
class Asked:
    """What of the week is asked for. day: which of its days the list for a telephone shows."""

    days: int = FIRST_DAYS
    area: str = ""
    skill: str = ""
    day: int = 0


@dataclass(frozen=True)
class InTray:
    """A family-day that has nobody."""

    name: str
    day: str
    hours: str
    postcode: str
    needs: str
    first: bool
    link: str


@dataclass(frozen=True)
class OnDay:
    """A family on the day that a telephone shows."""

    name: str
    carer: str
    hours: str
    state: str
    pinned: bool
    link: str


@dataclass(frozen=True)
class Change:
    """A promise that would change, and why; or a new one."""

    id: UUID
    day: str
    name: str
    before: str
    after: str
    hours: str
    why: str
    state: str
    link: str


@dataclass(frozen=True)
class RunShown:
    """state: searching, done, refused. found: how much of each part of the objective, in its order."""

    state: str
    when: str
    by: str
    found: tuple[tuple[str, int], ...]
    room: RoomShown | None


@dataclass(frozen=True)
class DayTab:
    number: int
    word: str
    here: bool
    nobody: int


@dataclass(frozen=True)
class PlanningShown:
    """Everything of the page, in words."""

    title: str
    organisation: str
    first: str
    before: str
    after: str
    days: int
    lanes: SafeString
    carers: int
    tabs: tuple[DayTab, ...]
    on_day: tuple[OnDay, ...]
    tray: tuple[InTray, ...]
    in_tray: int
    expected: int
    proposed: int
    changed: int
    agreed: int
    run: RunShown | None
    areas: tuple[str, ...]
    skills: tuple[tuple[str, str], ...]
    map: SafeString


class Teller:
    """Tells what was seen, for what was asked, in a language."""

    def __init__(self, seen: SeenPlanning, asked: Asked, language: str) -> None:
        self.seen, self.asked, self.language = seen, asked, language
        self.dates = [seen.period.first + timedelta(days=number) for number in range(seen.period.days)]
        self.names = {episode_id: name_of(mother) for episode_id, mother in seen.mothers.items()}
        self.carers = {each.carer_id: each.carer.name for each in seen.rows.contracts}
        self.hours = {n: notation.hours(n, language) for n in range(25)}
        day_link = reverse("planning_day", args=[NOBODY, "0000"]).removesuffix("0000/")
        self.links = {
            episode_id: day_link.replace(NOBODY, str(request))
            for episode_id, request in seen.requests.items()
        }
        self.told_names = {episode_id: escape(name) for episode_id, name in self.names.items()}
        self.states = {state: str(word) for state, word in STATES.items()}
        self.carer_link = reverse("planning_carer", args=[NOBODY])
        self.of_hours = _("%(hours)s of %(most)s")
        self.pin = f'<i class="pin" title="{escape(_("pinned"))}">•</i>'

    def page(self) -> PlanningShown:
        seen, asked = self.seen, self.asked
        tray = [each for each in self._nobody() if self._fits(each.episode_id)]
        changes = [each for each in seen.standing if each.proposal]
        run = seen.run
        return PlanningShown(
            title=self._days(),
            organisation=seen.organisation.name,
            first=seen.period.first.isoformat(),
            before=(seen.period.first - timedelta(days=seen.period.days)).isoformat(),
            after=(seen.period.first + timedelta(days=seen.period.days)).isoformat(),
            days=seen.period.days,
            lanes=self.lanes(),
            carers=len(seen.rows.contracts),
            tabs=tuple(self._tabs(tray)),
            on_day=tuple(self._on_day()),
            tray=tuple(self._in_tray(each) for each in tray[:MOST_IN_TRAY]),
            in_tray=len(tray),
            expected=sum(1 for each in seen.standing if each.care and each.care.expected),
            proposed=sum(1 for each in changes if each.proposal and each.proposal.state == "proposed"),
            changed=sum(1 for each in changes if each.promise),
            agreed=sum(1 for each in changes if each.proposal and each.proposal.state == "accepted"),
            run=self._run(run) if run else None,
            areas=tuple(sorted({code[:DIGITS_OF_AREA] for code in seen.rows.postcodes.values() if code})),
            skills=tuple((skill, skill_word(skill)) for skill in sorted(self._skills())),
            map=self._map(tray) if asked.days <= LONG_DAYS else SafeString(""),
        )

    def lanes(self) -> SafeString:
        """A lane for each carer, a cell for each day; made in one string, as five hundred lanes go through here."""
        of_cell: Cells = defaultdict(lambda: defaultdict(list))
        hours: Counter[UUID] = Counter()
        for each in self.seen.standing:
            for shift, ghost in self._drawn(each):
                if shift.carer_id is None:
                    continue
                of_cell[shift.carer_id][each.day].append(self._block(each, shift, ghost=ghost))
                hours[shift.carer_id] += 0 if ghost else shift.hours
        heads = "".join(
            f'<span class="day-head{" is-today" if day == self.seen.today else ""}">'
            f"{escape(notation.WEEKDAYS[self.language][day.weekday()])} {day:%d-%m}</span>"
            for day in self.dates
        )
        rows = "".join(self._lane(contract, of_cell, hours) for contract in self._contracts())
        head = _("Carer")  # not inside the other string, where nobody looks for words to translate
        return mark_safe(  # noqa: S308 (each name is escaped)
            f'<div class="lanes of-{len(self.dates)}"><div class="lane head" aria-hidden="true">'
            f'<span class="who-head">{escape(head)}</span>{heads}</div><ul class="lane-list">{rows}</ul></div>'
        )

    def changes(self) -> list[Change]:
        """What would change if everything that is proposed is agreed with: promises first, then what is new."""
        found = [each for each in self.seen.standing if each.proposal]
        return [
            self._change(each) for each in sorted(found, key=lambda each: (each.promise is None, each.day))
        ]

    def _days(self) -> str:
        first, last = self.seen.period.first, self.seen.period.last
        return _("%(first)s to %(last)s") % {
            "first": notation.weekday(first, self.language),
            "last": notation.weekday(last, self.language),
        }

    def _lane(self, contract: Contract, of_cell: Cells, hours: Counter[UUID]) -> str:
        carer_id, name = contract.carer_id, contract.carer.name
        away = {
            day: absence
            for absence in self.seen.rows.absences.get(carer_id, ())
            for day in self.dates
            if absence.first_day <= day <= absence.last_day
        }
        cells, hers = [], of_cell[carer_id]
        for day in self.dates:
            blocks = "".join(hers[day]) if day in hers else ""
            if day in away:
                blocks = f'<span class="away is-{away[day].kind}">{escape(str(AWAY[away[day].kind]))}</span>{blocks}'
            today = " is-today" if day == self.seen.today else ""
            cells.append(f'<span class="cell{today}">{blocks}</span>')
        most = round(contract.hours_a_week * len(self.dates) / 7)
        link = self.carer_link.replace(NOBODY, str(carer_id))
        worked = self.of_hours % {
            "hours": hours[carer_id],
            "most": self.hours.get(most, f"{most}"),
        }
        return (
            f'<li class="lane"><span class="who-lane"><a href="{link}">{escape(name)}</a>'
            f"<small>{escape(worked)}</small></span>{''.join(cells)}</li>"
        )

    def _drawn(self, each: Standing) -> Iterator[tuple[Shift, bool]]:
        """What stands in the lanes; a promise that would go is drawn as a ghost beside its proposal."""
        if each.promise and each.proposal and each.promise.carer_id != each.proposal.carer_id:
            yield each.promise, True
        if each.now is not None:
            yield each.now, False

    def _block(self, each: Standing, shift: Shift, *, ghost: bool) -> str:
        name, link = self.told_names.get(each.episode_id), self.links.get(each.episode_id)
        state = _("would go") if ghost else self.states[shift.state]
        short = not ghost and shift.hours < shift.full_hours
        said = f"{self.hours[shift.hours]}" + (f" / {self.hours[shift.full_hours]}" if short else "")
        pinned = self.pin if shift.pinned else ""
        kind = "ghost" if ghost else shift.state
        told = (
            f"{pinned}<b>{name or escape(_('Not shown to you'))}</b> <span>{said}</span>"
            f"<small>{escape(state)}</small>"
        )
        if name is None or link is None:
            return f'<span class="block is-{kind}">{told}</span>'
        kind += " is-short" if short else ""
        return f'<a class="block is-{kind}" href="{link}{each.day.isoformat()}/">{told}</a>'

    def _contracts(self) -> Iterator[Contract]:
        for contract in self.seen.rows.contracts:
            can = {each.skill for each in self.seen.rows.competences.get(contract.carer_id, ())}
            if self.asked.skill and self.asked.skill not in can:
                continue
            if self.asked.area and not contract.postcode.startswith(self.asked.area):
                continue
            yield contract

    def _nobody(self) -> Iterator[Standing]:
        for each in self.seen.standing:
            if each.care is None or each.care.expected or each.day < self.seen.today:
                continue
            if each.now is None or each.now.carer_id is None:
                yield each

    def _fits(self, episode_id: UUID) -> bool:
        need = self.seen.rows.needs.get(episode_id)
        return (
            episode_id in self.names
            and self.seen.rows.postcodes.get(episode_id, "").startswith(self.asked.area)
            and (not self.asked.skill or (need is not None and self.asked.skill in need.skills))
        )

    def _in_tray(self, each: Standing) -> InTray:
        need = self.seen.rows.needs.get(each.episode_id)
        return InTray(
            name=self.names[each.episode_id],
            day=notation.weekday(each.day, self.language),
            hours=self.hours[each.care.hours if each.care else 0],
            postcode=self.seen.rows.postcodes.get(each.episode_id, ""),
            needs=skill_words(need.skills) if need else "",
            first=bool(need and need.goes_first),
            link=f"{self.links[each.episode_id]}{each.day.isoformat()}/",
        )

    def _tabs(self, tray: list[Standing]) -> Iterator[DayTab]:
        nobody = Counter(each.day for each in tray)
        for number, day in enumerate(self.dates):
            word = f"{notation.WEEKDAYS[self.language][day.weekday()]} {day:%d-%m}"
            yield DayTab(number, word, number == self.asked.day, nobody[day])

    def _on_day(self) -> Iterator[OnDay]:
        day = self.dates[min(self.asked.day, len(self.dates) - 1)]
        for each in self.seen.standing:
            if each.day != day or each.episode_id not in self.names or each.now is None:
                continue
            carer = self.carers.get(each.now.carer_id) if each.now.carer_id else None
            yield OnDay(
                name=self.names[each.episode_id],
                carer=carer or (each.now.carer.name if each.now.carer else _("nobody")),
                hours=self.hours[each.now.hours],
                state=each.now.state,
                pinned=each.now.pinned,
                link=f"{self.links[each.episode_id]}{each.day.isoformat()}/",
            )

    def _change(self, each: Standing) -> Change:
        proposal, promise = each.proposal, each.promise
        assert proposal is not None  # noqa: S101 (the caller has looked)
        nobody = _("nobody")
        return Change(
            id=proposal.pk,
            day=notation.weekday(each.day, self.language),
            name=self.names.get(each.episode_id) or _("Not shown to you"),
            before=promise.carer.name if promise and promise.carer else "",
            after=proposal.carer.name if proposal.carer else nobody,
            hours=self.hours[proposal.hours],
            why=because(proposal.why, proposal.values, self.known),
            state=proposal.state,
            link=f"{self.links[each.episode_id]}{each.day.isoformat()}/"
            if each.episode_id in self.links
            else "",
        )

    @cached_property
    def known(self) -> Names:
        """Who is who in a reason; families that the reader may not see have no name in it."""
        carers = {str(carer_id): name for carer_id, name in self.carers.items()}
        carers |= {
            str(each.carer_id): each.carer.name for each in self.seen.rows.shifts if each.carer is not None
        }
        families = {str(episode_id): name for episode_id, name in self.names.items()}
        return Names(carers, families, self.language)

    def _run(self, run: Run) -> RunShown:
        amounts = run.amounts or {}
        return RunShown(
            state="searching" if run.done_at is None else "refused" if run.refused else "done",
            when=notation.moment(run.done_at or run.asked_at, self.seen.zone, self.language),
            by=run.asked_by.name,
            found=tuple((str(word), int(amounts[part])) for part, word in PARTS.items() if amounts.get(part)),
            room=room_shown(run.room, self.language) if run.room and not run.refused else None,
        )

    def _skills(self) -> set[str]:
        can = {each.skill for of in self.seen.rows.competences.values() for each in of}
        return can | {skill for need in self.seen.rows.needs.values() for skill in need.skills}

    def _map(self, tray: list[Standing]) -> SafeString:
        region = self.seen.organisation.region
        families: Counter[Point] = Counter()
        nobody: Counter[Point] = Counter()
        carers: Counter[Point] = Counter()
        for episode_id in {each.episode_id for each in self.seen.standing if each.care}:
            if point := point_of(self.seen.rows.postcodes.get(episode_id, ""), region):
                families[point] += 1
        for episode_id in {each.episode_id for each in tray}:
            if point := point_of(self.seen.rows.postcodes.get(episode_id, ""), region):
                nobody[point] += 1
        for contract in self.seen.rows.contracts:
            if point := point_of(contract.postcode, region):
                carers[point] += 1
        return draw(families, nobody, carers)
