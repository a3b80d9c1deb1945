"""What a family's day shows, in words: what stands and why, who could come, why not others, what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.core.planning.week.offers import Offer
from kraamkring.core.planning.week.reasons import Reason
from kraamkring.doors.ui import notation
from kraamkring.flows.decide_shift import SeenDay
from kraamkring.rooms.planner.models import Question, Shift

from ..banner import name_of
from .reasons import FACTS, GROUPS, Names, because, fact, told
from .words import PARTS, STATES, STEPS, skill_words

MOST_CHOICES = 25  # shown; the others stand in the list to choose from
MOST_OF_A_RULE = 25  # carers named under one rule; how many there are is said
HELD_BACK = "refused"
BY_TRAVEL = frozenset({"nearest", "nearer_cannot", "nearer_costs_more"})


@dataclass(frozen=True)
class Choice:
    """One carer who could come, and why she."""

    name: str
    why: str
    hours: str


@dataclass(frozen=True)
class Against:
    """One rule that stands against carers: how many, and of each what."""

    rule: str
    many: int
    each: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """A promise or a proposal, in words."""

    carer: str
    hours: str
    state: str
    state_word: str
    pinned: bool
    why: str


@dataclass(frozen=True)
class Answer:
    """What was asked and what was found. lines: none while it is being worked out."""

    asked: str
    when: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DayShown:
    """Everything of the page. ahead: the day is to come, and was not done yet. placed: it is known where the family
    lives, so that travel counts."""

    name: str
    day: str
    postcode: str
    hours: str
    needs: str
    promise: Held | None
    proposal: Held | None
    why: tuple[str, ...]
    choices: tuple[Choice, ...]
    against: tuple[Against, ...]
    apart: tuple[str, ...]
    answers: tuple[Answer, ...]
    steps: tuple[tuple[str, str, str, str], ...]
    ahead: bool
    placed: bool


class DayTeller:
    """Tells a day in a language."""

    def __init__(self, seen: SeenDay, zone: ZoneInfo, language: str, *, placed: bool = True) -> None:
        self.placed = placed
        self.seen, self.zone, self.language = seen, zone, language
        self.names = Names(
            carers={id: carer.name for id, carer in seen.carers.items()},
            families={id: name_of(mother) for id, mother in seen.mothers.items()},
            language=language,
            first=seen.first,
        )
        self.refusals = {str(each.carer_id): str(each.whose) for each in seen.apart}

    def page(self) -> DayShown:
        seen = self.seen
        done = seen.promise is not None and seen.promise.state == "done"
        able = [each for each in seen.choices if not each.against]
        return DayShown(
            name=name_of(seen.mother),
            day=notation.weekday(seen.day, self.language),
            postcode=seen.postcode,
            hours=notation.hours(seen.care.hours, self.language) if seen.care else "",
            needs=skill_words(seen.needs),
            promise=self._held(seen.promise),
            proposal=self._held(seen.proposal),
            why=tuple(
                fact(each, self.names) for each in seen.why if self.placed or str(each.code) not in BY_TRAVEL
            ),
            choices=tuple(
                Choice(
                    name=self.names.carer(each.carer),
                    why=", ".join(self._why(each)),
                    hours=notation.hours(each.hours, self.language),
                )
                for each in able[:MOST_CHOICES]
            ),
            against=tuple(self._against()),
            apart=tuple(self._apart()),
            answers=tuple(self._answer(each) for each in seen.questions),
            steps=tuple(
                (
                    notation.moment(step.at, self.zone, self.language),
                    str(STEPS[step.what]),
                    step.carer.name if step.carer else _("nobody"),
                    because(step.why, {}, self.names),
                )
                for step in seen.steps
            ),
            ahead=seen.day >= seen.today and not done,
            placed=self.placed,
        )

    def against(self, reason: Reason) -> str:
        """What stops a carer, as one sentence."""
        return fact(reason, self.names, self._code(reason))

    def choices(self) -> list[tuple[str, str]]:
        """Who can come first, in the order of how well; then the others, who may be tried."""
        stopped = _("a rule stands against it")
        return [
            (each.carer, self.names.carer(each.carer) + (f" ({stopped})" if each.against else ""))
            for each in self.seen.choices
        ]

    def others(self) -> list[tuple[str, str]]:
        """Who could come in the place of whoever does, and nobody: what would have to give."""
        now = self.seen.proposal or self.seen.promise
        comes = str(now.carer_id) if now else ""
        return [
            (each.carer, self.names.carer(each.carer))
            for each in self.seen.choices
            if not each.against and each.carer != comes
        ]

    def everybody(self) -> list[tuple[str, str]]:
        """All carers by name, whoever comes first."""
        comes = [each.carer_id for each in (self.seen.promise, self.seen.proposal) if each]
        return sorted(self.names.carers.items(), key=lambda each: (each[0] not in map(str, comes), each[1]))

    def _code(self, reason: Reason) -> str:
        """Whether a carer does not come because one of both said no, or because she does not go there."""
        if str(reason.code) != HELD_BACK:
            return str(reason.code)
        whose = self.refusals.get(str(dict(reason.values)["carer"]))
        return {"family": HELD_BACK, "carer": "declined"}.get(whose or "", "out_of_area")

    def _against(self) -> Iterator[Against]:
        found: dict[str, list[str]] = {}
        for each in self.seen.choices:
            if each.against:
                first = each.against[0]
                sentence = self.against(first)
                name = self.names.carer(each.carer)
                found.setdefault(self._code(first), []).append(
                    sentence if name in sentence else f"{name}: {sentence}"
                )
        for code, sentences in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
            yield Against(str(GROUPS[code]), len(sentences), tuple(sentences[:MOST_OF_A_RULE]))

    def _apart(self) -> Iterator[str]:
        for each in self.seen.apart:
            code = {"family": HELD_BACK, "carer": "declined"}[each.whose]
            yield told(FACTS[code], {"carer": str(each.carer_id)}, self._with(each.carer))

    def _with(self, carer: Any) -> Names:
        known = {**self.names.carers, str(carer.pk): carer.name}
        return Names(known, self.names.families, self.language, self.names.first)

    def _why(self, choice: Offer) -> list[str]:
        found = [_("knows the family")] if choice.knows else []
        if self.placed:
            found.append(_("%(minutes)s minutes of travel") % {"minutes": choice.minutes})
        left = choice.hours_left
        found.append(
            _("then %(hours)s hours of her contract are left") % {"hours": left}
            if left >= 0
            else _("%(hours)s hours above her contract") % {"hours": -left}
        )
        return found

    def _held(self, shift: Shift | None) -> Held | None:
        if shift is None:
            return None
        return Held(
            carer=shift.carer.name if shift.carer else _("nobody"),
            hours=notation.hours(shift.hours, self.language),
            state=shift.state,
            state_word=str(STATES[shift.state]),
            pinned=shift.pinned,
            why=because(shift.why, shift.values, self.names),
        )

    def _answer(self, question: Question) -> Answer:
        name = question.carer.name if question.carer else ""
        return Answer(
            asked=_("If %(carer)s came") % {"carer": name} if name else _("What would have to give"),
            when=notation.moment(question.asked_at, self.zone, self.language),
            lines=tuple(self._lines(question.answer, name)) if question.answer is not None else (),
        )

    def _lines(self, answer: dict[str, Any], name: str) -> Iterator[str]:
        if answer.get("gone"):
            yield _("This is no longer asked: the family or the carer is not planned on that day any more.")
        elif answer.get("enough"):
            yield _("Nothing: the family gets its full hours on all its days of this week.")
        elif name:
            for each in answer["stopped"]:
                yield told(FACTS[each["code"]], each["values"], self.names, other="carer")
            if not answer["stopped"]:
                yield from self._worse(answer["worse"], _("Nothing would be worse and nothing better."))
        else:
            yield from self._ways(answer)

    def _worse(self, worse: dict[str, int], same: str) -> Iterator[str]:
        for part, word in PARTS.items():
            many = worse.get(part, 0)
            if many:
                more = _("%(many)s more: %(what)s") if many > 0 else _("%(many)s fewer: %(what)s")
                yield more % {"many": abs(many), "what": word}
        if not worse:
            yield same

    def _ways(self, answer: dict[str, Any]) -> Iterator[str]:
        for way in answer["carer_days"]:
            with_her = _("With %(carer)s on %(day)s, who is off or has no hours left then:") % {
                "carer": self.names.carer(way["carer"]),
                "day": self.names.day(way["day"]),
            }
            many = way["full"]
            full = ngettext(
                "%(many)s family would get its full hours",
                "%(many)s families would get their full hours",
                many,
            ) % {"many": many}
            hours = ngettext("%(many)s hour more in all", "%(many)s hours more in all", way["hours"]) % {
                "many": way["hours"]
            }
            yield f"{with_her} {full}, {hours}."
        others = answer["others"]
        if others is None:
            yield _("No change to others would give this family more.")
            return
        yield (
            _("If this family came before all others, it would get its full hours. Then:")
            if others["full"]
            else _("If this family came before all others, it would get more, but not all. Then:")
        )
        yield from self._worse(others["worse"], _("Nothing else would be worse."))
        for each in others["changes"]:
            yield _("%(family)s, %(day)s: %(now)s in place of %(was)s") % {
                "family": self.names.family(each["family"]),
                "day": self.names.day(each["day"]),
                "now": self.names.carer(each["now"]) if each["now"] else _("nobody"),
                "was": self.names.carer(each["was"]) if each["was"] else _("nobody"),
            }
