"""What a protocol promises on a day, and what becomes different: between two days, or with a card that is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal, NamedTuple

from .cards import Card, Edition, Protocol

What = Literal["begins", "ends", "changes"]

# Of a signature: who looked at a card and when is no change of what it promises.
NOT_COMPARED = frozenset({"sign", "edition", "valid_from"})


class InForce(NamedTuple):
    """A card on a day: the edition that holds, None before the first; and the first day of the one that follows."""

    card: Card
    edition: Edition | None
    follows_on: date | None


class Field(NamedTuple):
    """One value that becomes different. name: `promise 1 window latest`. None where there was, or is, nothing."""

    name: str
    was: Any
    becomes: Any


class Change(NamedTuple):
    """What becomes different about one card. before, after: the first days of the editions, None if there is none."""

    activity: str
    what: What
    before: date | None
    after: date | None
    fields: tuple[Field, ...]
    card: Card


def in_force(protocol: Protocol, day: date) -> tuple[InForce, ...]:
    """Every card of a protocol on a day, in the order of the cards."""
    return tuple(
        InForce(
            card,
            card.edition_on(day),
            min((each.valid_from for each in card.editions if each.valid_from > day), default=None),
        )
        for card in protocol.cards
    )


def differences(before: Protocol, on: date, after: Protocol, then: date) -> tuple[Change, ...]:
    """What becomes different from one protocol on a day to another (or itself) on another day, card by card."""
    was = {card.activity: card for card in before.cards}
    will = {card.activity: card for card in after.cards}
    found = (_change(was.get(name), on, will.get(name), then) for name in sorted(was.keys() | will.keys()))
    return tuple(change for change in found if change is not None)


def with_card(protocol: Protocol, card: Card) -> Protocol:
    """The protocol with this card instead of the one of its name, or added to it."""
    others = [each for each in protocol.cards if each.activity != card.activity]
    return replace(protocol, cards=tuple(sorted((*others, card), key=lambda each: each.activity)))


def without_editions_from(protocol: Protocol, day: date) -> Protocol:
    """The protocol as it was before the editions that begin on that day or later."""
    cards = []
    for card in protocol.cards:
        kept = tuple(edition for edition in card.editions if edition.valid_from < day)
        if kept:
            cards.append(card if kept == card.editions else card.model_copy(update={"editions": kept}))
    return replace(protocol, cards=tuple(cards))


def overdue(card: Card, day: date) -> bool:
    """Whether the card ought to have been looked at again by that day."""
    return card.sign.next_review < day


def _change(was: Card | None, on: date, will: Card | None, then: date) -> Change | None:
    old = was.edition_on(on) if was else None
    new = will.edition_on(then) if will else None
    card = will or was
    assert card is not None  # noqa: S101 (it has a name, so one of them has it)
    if old is None and new is None:
        return None
    what: What = "begins" if old is None else "ends" if new is None else "changes"
    fields = tuple(_fields(_flat(was, old), _flat(will, new))) if what == "changes" else ()
    first = old.valid_from if old else None
    begins = new.valid_from if new else None
    if what == "changes" and not fields and first == begins:
        return None
    return Change(card.activity, what, first, begins, fields, card)


def _fields(was: Mapping[str, Any], will: Mapping[str, Any]) -> Iterator[Field]:
    for name in [*was, *(name for name in will if name not in was)]:
        if was.get(name) != will.get(name):
            yield Field(name, was.get(name), will.get(name))


def _flat(card: Card | None, edition: Edition | None) -> dict[str, Any]:
    """Card and edition as one list of named values; promises by their ordinal, sources by their number."""
    assert card is not None  # noqa: S101
    assert edition is not None  # noqa: S101
    said = card.model_dump(mode="json", by_alias=True, exclude_none=True)
    said |= edition.model_dump(mode="json", by_alias=True, exclude_none=True)
    promises = said.pop("promise")
    found = dict(_leaves({name: value for name, value in said.items() if name not in NOT_COMPARED}, ""))
    seen: dict[int, int] = {}
    for promise in promises:
        number = promise.pop("ordinal")
        seen[number] = seen.get(number, 0) + 1
        name = f"promise {number}" + (f" ({seen[number]})" if seen[number] > 1 else "")
        found |= dict(_leaves(promise, name))
    return found


def _leaves(said: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(said, dict):
        for key, inner in said.items():
            yield from _leaves(inner, f"{name} {key}".strip().replace("_", " "))
    elif isinstance(said, list) and any(isinstance(each, dict) for each in said):
        for number, inner in enumerate(said, start=1):
            yield from _leaves(inner, f"{name} {number}")
    else:
        yield name, said
