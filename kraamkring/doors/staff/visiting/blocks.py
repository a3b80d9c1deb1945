"""What the screen of a visit shows of mother and children: blocks with their fields, the last value beside each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.core.kernel.moments import HOUR, local_day
from kraamkring.core.observing import Observable, Value, beside_birth
from kraamkring.core.observing.asking import AskedBlock
from kraamkring.doors.ui import charts, notation
from kraamkring.flows.see_observations import SeenObservations
from kraamkring.flows.write_visit import Place
from kraamkring.packs.observations import warning_charts
from kraamkring.rooms.record.models import Observation

from .noting import Typed, name_of

HOURS_GIVEN, WEIGHT, WEIGHT_LOSS = "hours_given", "weight_g", "weight-loss"
LONGEST_LAST = 120  # characters of words that are shown beside a field; the record holds them all


@dataclass(frozen=True)
class FieldShown:
    """One field. last: what was seen last, when and by whom. normal: what "all normal" of its block writes here, as its
    option is called. low, high: outside them a reason is asked."""

    name: str
    who: str
    what: str
    kind: str
    label: str
    unit: str
    options: tuple[tuple[str, str], ...]
    text: str
    reason_name: str
    reason: str
    asks_reason: bool
    last: str
    normal: str
    low: str
    high: str
    problem: str


@dataclass(frozen=True)
class BlockShown:
    """One block of one person. summary: the last values in one line. normal: what the tick writes, in words; empty
    where nothing is normal by itself. opened: something is typed or wrong in it. added: a line below its fields."""

    anchor: str
    title: str
    summary: str
    fields: tuple[FieldShown, ...]
    normal_name: str
    normal: str
    ticked: bool
    opened: bool
    added: str
    picture: SafeString


@dataclass(frozen=True)
class PersonShown:
    slot: str
    name: str
    blocks: tuple[BlockShown, ...]


class BlockTeller:
    """Tells blocks in a language, with what was typed and what is wrong with it."""

    def __init__(
        self, seen: SeenObservations, typed: Typed, wrong: Mapping[Place, str], zone: tzinfo, language: str
    ) -> None:
        self.seen, self.typed, self.wrong, self.zone, self.language = seen, typed, wrong, zone, language
        self._last = {(row.slot, row.what): row for row in reversed(seen.rows)}

    def block(self, asked: AskedBlock, today: object) -> BlockShown:
        block, who = asked.block, asked.who
        fields = tuple(self._field(who, each, today) for each in asked.observables)
        normal = [each for each in asked.observables if each.normal is not None]
        return BlockShown(
            anchor=f"{who}-{block.id}",
            title=getattr(block.title, self.language),
            summary=self._summary(asked, today),
            fields=fields,
            normal_name=name_of("n", who, block.id) if normal else "",
            normal=", ".join(self._normal(each) for each in normal),
            ticked=(who, block.id) in self.typed.normal,
            opened=any(each.text or each.problem or each.asks_reason for each in fields),
            added=self._added(asked),
            picture=self._picture(asked),
        )

    def _field(self, who: str, observable: Observable, today: object) -> FieldShown:
        place = (who, observable.id)
        fitted = beside_birth(observable, self.seen.newborns.get(who), warning_charts().charts)
        soft, row, problem = fitted.soft, self._last.get(place), self.wrong.get(place, "")
        reason = self.typed.reasons.get(place, "")
        return FieldShown(
            name=name_of("o", *place),
            who=who,
            what=observable.id,
            kind=observable.kind,
            label=getattr(observable.words, self.language),
            unit=observable.unit,
            options=self._options(observable),
            text=self.typed.texts.get(place, ""),
            reason_name=name_of("r", *place) if soft else "",
            reason=reason,
            asks_reason=bool(soft and (reason or problem)),
            last=self._last_of(row, observable, today) if row else "",
            normal=_plain(observable.normal),
            low="" if soft is None or soft.lowest is None else f"{soft.lowest:g}",
            high="" if soft is None or soft.highest is None else f"{soft.highest:g}",
            problem=problem,
        )

    def _options(self, observable: Observable) -> tuple[tuple[str, str], ...]:
        if observable.kind == "yes_no":
            return (("yes", _("yes")), ("no", _("no")))
        return tuple((each.id, getattr(each.words, self.language)) for each in observable.choices)

    def value(self, observable: Observable, value: Value | None) -> str:
        """A value in words: `38,2 °C`, `large`, `yes`."""
        if observable.kind == "yes_no":
            return _("yes") if value else _("no")
        if observable.kind == "choice":
            choice = observable.choice(str(value))
            return getattr(choice.words, self.language) if choice else str(value)
        if observable.kind == "words":
            text = str(value)
            return text if len(text) <= LONGEST_LAST else f"{text[:LONGEST_LAST]}…"
        number = f"{float(value or 0):.{observable.places}f}"
        number = number if self.language == "en" else number.replace(".", ",")
        return f"{number}{notation.NO_BREAK}{observable.unit}" if observable.unit else number

    def _last_of(self, row: Observation, observable: Observable, today: object) -> str:
        by = row.author.name or _("somebody")
        return f"{self.value(observable, row.value)} · {self._when(row, today)} · {by}"

    def _when(self, row: Observation, today: object) -> str:
        local, on = row.at.astimezone(self.zone), local_day(row.at, self.zone)
        if on == today:
            return f"{local:%H:%M}"
        return f"{notation.WEEKDAYS[self.language][on.weekday()]} {local:%d-%m %H:%M}"

    def _summary(self, asked: AskedBlock, today: object) -> str:
        """The values of the newest look at this block, and when that was."""
        rows = [row for each in asked.observables if (row := self._last.get((asked.who, each.id)))]
        if not rows:
            return ""
        newest = max(rows, key=lambda row: row.at)
        of = {each.id: each for each in asked.observables}
        values = [
            self.value(of[row.what], row.value)
            for row in rows
            if newest.at - row.at < HOUR and of[row.what].kind != "words"
        ]
        return " · ".join([*values[:4], self._when(newest, today)])

    def _normal(self, observable: Observable) -> str:
        assert observable.normal is not None  # noqa: S101 (the caller asked)
        name = getattr(observable.words, self.language)
        return f"{name[:1].lower()}{name[1:]}: {self.value(observable, observable.normal)}"

    def _added(self, asked: AskedBlock) -> str:
        """The hours that were given up to now."""
        if all(each.id != HOURS_GIVEN for each in asked.observables):
            return ""
        given = sum(float(row.value or 0) for row in self.seen.of(asked.who, HOURS_GIVEN))
        return (
            _("Given up to now: %(hours)s") % {"hours": notation.hours(given, self.language)} if given else ""
        )

    def _picture(self, asked: AskedBlock) -> SafeString:
        """The weights of a child since the birth, with what it lost, against the limits of the chart."""
        if all(each.id != WEIGHT for each in asked.observables):
            return SafeString("")
        for judged in self.seen.judged:
            if (judged.who, judged.chart) == (asked.who, WEIGHT_LOSS) and judged.warning.chart.drawn:
                drawn = charts.picture(judged.warning, warning_charts().wording, self.language)  # type: ignore[arg-type]
                return mark_safe(charts.draw(drawn, f"{asked.who}-curve"))  # noqa: S308 (drawn here, escaped there)
        return SafeString("")


def _plain(value: Value | None) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
