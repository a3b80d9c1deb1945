"""Cards from TOML files into protocols, checked once. A card that says too little is refused with its file name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from ..core.facts.model import Role
from ..core.kernel.errors import BadCard
from ..core.kernel.working_days import NO_HOLIDAYS, Holidays
from ..core.pathway.cards import (
    Bounds,
    Card,
    Certainty,
    DayOfTheYear,
    Expectations,
    InFourLanguages,
    Protocol,
    Source,
    Strict,
)
from ..core.pathway.eligibility import Criteria

COUNTRIES = ("be", "nl")


@lru_cache(maxsize=1)
def protocols() -> Mapping[str, Protocol]:
    """Every protocol there is, by region: `be-vlg`; of a country without regions by the country: `nl`."""
    found = {}
    for country in COUNTRIES:
        pack = files(__package__) / country
        sources = {name: Source.model_validate(said) for name, said in _toml(pack / "sources.toml").items()}
        bounds = _bounds(pack / "bounds.toml", sources)
        for file in sorted((pack / "protocols").iterdir(), key=lambda file: file.name):
            if file.name.endswith(".toml"):
                region = file.name.removesuffix(".toml")
                name = country if region == country else f"{country}-{region}"
                read = _read(name, file, pack / "protocols", sources, bounds)
                found[name] = replace(read, holidays=public_holidays(country))
    return found


def protocol(name: str) -> Protocol:
    """The protocol of a region. Raises BadCard, naming those there are, if there is none."""
    if name not in protocols():
        raise BadCard("pack", "there is no such protocol", f"There is {', '.join(protocols())}")
    return protocols()[name]


@lru_cache(maxsize=8)
def criteria(region: str, name: str) -> Criteria:
    """The criteria of a name (`short_stay`) for a region. Raises BadCard if there are none, or if they say too
    little."""
    country = protocol(region).name.split("-")[0]
    file = files(__package__) / country / "criteria" / f"{name}.toml"
    if not file.is_file():
        raise BadCard("pack", f"there are no criteria {name} for {region}", "Ask it of another region")
    try:
        found = Criteria.model_validate(_toml(file))
    except ValidationError as refused:
        raise BadCard(file.name, refused.errors(include_url=False)[0]["msg"], "Mend the criteria") from None
    for criterion in found.criterion:
        _compiles(file.name, criterion)
    return found


class _Head(Strict):
    """The file of a region. takes: the folders its cards come from; of two with the same name the later one holds.
    without: what does not hold here of what it takes. called: roles by the name they have here, for `{youth_health}`
    on a card."""

    title: InFourLanguages
    zone: str
    takes: tuple[str, ...]
    without: tuple[str, ...] = ()
    called: Mapping[Role, InFourLanguages] = {}
    expectations: Expectations


def _read(
    name: str, file: Traversable, folder: Traversable, sources: Mapping[str, Source], bounds: Bounds
) -> Protocol:
    try:
        head = _Head.model_validate(_toml(file))
    except ValidationError as refused:
        raise _bad(file.name, refused) from None
    cards: dict[str, Card] = {}
    for taken in head.takes:
        for each in (folder / taken).iterdir():
            if each.name.endswith(".toml"):
                cards[each.name] = _card(each, sources, head.called)
    for activity in head.without:
        if cards.pop(f"{activity}.toml", None) is None:
            raise BadCard(f"{file.name} without", f"{activity} is not among its cards", "Mend the name")
    return Protocol(
        name=name,
        title=head.title,
        zone=ZoneInfo(head.zone),
        expectations=head.expectations,
        bounds=bounds,
        cards=tuple(cards[each] for each in sorted(cards)),
        sources=sources,
        called=head.called,
    )


def _bounds(file: Traversable, sources: Mapping[str, Source]) -> Bounds:
    try:
        bounds = Bounds.model_validate(_toml(file))
    except ValidationError as refused:
        raise _bad(file.name, refused) from None
    for cited in (*bounds.sources, *(bounds.uncomplicated.sources if bounds.uncomplicated else ())):
        if cited.id not in sources:
            raise BadCard(file.name, f"there is no source {cited.id}", "Add it to sources.toml")
    return bounds


class _PublicHolidays(Strict):
    """The file of a country's public holidays, with how sure we are of them."""

    fixed: frozenset[DayOfTheYear]
    from_easter: frozenset[int]
    certainty: Certainty
    note: str


@lru_cache(maxsize=4)
def public_holidays(country: str) -> Holidays:
    """The public holidays of a country, from its pack; none where it has no list of them."""
    file = files(__package__) / country / "holidays.toml"
    if not file.is_file():
        return NO_HOLIDAYS
    said = _PublicHolidays.model_validate(_toml(file))
    return Holidays(said.fixed, said.from_easter)


def _card(file: Traversable, sources: Mapping[str, Source], called: Mapping[Role, InFourLanguages]) -> Card:
    card = checked_card(file.name, _toml(file), sources, called)
    if card.activity != file.name.removesuffix(".toml"):
        raise BadCard(
            file.name, f"this card is called {card.activity}", "Give the file the name of its activity"
        )
    return card


def checked_card(
    name: str,
    said: dict[str, Any],
    sources: Mapping[str, Source],
    called: Mapping[Role, InFourLanguages],
) -> Card:
    """A card, whole: every field, its sources and its conditions. name: of the file, for what is said when it is not.
    Raises BadCard."""
    filled = {
        told: {
            language: _named(text, language, called) if isinstance(text, str) else text
            for language, text in said[told].items()
        }
        for told in ("title", "why")
        if isinstance(said.get(told), dict)
    }
    try:
        card = Card.model_validate(said | filled)
    except ValidationError as refused:
        raise _bad(name, refused) from None
    for edition in card.editions:
        for citation in edition.sources:
            if citation.id not in sources:
                raise BadCard(name, f"there is no source {citation.id}", "Add it to sources.toml")
        for promise in edition.promises:
            _compiles(name, promise)
    return card


def _named(text: str, language: str, called: Mapping[Role, InFourLanguages]) -> str:
    """The text with who is meant by a role where the family lives."""
    for role, names in called.items():
        text = text.replace(f"{{{role}}}", getattr(names, language, role))
    return text


def _bad(name: str, refused: ValidationError) -> BadCard:
    first = refused.errors(include_url=False)[0]
    field = ".".join(str(step) for step in first["loc"])
    return BadCard(f"{name} {field}", first["msg"].rstrip("."), "Mend the card")


def _compiles(name: str, promise: Any) -> None:
    try:
        _ = promise.condition, getattr(promise, "requirement", None)
    except ValueError as wrong:
        raise BadCard(name, str(wrong), "Mend the condition") from None


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
