"""What forecasts rest on, from TOML files. A card that says too little, or cites what is not there, is refused."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..core.explaining import Rule
from ..core.forecasting.activity import ActivityCard
from ..core.forecasting.births.card import BirthsCard
from ..core.forecasting.capacity.card import BoardCard
from ..core.forecasting.payment import PaymentCard
from ..core.forecasting.shorter_stay import StayCard
from ..core.kernel.errors import BadCard
from .loading import COUNTRIES

Card = TypeVar("Card", bound=BaseModel)


@lru_cache(maxsize=1)
def stay_card() -> StayCard:
    """The published scenarios of a shorter stay."""
    return _card("be", "shorter-stay.toml", StayCard)


@lru_cache(maxsize=1)
def payment_card() -> PaymentCard:
    """Ways to pay for maternity care."""
    return _card("nl", "payment.toml", PaymentCard)


@lru_cache(maxsize=1)
def activity_card() -> ActivityCard:
    """The published hours of maternity care."""
    return _card("be", "activity.toml", ActivityCard)


@lru_cache(maxsize=4)
def births_card(country: str) -> BirthsCard:
    """The days on which births differ. Raises BadCard, naming those there are, for another country."""
    if country not in COUNTRIES:
        raise BadCard("--country", "nothing is known of it here", f"There is {', '.join(COUNTRIES)}")
    return _card(country, "births.toml", BirthsCard)


@lru_cache(maxsize=1)
def board_card() -> BoardCard:
    """What the board of hours assumes."""
    return _card("be", "capacity.toml", BoardCard)


@lru_cache(maxsize=1)
def workforce_example() -> str:
    """The scenario of a workforce that pages begin with, as TOML: mostly made up, and it says which numbers are not."""
    folder = files(__package__) / "international" / "forecasting"
    return (folder / "workforce-2035.toml").read_text(encoding="utf-8")


def _card(pack: str, name: str, into: type[Card]) -> Card:
    folder = files(__package__) / pack
    text = (folder / "forecasting" / name).read_text(encoding="utf-8")
    try:
        card = into.model_validate(tomllib.loads(text))
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{name} {field}", first["msg"].rstrip("."), "Mend the card") from None
    sources = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
    for rule in rules_in(card):
        for cited in rule.sources:
            if cited.id not in sources:
                raise BadCard(name, f"there is no source {cited.id}", "Add it to sources.toml")
    return card


def rules_in(part: Any) -> list[Rule]:
    """Every rule in a card, however deep."""
    found = [part] if isinstance(part, Rule) else []
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            found += rules_in(getattr(part, name))
    elif isinstance(part, dict):
        for each in part.values():
            found += rules_in(each)
    elif isinstance(part, tuple):
        for each in part:
            found += rules_in(each)
    return found
