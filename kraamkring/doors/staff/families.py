"""The list of families: who needs somebody first, and what comes next for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kraamkring.core.pathway import Activity
from kraamkring.doors.ui import notation
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_families import SeenFamilies, SeenFamily
from kraamkring.packs import protocol

from .banner import how_far, lost, name_of, spoken_with

AHEAD = ("open", "arranged")


@dataclass(frozen=True)
class Line:
    """One family. first: what is missing first, or comes next; when: by whom and by when, or the moment that
    was agreed; others: how much more is missing."""

    id: UUID
    name: str
    how_far: str
    loss: str
    spoken: str
    first: Care | None
    when: str
    others: int
    quiet: bool


@dataclass(frozen=True)
class FamilyList:
    """One page of the list. needs: gaps first, then what is at risk, each by when. held: all others."""

    needs: tuple[Line, ...]
    held: tuple[Line, ...]
    unreadable: tuple[Line, ...]
    page: int
    more: bool

    @classmethod
    def of(cls, seen: SeenFamilies, now: datetime, page: int, language: str) -> FamilyList:
        placed = [_placed(family, now, language) for family in seen.families if family.facts is not None]
        needing = sorted((item for item in placed if item[0]), key=lambda item: item[0] or ())
        return cls(
            needs=tuple(line for _urgency, line in needing),
            held=tuple(line for urgency, line in placed if not urgency),
            unreadable=tuple(_unreadable(family) for family in seen.families if family.facts is None),
            page=page,
            more=seen.more,
        )


Urgency = tuple[bool, datetime, str]


def _placed(family: SeenFamily, now: datetime, language: str) -> tuple[Urgency | None, Line]:
    """The line of a family, and how urgently it needs somebody; None if it does not."""
    assert family.facts is not None  # noqa: S101 (the caller leaves the others out)
    standing = Standing(family.facts, family.activities, protocol(family.facts.region or ""), now)
    missing = standing.needs()
    first = missing[0] if missing else _next(family.activities)
    teller = Teller(family.activities, standing.zone, language, len(standing.course.slots))
    told = teller.tell(first) if first else None
    line = Line(
        id=family.episode.pk,
        name=name_of(family.mother),
        how_far=how_far(standing, language),
        loss=lost(standing, language),
        spoken=spoken_with(family.mother, family.facts),
        first=told,
        when=_when(first, told, standing, language) if first and told else "",
        others=max(len(missing) - 1, 0),
        quiet=standing.quiet,
    )
    if not missing:
        return None, line
    return (missing[0].state != "gap", missing[0].promise.window.latest, str(family.episode.pk)), line


def _when(activity: Activity, told: Care, standing: Standing, language: str) -> str:
    if activity.state == "arranged" and activity.arranged_for:
        return notation.moment(activity.arranged_for, standing.zone, language)
    return f"{told.role}, {told.by_when}"


def _next(activities: Sequence[Activity]) -> Activity | None:
    """Of what is ahead and in force, what closes first."""
    ahead = [a for a in activities if a.state in AHEAD and a.promise.obligation != "proposed"]
    return min(ahead, key=lambda a: (a.promise.window.latest, a.promise.key), default=None)


def _unreadable(family: SeenFamily) -> Line:
    return Line(family.episode.pk, name_of(family.mother), "", "", "", None, "", 0, quiet=False)
