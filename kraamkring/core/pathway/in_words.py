"""A card in the words of somebody who must sign it: its windows, conditions, roles and duties, in four languages."""

from __future__ import annotations

from collections.abc import Mapping

from . import cards
from .card_words import AFTER, DUTIES, PREDICATES, ROLES, SAID
from .cards import Protocol
from .phrases import FACT_NAMES, WORDS


def window_in_words(window: cards.Window, language: str) -> str:
    """`day 7 to day 10 after the birth, best on day 8`."""
    parts = [_span(window, language)]
    if isinstance(window, cards.LocalDays) and window.working_days is not None:
        parts.append(_say("working", language, days=window.working_days))
    if isinstance(window, cards.ElapsedHours) and window.aims_at_working_day:
        parts.append(_say("aims", language))
    if isinstance(window, cards.ElapsedHours) and window.or_next_working_day:
        parts.append(_say("ends", language))
    bound = window.not_before
    if bound is not None:
        after = AFTER[language][bound.event]
        if bound.days:
            parts.append(_say("bound_d", language, days=bound.days, after=after))
        elif bound.hours:
            parts.append(_say("bound_h", language, hours=number(bound.hours, language), after=after))
        else:
            parts.append(_say("bound", language, after=after))
    return ", ".join(parts)


def _span(window: cards.Window, language: str) -> str:
    if isinstance(window, cards.GestationalAge):
        return _say("weeks", language, first=window.earliest, last=window.latest, target=window.target)
    after = AFTER[language][window.after]
    if isinstance(window, cards.Between):
        return _say("between", language, after=after, before=AFTER[language][window.before])
    told = {"first": window.earliest, "last": window.latest, "target": window.target}
    if isinstance(window, cards.Season):
        days = {name: "-".join(reversed(str(day).split("-"))) for name, day in told.items()}
        return _say("season", language, after=after, **days)
    if isinstance(window, cards.LocalDays):
        return _say("days", language, after=after, **told)
    hours = {name: number(float(value), language) for name, value in told.items()}
    return _say("hours", language, after=after, **hours)


def conditions_in_words(rule: cards.PromiseRule, language: str) -> list[str]:
    """`if place of birth: not home`; and `unless ...`."""
    found = [
        _say("when", language, condition=_condition(name, tests, language))
        for name, tests in rule.when.items()
    ]
    return found + [
        _say("unless", language, condition=_condition(name, tests, language))
        for name, tests in rule.unless.items()
    ]


def duty_in_words(rule: cards.PromiseRule, language: str) -> str:
    """`recommended; required if hours between birth and going home: under 72`."""
    usual = DUTIES[language][rule.obligation]
    if rule.required_when is None:
        return usual
    also = f" {_say('and', language)} "
    condition = also.join(_condition(name, tests, language) for name, tests in rule.required_when.items())
    return _say("stricter", language, usual=usual, condition=condition)


def lead_in_words(rule: cards.PromiseRule, language: str) -> str:
    """`at risk 24 h before it closes`."""
    return _say("lead", language, hours=number(rule.lead_hours, language))


def role_in_words(role: str, protocol: Protocol, language: str) -> str:
    """A role as it is called where the protocol holds."""
    called = protocol.called.get(role)  # type: ignore[call-overload]
    return str(getattr(called, language)) if called else ROLES[language][role]


def _condition(name: str, tests: Mapping[str, object], language: str) -> str:
    also = f" {_say('and', language)} "
    told = also.join(
        PREDICATES[language][word].format(_value(wanted, language, also if word == "within" else ", "))
        for word, wanted in tests.items()
    )
    fact = FACT_NAMES.get(name, {}).get(language, name.replace("_", " "))
    return f"{fact}: {told}"


def _value(value: object, language: str, also: str = ", ") -> str:
    if isinstance(value, list | tuple):
        return also.join(_value(each, language) for each in value)
    if isinstance(value, str | bool) and value in WORDS:
        return WORDS[value][language]
    return number(value, language) if isinstance(value, int | float) else str(value)


def number(value: float, language: str) -> str:
    """`24`, `0.5`; with a comma outside English."""
    shown = f"{value:g}"
    return shown if language == "en" else shown.replace(".", ",")


def _say(what: str, language: str, **filling: object) -> str:
    return SAID[language][what].format(**filling)
