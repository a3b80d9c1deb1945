"""The forms of registries of every pack: cards from TOML files, checked once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import ValidationError

from ..core.kernel.errors import BadCard, Refusal
from ..core.registering import FormCard
from .indicators import sources

COUNTRIES = ("be",)  # those with a folder of forms
TOGETHER: Mapping[str, tuple[str, ...]] = {"ebirth": ("ebirth-notification", "ebirth-medical")}


@lru_cache(maxsize=1)
def forms() -> Mapping[str, FormCard]:
    """Every form, by id: those that are due first come first. Raises BadCard, naming the file."""
    found = [each for country in COUNTRIES for each in _of(country)]
    return {each.id: each for each in sorted(found, key=lambda card: (card.due_hours is None, card.id))}


def forms_called(name: str) -> tuple[FormCard, ...]:
    """One form, or those that go together under a name. Raises Refusal, naming those there are."""
    named = TOGETHER.get(name, (name,))
    if not set(named) <= set(forms()):
        there = ", ".join((*TOGETHER, *forms()))
        raise Refusal("form", "there is no such form", "There is %(there)s", there=there)
    return tuple(forms()[each] for each in named)


def forms_of(region: str) -> tuple[FormCard, ...]:
    """The forms that are asked of a birth in a region (`be-vlg`): those of its country."""
    country = region.partition("-")[0]
    return tuple(forms().values()) if country in COUNTRIES else ()


def _of(country: str) -> list[FormCard]:
    found = []
    for file in sorted((files(__package__) / country / "forms").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            said = tomllib.loads(file.read_text(encoding="utf-8")) | {"id": file.name.removesuffix(".toml")}
            try:
                card = FormCard.model_validate(said)
            except ValidationError as refused:
                first = refused.errors(include_url=False)[0]
                at = ".".join(str(step) for step in first["loc"])
                raise BadCard(f"{file.name} {at}", first["msg"].rstrip("."), "Mend the card") from None
            for citation in card.sources:
                if citation.id not in sources(country):
                    raise BadCard(file.name, f"there is no source {citation.id}", "Add it to sources.toml")
            found.append(card)
    return found
