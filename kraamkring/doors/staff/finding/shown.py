"""Families that were found, and records that may be of one person, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.doors.ui import notation
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.find_family import SeenMatch, SeenMatches
from kraamkring.flows.merge_persons import SeenSamePerson
from kraamkring.packs import protocol
from kraamkring.rooms.people.models import Person, PersonMerge

from ..banner import Banner, how_far, lost, name_of, plain_banner
from ..words import WHY_ALIKE


@dataclass(frozen=True)
class Match:
    """A family that was found; what may not be shown of it, or is not known, is empty."""

    id: UUID
    name: str
    born: str
    how_far: str
    loss: str
    coordinator: str
    quiet: bool

    @classmethod
    def of(cls, match: SeenMatch, now: datetime, language: str) -> Match:
        far, loss, quiet = "", "", False
        if match.facts is not None:
            try:
                standing = Standing(match.facts, (), protocol(match.facts.region or ""), now)
                far, loss, quiet = how_far(standing, language), lost(standing, language), standing.quiet
            except ImpossibleFact:
                far = _("this record cannot be read")
        born = match.mother.birth_date
        return cls(
            id=match.episode.pk,
            name=name_of(match.mother),
            born=notation.day(born) if born else "",
            how_far=far,
            loss=loss,
            coordinator=match.coordinator,
            quiet=quiet,
        )


def matches_shown(seen: SeenMatches, now: datetime, language: str) -> list[Match]:
    """All that were found, in their order."""
    return [Match.of(match, now, language) for match in seen.matches]


@dataclass(frozen=True)
class MergeShown:
    """A merge: whom it made one, when, by whom, why; and when and by whom it was undone."""

    id: UUID
    read: str
    other: str
    at: str
    by: str
    reason: str
    undone_at: str
    undone_by: str

    @classmethod
    def of(cls, merge: PersonMerge, zone: ZoneInfo, language: str) -> MergeShown:
        return cls(
            id=merge.pk,
            read=who(merge.kept),
            other=who(merge.merged),
            at=notation.moment(merge.at, zone, language),
            by=merge.by.name,
            reason=merge.reason,
            undone_at=notation.moment(merge.undone_at, zone, language) if merge.undone_at else "",
            undone_by=merge.undone_by.name if merge.undone_by else "",
        )


@dataclass(frozen=True)
class SamePersonShown:
    """The page of one family. others: id of the family and words, of everybody who can be chosen."""

    banner: Banner
    merges: tuple[MergeShown, ...]
    others: tuple[tuple[str, str], ...]
    searched: bool
    more: bool

    @classmethod
    def of(cls, seen: SeenSamePerson, language: str) -> SamePersonShown:
        zone = ZoneInfo(seen.episode.zone)
        others = {str(each.episode.pk): f"{who(each.person)} · {WHY_ALIKE[each.why]}" for each in seen.maybe}
        known = {each.person.pk for each in seen.maybe}
        for match in seen.found.matches if seen.found else ():
            if match.mother.pk not in known:
                known.add(match.mother.pk)
                others[str(match.episode.pk)] = who(match.mother)
        return cls(
            banner=plain_banner(seen.mother),
            merges=tuple(MergeShown.of(merge, zone, language) for merge in seen.merges),
            others=tuple(others.items()),
            searched=seen.found is not None,
            more=seen.found is not None and seen.found.more,
        )


def who(person: Person) -> str:
    """Her name and her birth date."""
    born = notation.day(person.birth_date) if person.birth_date else _("date of birth not known")
    return f"{name_of(person)}, {born}"
