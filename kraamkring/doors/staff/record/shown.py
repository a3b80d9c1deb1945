"""The record as a person reads it: each entry in one line, who wrote it and when, and its whole history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import notation
from kraamkring.doors.ui import words as ui_words
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_form import SeenForm
from kraamkring.flows.see_record import SeenEntry, SeenHistory, SeenPart, SeenRecord, name_of_part
from kraamkring.packs import protocol
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.record.chains import Version
from kraamkring.rooms.record.kinds import SINGLE
from kraamkring.rooms.record.models import Entry

from ..banner import Banner, plain_banner
from ..words import NOT_FOR_YOU, RECORDED_TWICE, role_word
from . import words
from .answers import Setting
from .elsewhere import ElsewhereShown, shown_from_elsewhere
from .kinds import KINDS_TOLD

# The marks of doors.ui stand for states of care; these of an entry look alike and have words of their own.
MOMENTS = ("at", "born_at", "start")  # the field with the moment of the care, of the kinds that have one
LOOKS = {"rival": "at_risk", "taken_back": "withdrawn", "overruled": "waived", "elsewhere": "open"}


@dataclass(frozen=True)
class Signed:
    """Who wrote something down, in which role, when, and how it came."""

    who: str
    role: str
    recorded: str
    received: str
    source: str


@dataclass(frozen=True)
class VersionShown:
    """One version: what it says, who wrote it, why it replaced the one before, and who took it back, and why."""

    id: UUID
    number: int
    when: str
    line: str
    rest: tuple[tuple[str, str], ...]
    signed: Signed
    reason: str
    taken_back: Signed | None
    why_back: str
    stands: bool


@dataclass(frozen=True)
class EntryShown:
    """One entry. state: "" where it simply stands, else a key of LOOKS with its word. when: of the care, not of the
    writing. earlier: the versions before the one that is shown. may_write: whether the reader may correct it."""

    id: UUID
    kind: str
    title: str
    when: str
    now: VersionShown
    earlier: tuple[VersionShown, ...]
    versions: tuple[VersionShown, ...]
    state: str
    mark: str
    word: str
    decided: tuple[tuple[UUID, Signed], ...]
    hidden: int
    may_write: bool
    may_be_taken_back: bool


@dataclass(frozen=True)
class PartShown:
    """One part of the record. more: how many entries are not on this page."""

    name: str
    title: str
    entries: tuple[EntryShown, ...]
    many: int
    more: int


@dataclass(frozen=True)
class RivalryShown:
    """What was recorded in different ways: its name, and each way."""

    about: str
    entries: tuple[EntryShown, ...]


class Teller:
    """Tells the entries of one family in one language."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def entry(self, seen: SeenEntry) -> EntryShown:
        """One entry, with all its versions, newest first."""
        versions = tuple(self._version(version, seen) for version in reversed(seen.versions))
        shown = next(version for version in versions if version.id == seen.shown.pk)
        state, word = self._state(seen)
        may_write = seen.module in self.setting.writes
        return EntryShown(
            id=seen.shown.pk,
            kind=seen.shown.kind,
            title=str(KINDS_TOLD[seen.shown.kind].title),
            when=self._when(seen.shown),
            now=shown,
            earlier=tuple(version for version in versions if version is not shown),
            versions=versions,
            state=state,
            mark=LOOKS.get(state, ""),
            word=word,
            decided=tuple((said.pk, self._signed(said)) for said in seen.decided),
            hidden=seen.hidden,
            may_write=may_write,
            may_be_taken_back=may_write and seen.stands is not None and _is_taken_back(seen.shown.kind),
        )

    def line(self, entry: Entry) -> str:
        """One entry in one line."""
        return KINDS_TOLD[entry.kind].told(content_of(entry), self.setting)

    def _version(self, version: Version, seen: SeenEntry) -> VersionShown:
        entry, back = version.entry, version.taken_back
        return VersionShown(
            id=entry.pk,
            number=entry.version,
            line=self.line(entry),
            rest=KINDS_TOLD[entry.kind].rest(_beside_the_moment(entry), self.setting),
            when=self._when(entry),
            signed=self._signed(entry),
            reason=entry.reason,
            taken_back=self._signed(back) if back else None,
            why_back=str(back.payload["why"]) if back else "",
            stands=entry == seen.stands,
        )

    def _signed(self, entry: Entry) -> Signed:
        return Signed(
            who=entry.attributed_to or entry.author.name or role_word(entry.role),
            role=role_word(entry.role),
            recorded=self._moment(entry.recorded_at),
            received=self._moment(entry.received_at) if entry.received_at != entry.recorded_at else "",
            source="" if entry.source == Entry.Source.PERSON else str(words.SOURCES[entry.source]),
        )

    def _when(self, entry: Entry) -> str:
        """The moment or the day of the care; empty where none was said, since the day of writing is none."""
        if "on" in entry.payload:
            return notation.weekday(local_day(entry.effective_at, self.setting.zone), self.setting.language)
        timed = any(name in entry.payload for name in MOMENTS)
        return self._moment(entry.effective_at) if timed else ""

    def _moment(self, at: datetime) -> str:
        return notation.moment(at, self.setting.zone, self.setting.language)

    def _state(self, seen: SeenEntry) -> tuple[str, str]:
        if seen.stands is None:
            return "taken_back", _("taken back")
        if seen.shown != seen.stands:
            return "elsewhere", _("corrected in a part that you do not see")
        if seen.rivals:
            return "rival", _("recorded in different ways")
        if seen.overruled:
            return "overruled", _("it was decided that another stands")
        return "", ""


def content_of(entry: Entry) -> dict[str, Any]:
    """What an entry says, with the number that it gives somebody."""
    return {**entry.payload, **({"number": entry.identifier.value} if entry.identifier else {})}


def _beside_the_moment(entry: Entry) -> dict[str, Any]:
    """What an entry says beside the moment that stands above it."""
    moment = next((name for name in (*MOMENTS, "on") if name in entry.payload), "")
    return {name: said for name, said in content_of(entry).items() if name != moment}


def _is_taken_back(kind: str) -> bool:
    return kind not in SINGLE and kind not in ("decisions", "retractions")


def setting_of(
    episode: PregnancyEpisode,
    slots: tuple[str, ...],
    writes: Iterable[Any],
    language: str,
    rivals: tuple[tuple[str, str], ...] = (),
) -> Setting:
    """The family that is told and asked about."""
    return Setting(
        zone=ZoneInfo(episode.zone),
        language=language,
        slots=slots,
        protocol=protocol(episode.region or ""),
        rivals=rivals,
        writes=frozenset(writes),
    )


def setting_of_form(seen: SeenForm, language: str) -> Setting:
    """The same, for a form."""
    return setting_of(seen.episode, seen.slots, seen.writes, language)


@dataclass(frozen=True)
class RecordShown:
    """The page of a record. closed: parts that are not shown, each with the reason. part: "" where all are shown."""

    banner: Banner
    at: str
    quiet: bool
    parts: tuple[PartShown, ...]
    closed: tuple[tuple[str, str], ...]
    rivalries: tuple[RivalryShown, ...]
    writes: bool
    readable: bool
    part: str
    page: int
    more: bool
    elsewhere: tuple[ElsewhereShown, ...]
    elsewhere_more: int
    papers: int

    @classmethod
    def of(cls, seen: SeenRecord, now: datetime, part: str, page: int, language: str) -> RecordShown:
        setting = setting_of(seen.episode, seen.slots, seen.writes, language)
        teller = Teller(setting)
        banner, quiet = banner_of(seen.mother, seen.facts, setting, now)
        return cls(
            banner=banner,
            at=notation.moment(now, setting.zone, language),
            quiet=quiet,
            parts=tuple(_part(each, teller) for each in seen.parts),
            closed=tuple((str(words.PARTS[module]), str(NOT_FOR_YOU[why])) for module, why in seen.closed),
            rivalries=tuple(
                RivalryShown(_about(rivalry.about), tuple(teller.entry(each) for each in rivalry.entries))
                for rivalry in seen.rivalries
            ),
            writes=bool(seen.writes),
            readable=seen.readable,
            part=part,
            page=page,
            more=seen.more,
            elsewhere=shown_from_elsewhere(seen.elsewhere.rows, setting),
            elsewhere_more=seen.elsewhere.many - len(seen.elsewhere.rows),
            papers=seen.papers,
        )


@dataclass(frozen=True)
class HistoryShown:
    """The page of one entry. followed: what it changed in the care, as title and what became of it."""

    banner: Banner
    at: str
    quiet: bool
    entry: EntryShown
    rivals: tuple[EntryShown, ...]
    followed: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, seen: SeenHistory, now: datetime, language: str) -> HistoryShown:
        setting = setting_of(seen.episode, seen.slots, seen.writes, language)
        teller = Teller(setting)
        banner, quiet = banner_of(seen.mother, seen.facts, setting, now)
        return cls(
            banner=banner,
            at=notation.moment(now, setting.zone, language),
            quiet=quiet,
            entry=teller.entry(seen.entry),
            rivals=tuple(teller.entry(each) for each in seen.rivals),
            followed=tuple(_followed(seen, setting)),
        )


def banner_of(
    mother: Person, facts: PregnancyFacts | None, setting: Setting, now: datetime
) -> tuple[Banner, bool]:
    """What stands above the page, and whether it is quiet: in full for who may read everything."""
    if facts is None:
        return plain_banner(mother), False
    try:
        standing = Standing(facts, (), setting.protocol, now)
    except ImpossibleFact:
        return plain_banner(mother), False
    return Banner.of(mother, standing, (), setting.language), standing.quiet


def _part(part: SeenPart, teller: Teller) -> PartShown:
    title = str(words.PARTS[part.module])
    slots = teller.setting.slots
    if part.module == "child" and part.slot:
        child = ui_words.subject(part.slot, len(slots))
        title = child[:1].upper() + child[1:]
    elif part.module == "child":
        title = _("Children") if len(slots) > 1 else title
    entries = tuple(teller.entry(each) for each in part.entries)
    return PartShown(
        name_of_part(part.module, part.slot), title, entries, part.many, part.many - len(entries)
    )


def _about(contradictions: Iterable[Any]) -> str:
    """What was recorded in different ways, each kind of it once."""
    kinds = (each.about.rstrip("_0123456789") for each in contradictions)
    said = ", ".join(dict.fromkeys(str(RECORDED_TWICE[kind]) for kind in kinds))
    return said[:1].upper() + said[1:]


def _followed(seen: SeenHistory, setting: Setting) -> Iterator[tuple[str, str, str]]:
    """Each activity once, with what the entry did to it last."""
    titles = {card.activity: getattr(card.title, setting.language) for card in setting.protocol.cards}
    last = {change.activity.key: change for change in seen.changes}
    for key, change in last.items():
        slot = change.activity.key.split("/")[1]
        title = titles.get(change.activity.activity, change.activity.activity)
        many = len(setting.slots) > 1 and slot != "mother"
        name = f"{title} · {setting.subject(slot)}" if many else title
        yield name, str(words.FOLLOWED[change.what]), key.replace("/", "-")
