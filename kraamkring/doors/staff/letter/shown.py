"""What the letter says, in the reader's language, as sections of rows and points: page and paper draw the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.facts.coherence import standing as standing_facts
from kraamkring.core.facts.model import Appointment, Birth
from kraamkring.core.kernel.postpartum import stay_hours
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.care import Teller
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.transfer_letter import Letter
from kraamkring.packs import protocol

from ..banner import language_name, name_of
from ..words import INTERPRETERS
from .words import CARES, CONDITIONS, COURSES, FEEDINGS, PARTS, SCREENED, STAYS, TOPICS

LOOKS_AHEAD = timedelta(weeks=8)  # our choice: the check at six weeks is in it
OPEN = ("open", "at_risk", "gap")
SAID_IN_A_LETTER = ("prenatal", "plan", "network", "child")

Row = tuple[str, str]


@dataclass(frozen=True)
class Point:
    """One line of a list. mark: a state of ui.marks, or empty."""

    text: str
    more: str = ""
    mark: str = ""
    word: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with rows and points, or with words that somebody wrote; empty is said where there is nothing."""

    title: str
    rows: tuple[Row, ...] = ()
    points: tuple[Point, ...] = ()
    empty: str = ""
    text: str = ""


@dataclass(frozen=True)
class LetterShown:
    """The whole letter. head: one line under the name, for every sheet. foot: what the reader must know of it."""

    title: str
    name: str
    head: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    sent: tuple[str, ...]
    quiet: bool
    zone: str

    @classmethod
    def of(cls, letter: Letter, language: str) -> LetterShown:
        return _Writing(letter, language).whole()


class _Writing:
    """One letter, being written."""

    def __init__(self, letter: Letter, language: str) -> None:
        self.letter, self.language, self.now = letter, language, letter.at
        self.protocol = protocol(letter.facts.region or "")
        self.zone = ZoneInfo(letter.episode.zone)
        self.standing = Standing(letter.facts, letter.activities, self.protocol, letter.at)
        self.children = len(self.standing.course.slots)

    def whole(self) -> LetterShown:
        mother, at = self.letter.mother, notation.moment(self.now, self.zone, self.language)
        born = notation.day(mother.birth_date) if mother.birth_date else _("date of birth not known")
        return LetterShown(
            title=_("Transfer letter"),
            name=name_of(mother),
            head=" · ".join((name_of(mother), born, at)),
            sections=tuple(self._sections()),
            foot=tuple(self._foot(at)),
            sent=tuple(notation.moment(each, self.zone, self.language) for each in self.letter.sent_at),
            quiet=self.standing.quiet,
            zone=self.letter.episode.zone,
        )

    def _sections(self) -> Iterator[Section]:
        yield Section(_("Mother"), tuple(self._mother()))
        if "prenatal" in self.letter.sees:
            yield Section(_("Pregnancy"), tuple(self._pregnancy()))
        for slot, birth in sorted(self.standing.course.view.births.items()):
            yield self._child(slot, birth)
        yield Section(_("Stay"), tuple(self._stay()), empty=_("No stay is recorded."))
        if "plan" in self.letter.sees:
            agreed, open_ = tuple(self._agreed()), tuple(self._open())
            yield Section(_("Agreed"), points=agreed, empty=_("Nothing is agreed yet."))
            yield Section(_("Still to be arranged"), points=open_, empty=_("Nothing is open."))
            yield Section(_("From the plan"), tuple(self._plan()), tuple(self._points()), _("No plan yet."))
        if "network" in self.letter.sees:
            yield Section(
                _("Who is around them"), points=tuple(self._network()), empty=_("Nobody accepted yet.")
            )

    def _mother(self) -> Iterator[Row]:
        mother, facts = self.letter.mother, self.letter.facts
        yield _("Name"), name_of(mother)
        yield _("Born"), notation.day(mother.birth_date) if mother.birth_date else _("not known")
        yield _("National number"), self.letter.numbers.get("mother") or _("not known")
        code = mother.language or facts.preferences.language or ""
        spoken = language_name(code) if code else _("not asked")
        yield _("Language"), f"{spoken} · {INTERPRETERS[mother.interpreter_needed]}"
        condition = facts.mother_condition
        yield _("How she is"), str(CONDITIONS[condition]) if condition else _("not recorded")
        if died := self.standing.course.gone_at("mother"):
            yield _("Died"), self._moment(died)

    def _pregnancy(self) -> Iterator[Row]:
        facts = self.letter.facts
        yield _("Due date"), notation.weekday(self.standing.course.view.due, self.language)
        yield _("Gravida and para"), _("not recorded here")
        yield _("Course"), str(COURSES[facts.course]) if facts.course else _("not recorded")
        if facts.expected_newborns:
            yield _("Children expected"), str(facts.expected_newborns)
        if feeding := facts.preferences.feeding:
            yield _("Feeding she prefers"), str(FEEDINGS[feeding])

    def _child(self, slot: str, birth: Birth) -> Section:
        whom = words.subject(slot, self.children)
        return Section(whom[:1].upper() + whom[1:], tuple(self._born(slot, birth)))

    def _born(self, slot: str, birth: Birth) -> Iterator[Row]:
        person = self.letter.persons.get(slot)
        if person and (person.given_name or person.family_name):
            yield _("Name"), name_of(person)
        yield _("Number"), self.letter.numbers.get(slot) or _("not known")
        yield (
            _("Born"),
            self._moment(birth.born_at) + (f" · {_('stillborn')}" if birth.outcome == "stillborn" else ""),
        )
        day = birth.born_at.astimezone(self.zone).date()
        yield (
            _("Gestation"),
            birth.gestation or notation.gestation_on(self.standing.course.view.due, day),
        )
        yield _("Weight"), notation.weight(birth.weight_g) if birth.weight_g else _("not recorded")
        yield _("Where and how"), f"{words.PLACES[birth.place]} · {words.MODES[birth.mode]}"
        if birth.outcome == "live":
            yield (
                _("How the child is"),
                str(CONDITIONS[birth.condition]) if birth.condition else _("not recorded"),
            )
        if birth.outcome == "live" and (died := self.standing.course.gone_at(slot)):
            yield _("Died"), self._moment(died)
        if "child" in self.letter.sees:
            yield from self._screened(slot)

    def _screened(self, slot: str) -> Iterator[Row]:
        facts = self.letter.facts
        for test in standing_facts(facts.screenings, facts.retracted):
            if test.newborn == slot:
                word = str(CARES[test.screening])
                yield (
                    word[:1].upper() + word[1:],
                    f"{SCREENED[test.outcome]} · {self._moment(test.at)}",
                )

    def _stay(self) -> Iterator[Row]:
        course = self.standing.course
        for who in ("mother", *course.slots):
            whom = words.subject(who, self.children)
            whom = whom[:1].upper() + whom[1:]
            birth, home = course.first("birth", who), course.first("homecoming", who)
            if birth and home and birth.basis == "recorded" and home.at != birth.at:
                if home.basis in ("recorded", "planned"):
                    word = _("home") if home.basis == "recorded" else _("going home, planned")
                    hours = notation.hours(stay_hours(birth.at, home.at), self.language)
                    yield whom, f"{word} {self._moment(home.at)} · {hours}"
                elif not course.gone_at(who):
                    yield whom, _("still in hospital, as far as is known")
            for back in course.events("readmission", who):
                until = f" – {self._moment(back.until)}" if back.until else ""
                yield f"{whom}, {_('back in hospital')}", f"{self._moment(back.at)}{until}"

    def _agreed(self) -> Iterator[Point]:
        facts = self.letter.facts
        rows = {str(row.item): row for row in self.letter.appointments}
        ahead = [
            each
            for each in standing_facts(facts.appointments, facts.retracted)
            if each.outcome is None and each.end > self.now
        ]
        for each in sorted(ahead, key=lambda each: (each.start, each.care)):
            row = rows.get(each.id or "")
            role = str(words.ROLES.get(each.role, each.role))
            by = f"{row.with_whom} ({role})" if row and row.with_whom else role
            title = str(CARES[each.care])
            yield Point(
                f"{title[:1].upper()}{title[1:]}{self._for(each)}",
                f"{self._moment(each.start)} · {by}",
                "arranged" if each.accepted else "open",
                str(words.STATES["arranged"]) if each.accepted else _("proposed, not accepted yet"),
            )

    def _for(self, appointment: Appointment) -> str:
        if not appointment.who or self.children == 1:
            return ""
        return " · " + ", ".join(words.subject(who, self.children) for who in appointment.who)

    def _open(self) -> Iterator[Point]:
        """What is due in the weeks ahead and nobody has agreed to, and what is missing now; gaps first."""
        listed = [
            activity
            for activity in self.letter.activities
            if activity.state in OPEN
            and activity.promise.obligation != "proposed"
            and activity.promise.window.earliest <= self.now + LOOKS_AHEAD
            and not (activity.state == "gap" and not self.standing.is_of_now(activity))
        ]
        teller = Teller(self.letter.activities, self.standing.zone, self.language, self.children)
        order = {"gap": 0, "at_risk": 1, "open": 2}
        for activity in sorted(
            listed, key=lambda a: (order[a.state], a.promise.window.latest, a.promise.key)
        ):
            told = teller.tell(activity)
            yield Point(told.name, f"{told.role} · {told.window}", told.state, told.state_word)

    def _plan(self) -> Iterator[Row]:
        plan = self.letter.plan
        if plan is None:
            return
        if plan.stay:
            yield _("Stay she prefers"), str(STAYS[plan.stay])
        for name, title in TOPICS.items():
            if said := getattr(plan, name):
                yield str(title), said
        if plan.maternity_care is not None:
            wanted = _("wanted") if plan.maternity_care else _("not wanted")
            hours = notation.hours(plan.estimated_hours, self.language) if plan.estimated_hours else ""
            yield _("Maternity care at home"), " · ".join(part for part in (wanted, hours) if part)

    def _points(self) -> Iterator[Point]:
        for point in self.letter.points:
            word = _("settled") if point.settled else _("to be settled")
            yield Point(point.text, "", "done" if point.settled else "open", word)

    def _network(self) -> Iterator[Point]:
        task = self.letter.coordinator
        for member in self.letter.members:
            role = str(words.ROLES.get(member.role, member.role))
            if task and task.membership_id == member.pk:
                role = f"{role}, {words.ROLES['coordinator']}"
            yield Point(f"{member.name} · {role}", _reached(member))

    def _foot(self, at: str) -> Iterator[str]:
        writer = self.letter.writer
        house = writer.organisation.name if writer.organisation else ""
        who = ", ".join(
            part
            for part in (
                writer.name or _("name not given"),
                str(words.ROLES.get(writer.profession, writer.profession)),
                house,
            )
            if part
        )
        yield _("Made by %(who)s on %(moment)s, from what was recorded by then.") % {"who": who, "moment": at}
        left = [str(PARTS[part]) for part in SAID_IN_A_LETTER if part not in self.letter.sees]
        if left:
            yield _("Not in this letter, because its maker may not read it: %(parts)s.") % {
                "parts": ", ".join(left)
            }
        if self.letter.contradictions:
            yield _(
                "Some things were recorded in different ways. The stricter days hold until somebody decides."
            )
        yield _("The rules behind the care that is due have not been reviewed by a clinician.")

    def _moment(self, at: datetime) -> str:
        return notation.moment(at, self.zone, self.language)


def _reached(member: Any) -> str:
    """Organisation and contact, as they were written down; the address of her sign-in where there is none."""
    contact = member.address or (member.user.email if member.user else "")
    return " · ".join(part for part in (member.organisation_name, contact) if part)
