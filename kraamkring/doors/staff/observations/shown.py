"""What was observed, as a person reads it: by person and block the last value of each; and one of them through time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.core.observing import Judged, Observable, Unjudged
from kraamkring.core.pathway.cards import LANGUAGES, Language
from kraamkring.core.warning import Level
from kraamkring.doors.ui import notation, refused
from kraamkring.doors.ui import words as ui_words
from kraamkring.doors.ui.charts import draw, picture
from kraamkring.doors.ui.observed import STATE_OF, level_word, value_in_words
from kraamkring.flows.see_observations import MOTHER, SeenObservations
from kraamkring.packs.observations import blocks, observables, warning_charts
from kraamkring.rooms.record.models import Entry, Observation

from ..banner import Banner
from ..record import words as record_words
from ..record.shown import banner_of, setting_of
from ..words import NOT_FOR_YOU, role_word

ON_A_PAGE = 50  # values of one history


@dataclass(frozen=True)
class LevelShown:
    """A level as the mark and colour of a state, with its word."""

    state: str
    state_word: str


@dataclass(frozen=True)
class RowShown:
    """One value: who wrote it, when it was so; what a device claimed; why it is unusual, or was corrected."""

    id: UUID
    value: str
    when: str
    who: str
    role: str
    source: str
    claimed: str
    reason: str
    level: LevelShown | None
    earlier: tuple[RowShown, ...] = ()


@dataclass(frozen=True)
class LastShown:
    """The last value of one observable, and how many there are. in_words: it may be long."""

    who: str
    what: str
    title: str
    row: RowShown
    many: int
    in_words: bool


@dataclass(frozen=True)
class BlockShown:
    name: str
    title: str
    lines: tuple[LastShown, ...]


@dataclass(frozen=True)
class PersonShown:
    slot: str
    title: str
    blocks: tuple[BlockShown, ...]


@dataclass(frozen=True)
class NoteShown:
    """What a chart says of somebody: why, what to do, by whom and in what time; and on what it rests."""

    who: str
    level: LevelShown
    tone: str
    sentences: tuple[str, ...]
    doing: str
    chart: str
    edition: str
    unsure: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class ObservationsShown:
    """The page of all. closed: parts that are not shown, with the reason. unjudged: who, and why a chart is silent."""

    banner: Banner
    at: str
    quiet: bool
    notes: tuple[NoteShown, ...]
    unjudged: tuple[tuple[str, str], ...]
    people: tuple[PersonShown, ...]
    closed: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, seen: SeenObservations, now: datetime, language: str) -> ObservationsShown:
        teller = Teller(seen, language)
        banner, quiet = teller.banner(now)
        names = {**record_words.PARTS, "psychosocial": _("Psychosocial")}
        return cls(
            banner=banner,
            at=notation.moment(now, teller.zone, language),
            quiet=quiet,
            notes=tuple(teller.note(each) for each in seen.judged if each.level != "normal"),
            unjudged=tuple(teller.unjudged(each) for each in seen.unjudged),
            people=tuple(teller.people()),
            closed=tuple((str(names[module]), str(NOT_FOR_YOU[why])) for module, why in seen.closed),
        )


@dataclass(frozen=True)
class HistoryShown:
    """One observable of one person through time. chart: the drawing, if a chart draws it."""

    banner: Banner
    at: str
    quiet: bool
    who: str
    what: str
    title: str
    person: str
    notes: tuple[NoteShown, ...]
    chart: SafeString | None
    rows: tuple[RowShown, ...]
    taken_back: tuple[RowShown, ...]
    many: int
    page: int
    more: bool
    may_write: bool

    @classmethod
    def of(
        cls, seen: SeenObservations, who: str, what: str, now: datetime, page: int, language: str
    ) -> HistoryShown:
        teller, observable = Teller(seen, language), observables()[what]
        banner, quiet = teller.banner(now)
        rows, first = seen.of(who, what), (page - 1) * ON_A_PAGE
        here = [each for each in seen.judged if each.who == who and what in each.what]
        return cls(
            banner=banner,
            at=notation.moment(now, teller.zone, language),
            quiet=quiet,
            who=who,
            what=what,
            title=observable.words.said(language),
            person=teller.person(who),
            notes=tuple(teller.note(each) for each in here if each.level != "normal"),
            chart=_drawn(here, language),
            rows=tuple(teller.row(row) for row in rows[first : first + ON_A_PAGE]),
            taken_back=tuple(
                teller.row(row) for row in seen.taken_back if (row.slot, row.what) == (who, what)
            ),
            many=len(rows),
            page=page,
            more=len(rows) > first + ON_A_PAGE,
            may_write=observable.module in seen.writes,
        )


class Teller:
    """Tells the observations of one family in one language."""

    def __init__(self, seen: SeenObservations, language: str) -> None:
        self.seen, self.language = seen, language
        self.zone = ZoneInfo(seen.episode.zone)

    def banner(self, now: datetime) -> tuple[Banner, bool]:
        """What stands above the page, and whether it is quiet."""
        setting = setting_of(self.seen.episode, tuple(self.seen.newborns), self.seen.writes, self.language)
        return banner_of(self.seen.mother, self.seen.facts, setting, now)

    def person(self, who: str) -> str:
        """`Mother`, `Newborn 2`."""
        named = ui_words.subject(who, len(self.seen.newborns))
        return named[:1].upper() + named[1:]

    def people(self) -> Iterator[PersonShown]:
        """Everybody of whom something was observed, the mother first, block by block."""
        for who in sorted({row.slot for row in self.seen.rows}, key=lambda slot: (slot != MOTHER, slot)):
            shown = []
            for block in blocks():
                lines = [line for each in block.observables if (line := self._last(who, each))]
                if lines:
                    shown.append(BlockShown(block.id, block.title.said(self.language), tuple(lines)))
            yield PersonShown(who, self.person(who), tuple(shown))

    def _last(self, who: str, observable: Observable) -> LastShown | None:
        rows = self.seen.of(who, observable.id)
        if not rows:
            return None
        title = observable.words.said(self.language)
        return LastShown(who, observable.id, title, self.row(rows[0]), len(rows), observable.kind == "words")

    def row(self, row: Observation, *, judged: bool = True) -> RowShown:
        """One value with what stood before it."""
        level = self.seen.level(row) if judged and row.value is not None else None
        return RowShown(
            id=row.pk,
            value=value_in_words(observables()[row.what], row.value, self.language),
            when=self._moment(row.at),
            who=row.author.name or role_word(row.role),
            role=role_word(row.role),
            source="" if row.source == Entry.Source.PERSON else str(record_words.SOURCES[row.source]),
            claimed=self._moment(row.claimed_at) if row.claimed_at else "",
            reason=row.reason,
            level=self.level(level) if level else None,
            earlier=tuple(self.row(each, judged=False) for each in self.seen.earlier.get(row.pk, ())),
        )

    def level(self, level: Level) -> LevelShown:
        return LevelShown(STATE_OF[level], level_word(level, self.language))

    def note(self, judged: Judged) -> NoteShown:
        """What a chart says, for a professional."""
        report, language = judged.report, self.language
        who = ", ".join(_said(each["words"], language) for each in report["who"])
        within = _said(report["within"], language) if report["within"] else ""
        unsure = [report[name] for name in ("to_be_confirmed", "proposed", "not_reviewed") if report[name]]
        return NoteShown(
            who=self.person(judged.who),
            level=self.level(judged.level),
            tone="bad" if judged.level == "act" else "warn",
            sentences=tuple(_said(why["professional"], language) for why in report["why"]),
            doing=" ".join(
                part
                for part in (
                    _said(report["what"]["professional"], language),
                    f"{who[:1].upper()}{who[1:]}{f', {within}' if within else ''}.",
                )
                if part
            ),
            chart=_said(report["chart"]["title"], language),
            edition=report["chart"]["edition"],
            unsure=tuple(_said(words, language) for words in unsure),
            when=self._moment(judged.at),
        )

    def unjudged(self, silent: Unjudged) -> tuple[str, str]:
        """Whose readings a chart cannot take, and why."""
        title = warning_charts().charts[silent.chart].title.said(self.language)
        return f"{self.person(silent.who)} · {title}", refused.sentence(silent.refusal)

    def _moment(self, at: datetime) -> str:
        return notation.moment(at, self.zone, self.language)


def _said(words: dict[str, Any], language: str) -> str:
    return str(words.get(language) or words["en"])


def _drawn(judged: list[Judged], language: str) -> SafeString | None:
    """The first chart of these that is drawn, as SVG."""
    for each in judged:
        if each.warning.chart.drawn is not None:
            spoken: Language = next((known for known in LANGUAGES if known == language), "en")
            drawing = draw(picture(each.warning, warning_charts().wording, spoken), each.chart)
            return mark_safe(drawing)  # noqa: S308 (our own drawing, its words escaped there)
    return None
