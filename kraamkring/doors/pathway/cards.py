"""The rules themselves, in words, for those who must sign them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kraamkring.core.pathway import Card
from kraamkring.core.pathway.cards import (
    Between,
    Edition,
    ElapsedHours,
    GestationalAge,
    LocalDays,
    NotBefore,
    PromiseRule,
    Season,
    Window,
)
from kraamkring.core.pathway.phrases import FACT_NAMES, WORDS
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.care import Citation
from kraamkring.packs import protocol

from .looking import REGION

EVENT_ORDER = (
    "booking", "birth", "homecoming", "blood_spot_done", "blood_spot_refused", "hearing_done", "hearing_refer",
    "hearing_refused", "readmission", "return", "loss",
)  # fmt: skip


@dataclass(frozen=True)
class RuleShown:
    """One promise of an edition: its window, its conditions, and how binding it is."""

    window: str
    conditions: tuple[str, ...]
    binding: str


@dataclass(frozen=True)
class Cited:
    """A source, the place in it, and what it says there in our words (English)."""

    citation: Citation
    says: str
    publisher: str
    year: int | None


@dataclass(frozen=True)
class EditionShown:
    valid_from: str
    rules: tuple[RuleShown, ...]
    certainty: str
    note: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class CardShown:
    """A card as a person reads it. editions: the newest first."""

    activity: str
    title: str
    rule: str
    whom: str
    role: str
    others: str
    editions: tuple[EditionShown, ...]
    checked: str
    next_review: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class CardGroup:
    """The cards that one event calls for."""

    event: str
    title: str
    cards: tuple[CardShown, ...]


def card_groups(language: str) -> list[CardGroup]:
    """Every card of the protocol, by the event that calls for it."""
    found: dict[str, list[CardShown]] = {}
    for card in protocol(REGION).cards:
        found.setdefault(card.event, []).append(_shown(card, language))
    return [
        CardGroup(event, str(words.EVENTS[event]), tuple(found[event]))
        for event in sorted(found, key=EVENT_ORDER.index)
    ]


def _shown(card: Card, language: str) -> CardShown:
    sign = card.sign
    whom = {
        "mother": _("the mother"), "each newborn": _("each newborn"), "everyone": _("mother and each newborn"),
    }  # fmt: skip
    return CardShown(
        activity=card.activity,
        title=getattr(card.title, language),
        rule=getattr(card.why, language),
        whom=whom[card.for_],
        role=str(words.ROLES[card.role]),
        others=", ".join(str(words.ROLES[role]) for role in card.by if role != card.role),
        editions=tuple(_edition(edition, language) for edition in reversed(card.editions)),
        checked=str(words.NOT_REVIEWED)
        if sign.reviewed_on is None
        else _("%(name)s, %(day)s") % {"name": sign.checked_by, "day": notation.day(sign.reviewed_on)},
        next_review=notation.day(sign.next_review),
        changes=sign.changes,
    )


def _edition(edition: Edition, language: str) -> EditionShown:
    sources = protocol(REGION).sources
    return EditionShown(
        valid_from=notation.day(edition.valid_from),
        rules=tuple(_rule(rule, language) for rule in edition.promises),
        certainty=str(words.CERTAINTIES[edition.certainty]),
        note=edition.note,
        cited=tuple(
            Cited(
                Citation(sources[cited.id].title, cited.where),
                cited.says,
                sources[cited.id].publisher,
                sources[cited.id].year,
            )
            for cited in edition.sources
        ),
    )


def _rule(rule: PromiseRule, language: str) -> RuleShown:
    obligation = str(words.OBLIGATIONS[rule.obligation])
    if rule.required_when:
        stricter = "; ".join(in_words(rule.required_when, language))
        obligation = _("%(usual)s; required if: %(condition)s") % {"usual": obligation, "condition": stricter}
    lead = _("at risk if nothing is arranged %(time)s before the end") % {
        "time": _time(rule.lead_hours, language)
    }
    return RuleShown(
        window=window_in_words(rule.window, language),
        conditions=(
            *in_words(rule.when, language),
            *(_("unless %(condition)s") % {"condition": each} for each in in_words(rule.unless, language)),
        ),
        binding=obligation if rule.obligation == "proposed" else f"{obligation}; {lead}",
    )


def _time(hours: float, language: str) -> str:
    """Hours as hours; whole days from two on as days."""
    days = hours / 24
    if days >= 2 and days == int(days):
        return _("%(days)s days") % {"days": int(days)}
    return notation.hours(hours, language)


def window_in_words(window: Window, language: str) -> str:
    """`within 24 h after going home`, `day 7 to day 10 after the birth`, `18+0 to 22+0`."""
    told = _span(window, language)
    bound = window.not_before
    return f"{told}, {_bound(bound, language)}" if bound else told


def _span(window: Window, language: str) -> str:
    if isinstance(window, GestationalAge):
        return _("from %(first)s, before %(last)s") % {"first": window.earliest, "last": window.latest}
    after = {"after": words.AFTER[window.after]}
    if isinstance(window, Between):
        return _("%(after)s, %(before)s") % {**after, "before": words.BEFORE[window.before]}
    if isinstance(window, ElapsedHours):
        last = notation.hours(window.latest, language)
        if window.earliest == 0:
            return _("within %(last)s %(after)s") % {"last": last, **after}
        first = notation.number(window.earliest, language)
        return _("%(first)s to %(last)s %(after)s") % {"first": first, "last": last, **after}
    if isinstance(window, Season):
        return _("from %(first)s to %(last)s, in the first year in which that is %(after)s") % {
            "first": _day_of_the_year(window.earliest),
            "last": _day_of_the_year(window.latest),
            **after,
        }
    assert isinstance(window, LocalDays)  # noqa: S101 (there is no sixth unit)
    days = {"first": window.earliest, "last": window.latest, **after}
    return _("day %(first)s to day %(last)s %(after)s (day 0 is the day itself)") % days


def _day_of_the_year(day: str) -> str:
    """`09-01` as 1 September is written here: 01-09."""
    month, _dash, number = day.partition("-")
    return f"{number}-{month}"


def _bound(bound: NotBefore, language: str) -> str:
    after = {"after": words.AFTER[bound.event]}
    if bound.days:
        return _("at the earliest on day %(days)s %(after)s") % {"days": bound.days, **after}
    if bound.hours:
        hours = notation.hours(bound.hours, language)
        return _("at the earliest %(hours)s %(after)s") % {"hours": hours, **after}
    return _("at the earliest %(after)s") % after


def in_words(when: Mapping[str, Mapping[str, object]], language: str) -> list[str]:
    """Each condition: `place of birth: not home`."""
    predicates = {
        "is": "%(value)s", "is_not": _("not %(value)s"), "in": "%(value)s", "below": _("under %(value)s"),
        "at_most": _("at most %(value)s"), "above": _("more than %(value)s"), "at_least": _("at least %(value)s"),
        "within": _("%(first)s to %(last)s"),
    }  # fmt: skip
    return [
        f"{_fact(name, language)}: {predicates[word] % _asked_of(word, wanted, language)}"
        for name, asked in when.items()
        for word, wanted in asked.items()
    ]


def _asked_of(word: str, wanted: object, language: str) -> dict[str, str]:
    if word != "within":
        return {"value": _value(wanted, language)}
    assert isinstance(wanted, list | tuple)  # noqa: S101 (conditions.py asks for two)
    first, last = (_day_of_the_year(each) if isinstance(each, str) else str(each) for each in wanted)
    return {"first": first, "last": last}


def _fact(name: str, language: str) -> str:
    return FACT_NAMES[name][language] if name in FACT_NAMES else name.replace("_", " ")


def _value(value: object, language: str) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(each, language) for each in value)
    return WORDS[value][language] if isinstance(value, str | bool) and value in WORDS else str(value)
