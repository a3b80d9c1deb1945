"""Her plan in plain words: what was agreed, who changed what and when, and what everybody said about its points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from kraamkring.core.pathway.course import Course
from kraamkring.core.pathway.view import views
from kraamkring.doors.ui import notation
from kraamkring.flows.see_plan import LAST_CHANGES, SeenPlan
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import Contact, PlanContent
from kraamkring.rooms.careplan.comparing import FIELDS, LISTS, Changed, People, changes, content_of
from kraamkring.rooms.careplan.models import PlanItem, PostnatalPlan

from . import words

OF_THE_CHILD = ("paediatric_check", "youth_visit")  # left out where no child lives


@dataclass(frozen=True)
class Said:
    """Who said or wrote something, and when."""

    who: str
    when: str
    text: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Agreed:
    """One thing of the plan, in lines; without any, it is still to be agreed."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that changed: what stood there, and what stands there now."""

    label: str
    was: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One version, and what it changed. began: the first."""

    by: Said
    differences: tuple[Difference, ...]
    began: bool


@dataclass(frozen=True)
class Point:
    """Something to talk about, with what was said about it."""

    item: UUID
    topic: str
    text: str
    settled: bool
    by: Said
    dialogue: tuple[Said, ...]
    form: Any = None

    @property
    def answered(self) -> bool:
        """True once somebody else than who raised it said something about it."""
        return any(said.who != self.by.who for said in self.dialogue)


@dataclass(frozen=True)
class PlanTold:
    """Everything on the page. writes: whether the reader may change it."""

    exists: bool
    writes: bool
    agreed: tuple[Agreed, ...]
    open_points: tuple[Point, ...]
    settled_points: tuple[Point, ...]
    changes: tuple[Change, ...]
    more_changes: bool


class Teller:
    """Tells one family's plan to one reader. quiet: somebody was lost."""

    def __init__(self, seen: SeenPlan, reader: User, language: str, *, quiet: bool) -> None:
        self.seen, self.reader, self.language, self.quiet = seen, reader, language, quiet
        self.zone: tzinfo = protocol(seen.family.facts.region or "").zone

    def plan(self, forms: dict[UUID, Any], *, all_changes: bool = False) -> PlanTold:
        """The page. forms: of the points that may be answered. After a loss nothing asks to be filled in."""
        seen = self.seen
        agreed = list(self._agreed(content_of(seen.plan)))
        points = [self.point(point, forms.get(point.item)) for point in seen.points]
        return PlanTold(
            exists=seen.plan is not None,
            writes=seen.family.may_write,
            agreed=tuple(each for each in agreed if each.lines or not self.quiet),
            open_points=tuple(point for point in points if not point.settled),
            settled_points=tuple(point for point in points if point.settled),
            changes=tuple(self._changes(None if all_changes else LAST_CHANGES)),
            more_changes=not all_changes and len(seen.versions) > LAST_CHANGES,
        )

    def said(self, by: User, at: datetime, text: str = "") -> Said:
        who = by.name or words.role_word(by.profession)
        mine = by.pk == self.reader.pk
        return Said(who, notation.moment(at, self.zone, self.language), text, mine)

    def living_child(self) -> bool:
        """True while a child is awaited or lives."""
        facts = self.seen.family.facts
        course = Course(facts, views(facts)[0][0], protocol(facts.region or ""))
        return any(course.gone_at(slot) is None for slot in course.slots)

    def _agreed(self, content: PlanContent) -> Iterator[Agreed]:
        for name in fields_told(without_child=self.quiet and not self.living_child()):
            yield Agreed(str(words.PLAN[name]), lines_of(name, asdict(content)[name]))

    def _changes(self, most: int | None) -> list[Change]:
        versions: list[PostnatalPlan | None] = [*self.seen.versions, None]
        told = []
        for new, old in zip(self.seen.versions, versions[1:], strict=True):
            if old is None and new.version > 1:
                break  # the one before it was not fetched: it is there to be compared with only
            differs = differences(content_of(old), content_of(new))
            told.append(Change(self.said(new.written_by, new.written_at), differs, old is None))
        return told[:most]

    def point(self, point: PlanItem, form: Any) -> Point:
        said = self.seen.dialogues.get(point.item, ())
        return Point(
            item=point.item,
            topic=str(words.TOPICS.get(point.topic, point.topic)),
            text=point.text,
            settled=point.settled,
            by=self.said(point.written_by, point.written_at),
            dialogue=tuple(self.said(each.by, each.at, each.text) for each in said),
            form=form,
        )


def fields_told(*, without_child: bool = False) -> Iterator[str]:
    """The things of a plan that parents read, in order. How a birth is expected to go is told to them by a person."""
    for name in FIELDS:
        if name in words.PLAN and not (without_child and name in OF_THE_CHILD):
            yield name


def differences(before: PlanContent, after: PlanContent) -> tuple[Difference, ...]:
    """What differs, in words."""
    return tuple(_difference(each) for each in changes(before, after) if each.field in words.PLAN)


def _difference(each: Changed | People) -> Difference:
    label = str(words.PLAN[each.field])
    if isinstance(each, People):
        return Difference(label, lines_of(each.field, each.removed), lines_of(each.field, each.added))
    return Difference(label, lines_of(each.field, each.before), lines_of(each.field, each.after))


def lines_of(name: str, value: Any) -> tuple[str, ...]:
    """What a thing of the plan says, line by line; none where nothing was agreed."""
    if name in LISTS:
        return tuple(_person(each) for each in value)
    chosen = words.CHOSEN[name].get(value, "") if name in words.CHOSEN else value
    return () if chosen in (None, "") else (str(chosen),)


def _reached(person: Contact) -> str:
    contact = person.get("contact", "").replace(" ", notation.NO_BREAK)
    return notation.apart(contact, get_language() or "") if contact else ""


def _person(person: Contact) -> str:
    parts = (person.get("name", ""), words.role_word(person.get("role", "")), _reached(person))
    return ", ".join(part for part in parts if part)
