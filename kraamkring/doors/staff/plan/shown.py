"""The plan as a page shows it: whose it is, what it says, who changed what and when, and the dialogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_plan import LAST_CHANGES, Family, SeenPlan
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import Contact, PlanContent
from kraamkring.rooms.careplan.comparing import FIELDS, LISTS, Changed, People, changes, content_of
from kraamkring.rooms.careplan.models import Appointment, PlanItem, PostnatalPlan

from ..banner import Banner, name_of
from . import words
from .board import Board, Placing


@dataclass(frozen=True)
class Said:
    """Somebody said something: who, in which role, when, what."""

    who: str
    role: str
    when: str
    text: str


@dataclass(frozen=True)
class Field:
    """One field of the plan. people: where it is a list of persons. empty: nothing was agreed."""

    name: str
    label: str
    text: str
    people: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.text and not self.people


@dataclass(frozen=True)
class Difference:
    """One field that changed, in words. was, now: empty where nothing was, or is, agreed."""

    label: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One version: who wrote it, when, and what it changed. began: the first."""

    by: Said
    differences: tuple[Difference, ...]
    began: bool


@dataclass(frozen=True)
class Point:
    """A point of the plan as it stands, and what was said about it."""

    item: UUID
    version: int
    topic: str
    text: str
    settled: bool
    by: Said
    dialogue: tuple[Said, ...]
    form: Any = None


@dataclass(frozen=True)
class Meeting:
    """An appointment in a list. state: what is to be said of it."""

    item: UUID
    care: str
    when: str
    whom: str
    state: str
    waits: bool


@dataclass(frozen=True)
class Whose:
    """Above every page of the plan: whose it is, and whether the reader may write in it. ended: every child
    was lost."""

    family: UUID
    banner: Banner
    quiet: bool
    ended: bool
    may_write: bool
    knows_dates: bool

    @classmethod
    def of(cls, seen: Family, standing: Standing, language: str) -> Whose:
        """To somebody who may not see all of the record, her name and no more."""
        mother = seen.mother
        known = (
            Banner.of(mother, standing, seen.contradictions, language)
            if seen.sees_all
            else Banner(name_of(mother), "", (), (), "")
        )
        return cls(seen.episode.pk, known, standing.quiet, standing.ended, seen.may_write, seen.sees_all)


def standing_of(seen: Family, now: datetime) -> Standing:
    """Where the family stands at a moment."""
    return Standing(seen.facts, seen.activities, protocol(seen.facts.region or ""), now)


@dataclass(frozen=True)
class PlanShown:
    """Everything on the page of the plan. expected: nobody is born yet; the due date may be determined again."""

    whose: Whose
    expected: bool
    at: str
    board: Board
    exists: bool
    fields: tuple[Field, ...]
    changes: tuple[Change, ...]
    more_changes: bool
    open_points: tuple[Point, ...]
    settled_points: tuple[Point, ...]
    coming: tuple[Meeting, ...]
    past: tuple[Meeting, ...]

    @classmethod
    def of(cls, seen: SeenPlan, now: datetime, language: str, forms: Mapping[UUID, Any]) -> PlanShown:
        standing = standing_of(seen.family, now)
        tell = Telling(standing, language)
        points = [tell.point(seen, point, forms.get(point.item)) for point in seen.points]
        meetings = [
            (each.end > now and each.outcome is None, tell.meeting(each)) for each in seen.appointments
        ]
        return cls(
            whose=Whose.of(seen.family, standing, language),
            expected=standing.stones is not None and standing.stones.birth.basis == "expected",
            at=notation.moment(now, standing.zone, language),
            board=Placing(seen, standing, language).board(),
            exists=seen.plan is not None,
            fields=tuple(
                each
                for each in fields_of(content_of(seen.plan))
                if not (standing.ended and each.empty and each.name in words.OF_THE_CHILD)
            ),
            changes=tell.changes(seen.versions, LAST_CHANGES),
            more_changes=len(seen.versions) > LAST_CHANGES,
            open_points=tuple(point for point in points if not point.settled),
            settled_points=tuple(point for point in points if point.settled),
            coming=tuple(meeting for comes, meeting in meetings if comes),
            past=tuple(reversed([meeting for comes, meeting in meetings if not comes])),
        )


class Telling:
    """Tells what was written, in the zone of the family and a language."""

    def __init__(self, standing: Standing, language: str) -> None:
        self.now, self.zone, self.language = standing.now, standing.zone, language

    def said(self, by: User, at: datetime, text: str = "") -> Said:
        when = notation.moment(at, self.zone, self.language)
        return Said(by.name or words.role(by.profession), words.role(by.profession), when, text)

    def changes(self, versions: list[PostnatalPlan], most: int | None = None) -> tuple[Change, ...]:
        """Newest first; each beside the version before it."""
        before = [*versions[1:], None][: len(versions)]
        if versions and versions[-1].version > 1:  # the last of them is there to be compared with only
            versions, before = versions[:-1], before[:-1]
        told = [
            Change(
                by=self.said(new.written_by, new.written_at),
                differences=differences(content_of(old), content_of(new)),
                began=new.version == 1,
            )
            for new, old in zip(versions, before, strict=True)
        ]
        return tuple(told[:most])

    def point(self, seen: SeenPlan, point: PlanItem, form: Any) -> Point:
        return Point(
            item=point.item,
            version=point.version,
            topic=str(words.TOPICS.get(point.topic, point.topic)),
            text=point.text,
            settled=point.settled,
            by=self.said(point.written_by, point.written_at),
            dialogue=tuple(
                self.said(each.by, each.at, each.text) for each in seen.dialogues.get(point.item, ())
            ),
            form=form,
        )

    def meeting(self, appointment: Appointment) -> Meeting:
        accepted, over = appointment.accepted_at is not None, appointment.end <= self.now
        if appointment.outcome:
            state = str(words.OUTCOMES[appointment.outcome])
        elif over:
            state = _("Over: say what came of it")
        else:
            state = _("Accepted") if accepted else _("Not accepted yet")
        return Meeting(
            item=appointment.item,
            care=str(words.CARES.get(appointment.care, appointment.care)),
            when=notation.moment(appointment.start, self.zone, self.language),
            whom=appointment.with_whom or words.role(appointment.role),
            state=state,
            waits=not appointment.outcome and (over or not accepted),
        )


def fields_of(content: PlanContent) -> Iterator[Field]:
    """Every field of the plan in its order, in words; empty ones too, because they are still to be agreed."""
    said = asdict(content)
    for name in FIELDS:
        people = tuple(person_in_words(each) for each in said[name]) if name in LISTS else ()
        yield Field(
            name, str(words.FIELDS[name]), "" if name in LISTS else in_words(name, said[name]), people
        )


def differences(before: PlanContent, after: PlanContent) -> tuple[Difference, ...]:
    """What changed, in words."""
    return tuple(_difference(change) for change in changes(before, after))


def _difference(change: Changed | People) -> Difference:
    label = str(words.FIELDS[change.field])
    if isinstance(change, People):
        return Difference(
            label,
            tuple(person_in_words(each) for each in change.removed),
            tuple(person_in_words(each) for each in change.added),
        )
    was, now = in_words(change.field, change.before), in_words(change.field, change.after)
    return Difference(label, (was,) if was else (), (now,) if now else ())


def in_words(name: str, value: Any) -> str:
    """What a field holds; empty where nothing was agreed."""
    if name == "maternity_care":
        return str(words.WANTED[value])
    if name == "estimated_hours":
        return "" if value is None else str(value)
    return str(words.SAID[name].get(value, "")) if name in words.SAID else str(value)


def person_in_words(person: Contact) -> str:
    """`Gus, general practitioner, gus@example.org`."""
    parts = (person.get("name", ""), words.role(person.get("role", "")), person.get("contact", ""))
    return ", ".join(part for part in parts if part)
