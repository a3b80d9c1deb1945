"""The cards of a protocol as other programs read them, and as text for people. Stable; described in docs/cards.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from .card_words import CERTAINTIES, LABELS
from .cards import Citation, Edition, Language, PromiseRule, Protocol
from .editions import Change, Field, InForce, differences, in_force, overdue
from .in_words import conditions_in_words, duty_in_words, lead_in_words, role_in_words, window_in_words

CARDS_FORMAT = "kraamkring.cards/1"
NOT_REVIEWED = "not reviewed"


def cards_report(
    protocol: Protocol, on: date, then: date | None = None, language: Language = "en"
) -> dict[str, Any]:
    """Every card as it holds on a day; and, if a second day is given, what is different then."""
    told = in_force(protocol, on)
    report: dict[str, Any] = {
        "format": CARDS_FORMAT,
        "pack": protocol.name,
        "title": getattr(protocol.title, language),
        "at": on.isoformat(),
        "language": language,
        "cards": [_card(each, protocol, on, language) for each in told],
        "not_reviewed": [each.card.activity for each in told if each.card.sign.checked_by == NOT_REVIEWED],
        "to_be_confirmed": _to_be_confirmed(told),
        "review_overdue": [each.card.activity for each in told if overdue(each.card, on)],
    }
    if then is not None:
        changes = differences(protocol, on, protocol, then)
        report["diff"] = {"to": then.isoformat(), "changes": [_change(each, language) for each in changes]}
    return report


def _to_be_confirmed(told: Sequence[InForce]) -> list[str]:
    return [
        each.card.activity for each in told if each.edition and each.edition.certainty == "to be confirmed"
    ]


def _card(found: InForce, protocol: Protocol, on: date, language: Language) -> dict[str, Any]:
    card, edition, follows_on = found
    return {
        "activity": card.activity,
        "title": getattr(card.title, language),
        "rule": getattr(card.why, language),
        "for": card.for_,
        "event": card.event,
        "role": card.role,
        "may_be_done_by": sorted(card.allowed),
        "done_by": dict([card.done_by.pair]),
        "ends_with": list(card.ends_with),
        "scope": card.scope,
        "in_force": edition is not None,
        "edition": _edition(edition, protocol, language) if edition else None,
        "editions": [each.valid_from.isoformat() for each in card.editions],
        "follows_on": _day(follows_on),
        "checked_by": card.sign.checked_by,
        "reviewed_on": _day(card.sign.reviewed_on),
        "next_review": card.sign.next_review.isoformat(),
        "review_overdue": overdue(card, on),
        "changes": list(card.sign.changes),
    }


def _edition(edition: Edition, protocol: Protocol, language: Language) -> dict[str, Any]:
    return {
        "valid_from": edition.valid_from.isoformat(),
        "certainty": edition.certainty,
        "note": edition.note,
        "sources": [_source(cited, protocol) for cited in edition.sources],
        "promises": [_promise(rule, language) for rule in edition.promises],
    }


def _source(cited: Citation, protocol: Protocol) -> dict[str, Any]:
    source = protocol.sources[cited.id]
    return {
        "id": cited.id,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "where": cited.where,
        "says": cited.says,
    }


def _promise(rule: PromiseRule, language: Language) -> dict[str, Any]:
    return {
        "ordinal": rule.ordinal,
        "window": rule.window.model_dump(mode="json", exclude_none=True),
        "when": {name: dict(tests) for name, tests in rule.when.items()},
        "unless": {name: dict(tests) for name, tests in rule.unless.items()},
        "obligation": rule.obligation,
        "required_when": rule.required_when and {n: dict(tests) for n, tests in rule.required_when.items()},
        "lead_hours": rule.lead_hours,
        "in_words": {
            "window": window_in_words(rule.window, language),
            "conditions": conditions_in_words(rule, language),
            "duty": duty_in_words(rule, language),
            "lead": lead_in_words(rule, language),
        },
    }


def _change(change: Change, language: Language) -> dict[str, Any]:
    return {
        "activity": change.activity,
        "title": getattr(change.card.title, language),
        "what": change.what,
        "edition_before": _day(change.before),
        "edition_after": _day(change.after),
        "in_words": change_in_words(change),
        "fields": [{**each._asdict(), "in_words": field_in_words(each)} for each in change.fields],
    }


def field_in_words(field: Field) -> str:
    """`promise 1 window latest: 96 becomes 120`."""
    if field.was is None:
        return f"{field.name}: {_plain(field.becomes)} is added"
    if field.becomes is None:
        return f"{field.name}: {_plain(field.was)} is taken out"
    return f"{field.name}: {_plain(field.was)} becomes {_plain(field.becomes)}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def in_text(
    protocol: Protocol, on: date, then: date | None = None, language: Language = "en"
) -> Iterator[str]:
    """The same for people, line by line."""
    title = getattr(protocol.title, language)
    yield f"{title} ({protocol.name}) on {on:%d-%m-%Y}"
    if then is not None:
        yield from _differences_in_text(protocol, on, then, language)
        return
    for found in in_force(protocol, on):
        yield from _card_in_text(found, protocol, on, language)


def _card_in_text(found: InForce, protocol: Protocol, on: date, language: Language) -> Iterator[str]:
    card, edition, follows_on = found
    label = LABELS[language]
    yield ""
    yield f"{getattr(card.title, language)} ({card.activity})"
    if edition is None:
        yield f"  {label['not_yet'].format(day=f'{follows_on:%d-%m-%Y}')}"
        return
    yield f"  {getattr(card.why, language)}"
    for rule in edition.promises:
        conditions = "".join(f"; {each}" for each in conditions_in_words(rule, language))
        yield f"  {rule.ordinal}. {window_in_words(rule.window, language)}{conditions}"
        yield f"     {duty_in_words(rule, language)}; {lead_in_words(rule, language)}"
    yield f"  {label['answers']}: {role_in_words(card.role, protocol, language)}"
    for cited in edition.sources:
        yield f"  {label['source']}: {protocol.sources[cited.id].title}, {cited.where}: {cited.says}"
    yield f"  {label['sure']}: {CERTAINTIES[language][edition.certainty]}"
    if edition.note:
        yield f"  {label['note']}: {edition.note}"
    checked = label["nobody_yet"] if card.sign.reviewed_on is None else card.sign.checked_by
    late = f", {label['overdue']}" if overdue(card, on) else ""
    yield (
        f"  {label['edition'].format(day=f'{edition.valid_from:%d-%m-%Y}')}; {label['checked']}: {checked}; "
        f"{label['review']}: {card.sign.next_review:%d-%m-%Y}{late}"
    )
    if follows_on:
        yield f"  {label['follows'].format(day=f'{follows_on:%d-%m-%Y}')}"


def _differences_in_text(protocol: Protocol, on: date, then: date, language: Language) -> Iterator[str]:
    changes = differences(protocol, on, protocol, then)
    yield f"What is different on {then:%d-%m-%Y}:" if changes else f"Nothing is different on {then:%d-%m-%Y}."
    for change in changes:
        yield ""
        yield f"{getattr(change.card.title, language)} ({change.activity}): {change_in_words(change)}"
        yield from (f"  {field_in_words(each)}" for each in change.fields)


def change_in_words(change: Change) -> str:
    """`the edition of 21-10-2014 is followed by that of 01-01-2024`."""
    if change.before is None:
        return f"begins with the edition of {change.after:%d-%m-%Y}"
    if change.after is None:
        return f"the edition of {change.before:%d-%m-%Y} ends"
    if change.before == change.after:
        return f"the edition of {change.before:%d-%m-%Y} says something else"
    return f"the edition of {change.before:%d-%m-%Y} is followed by that of {change.after:%d-%m-%Y}"
