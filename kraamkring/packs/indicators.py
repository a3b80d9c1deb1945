"""The indicators of every pack: cards with their SQL, from files, checked once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from ..core.indicators.card import IndicatorCard
from ..core.kernel.errors import BadCard
from ..core.pathway.cards import InFourLanguages, Source, Strict

PACKS = ("international", "be", "nl")


class NotCounted(Strict):
    """An indicator that stands in a source and is not counted here, and why."""

    number: str
    title: InFourLanguages
    why: str


@lru_cache(maxsize=1)
def indicators() -> Mapping[str, IndicatorCard]:
    """Every card, by id, in the order of the packs. Raises BadCard, naming the file."""
    found: dict[str, IndicatorCard] = {}
    for pack in PACKS:
        known = sources(pack)
        for file in _cards(pack):
            card = _card(file, known)
            if card.id in found:
                raise BadCard(file.name, "another card has this id", "Give it another one")
            found[card.id] = card
    return found


def indicator(name: str) -> IndicatorCard:
    """One card. Raises BadCard, naming those there are."""
    if name not in indicators():
        raise BadCard("indicator", "there is no such indicator", f"There is {', '.join(indicators())}")
    return indicators()[name]


@lru_cache(maxsize=4)
def sources(pack: str) -> Mapping[str, Source]:
    """The sources of a pack, and those that belong to none."""
    said: dict[str, Any] = {}
    for each in dict.fromkeys(("international", pack)):
        said |= tomllib.loads((files(__package__) / each / "sources.toml").read_text(encoding="utf-8"))
    return {name: Source.model_validate(source) for name, source in said.items()}


@lru_cache(maxsize=1)
def not_counted() -> tuple[NotCounted, ...]:
    """What the sources ask for and the record does not hold."""
    file = files(__package__) / "international" / "indicators" / "left-out.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(NotCounted.model_validate(each) for each in said["left_out"])


def _cards(pack: str) -> Iterator[Traversable]:
    folder = files(__package__) / pack / "indicators"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml") and file.name != "left-out.toml":
            yield file


def _card(file: Traversable, known: Mapping[str, Source]) -> IndicatorCard:
    name = file.name.removesuffix(".toml")
    pack = files(__package__)
    statement = next(
        (
            (pack / each / "indicators" / f"{name}.sql")
            for each in PACKS
            if (pack / each / "indicators" / f"{name}.sql").is_file()
        ),
        None,
    )
    if statement is None:
        raise BadCard(file.name, "there is no SQL file beside the card", f"Write {name}.sql")
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        card = IndicatorCard.model_validate(said | {"id": name, "sql": statement.read_text(encoding="utf-8")})
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        at = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{file.name} {at}", first["msg"].rstrip("."), "Mend the card") from None
    for citation in card.sources:
        if citation.id not in known:
            raise BadCard(file.name, f"there is no source {citation.id}", "Add it to sources.toml")
    return card
