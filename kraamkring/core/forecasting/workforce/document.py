"""A scenario of the workforce as its file says it. Numbers are the reader's own; unsure ones have bounds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from ...kernel.document import LARGEST_BYTES, read_document
from ...kernel.errors import ImpossibleFact
from ...pathway.cards import Strict

PAGE = "docs/figures.md"
YOUNGEST, OLDEST = 15, 80
MOST_YEARS = 60
MOST_CLASSES = 16
MOST_LEVERS = 20

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Change = Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Age = Annotated[int, Field(strict=True, ge=YOUNGEST, le=OLDEST)]
HoursAWeek = Annotated[float, Field(ge=0, le=80, allow_inf_nan=False)]


class _Between(Strict):
    @model_validator(mode="after")
    def in_order(self) -> Self:
        value, lowest, highest = (getattr(self, name) for name in ("value", "lowest", "highest"))
        if not lowest <= value <= highest:
            raise ImpossibleFact("value", "it does not lie from lowest to highest", "Correct one of them")
        return self


class ShareGuess(_Between):
    """A share, most likely `value`, and between which bounds it is taken to lie."""

    value: Share
    lowest: Share
    highest: Share


class AmountGuess(_Between):
    """The same for an amount."""

    value: Amount
    lowest: Amount
    highest: Amount


class ChangeGuess(_Between):
    """The same for a change a year."""

    value: Change
    lowest: Change
    highest: Change


def _sure(said: Any) -> Any:
    """A plain number is one that is sure."""
    if isinstance(said, int | float) and not isinstance(said, bool):
        return {"value": said, "lowest": said, "highest": said}
    return said


Guess = ShareGuess | AmountGuess | ChangeGuess
ShareOrGuess = Annotated[ShareGuess, BeforeValidator(_sure)]
AmountOrGuess = Annotated[AmountGuess, BeforeValidator(_sure)]
ChangeOrGuess = Annotated[ChangeGuess, BeforeValidator(_sure)]
NONE: Any = 0.0
ALL: Any = 1.0


class _Said(Strict):
    model_config = ConfigDict(validate_default=True)


class Group(_Said):
    """People who are alike, spread evenly over their ages."""

    people: Count
    age_from: Age
    age_until: Age
    hours_a_week: HoursAWeek
    freelance: bool = False

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.age_from > self.age_until:
            raise ImpossibleFact("age_until", "it lies before age_from", "Correct one of them")
        return self


class Training(_Said):
    """places: begun each year. years: from the first day to the first day at work."""

    places: Count
    places_before: Count | None = None
    filled: ShareOrGuess = ALL
    drop_out: ShareOrGuess
    years: Annotated[int, Field(strict=True, ge=0, le=10)]
    age_from: Age
    age_until: Age
    hours_a_week: HoursAWeek
    freelance: Share = 0.0
    others_a_year: AmountOrGuess = NONE


class Leaving(_Said):
    """The part of people of an age who leave in a year; retirement_age: nobody works on from there."""

    age_until: Age
    rate: Share


class Outflow(_Said):
    by_age: tuple[Leaving, ...] = Field(min_length=1, max_length=70)
    retirement_age: Age
    factor: AmountOrGuess = ALL
    to_freelance: ShareOrGuess = NONE
    from_freelance: ShareOrGuess = NONE


class Demand(_Said):
    """Hours of care a year. deployable: the part of contract hours that is spent in families."""

    births: AmountOrGuess
    change_a_year: ChangeOrGuess = NONE
    taking_care: ShareOrGuess
    hours_a_family: AmountOrGuess
    deployable: ShareOrGuess
    hours_factor: AmountOrGuess = ALL


class Lever(_Said):
    """set: values by where they stand: `"training.places" = 900`."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    set: Mapping[str, Any]


class Carers(_Said):
    stock: tuple[Group, ...] = Field(min_length=1, max_length=500)
    training: Training
    outflow: Outflow
    demand: Demand


class Stay(_Said):
    """share: of families with this stay. visits: None, those that go with it by the card."""

    stay_days: Annotated[float, Field(gt=0, le=30)]
    share: Share
    visits: Annotated[float, Field(ge=0, le=30)] | None = None


class Midwives(_Said):
    """Home visits after a birth, and the midwives they take. visits_a_day: as measured; None: as many as fit."""

    births: AmountOrGuess
    eligible: ShareOrGuess
    stays: tuple[Stay, ...] = Field(min_length=1, max_length=20)
    first_visit_minutes: AmountOrGuess
    visit_minutes: AmountOrGuess
    travel_minutes: AmountOrGuess
    phone_minutes_a_family: AmountOrGuess
    minutes_a_day: AmountOrGuess
    days_a_year: AmountOrGuess
    visits_a_day: AmountOrGuess | None = None


class Scenario(_Said):
    """carers, midwives: one of them at least."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    from_year: Annotated[int, Field(strict=True, ge=1990, le=2100)]
    until_year: Annotated[int, Field(strict=True, ge=1990, le=2100)]
    runs: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1000
    seed: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)] = 1
    notes: tuple[str, ...] = ()
    carers: Carers | None = None
    midwives: Midwives | None = None
    levers: tuple[Lever, ...] = Field(default=(), max_length=MOST_LEVERS)

    @model_validator(mode="after")
    def whole(self) -> Self:
        if self.carers is None and self.midwives is None:
            raise ImpossibleFact("", "it has neither carers nor midwives", "Give one of them")
        if not 0 < self.until_year - self.from_year <= MOST_YEARS:
            raise ImpossibleFact("until_year", "it must come after from_year", "At most 60 years later")
        if self.carers and len(classes(self.carers)) > MOST_CLASSES:
            raise ImpossibleFact("carers", "there are too many different hours a week", "At most 16")
        return self


def classes(carers: Carers) -> list[float]:
    """The different hours a week that people work."""
    return sorted({group.hours_a_week for group in carers.stock} | {carers.training.hours_a_week})


def read_scenario(text: bytes) -> tuple[Scenario, dict[str, Scenario]]:
    """The scenario, and the same with each of its levers pulled. Raises ImpossibleFact, one sentence."""
    if len(text) > LARGEST_BYTES:
        raise ImpossibleFact("", "the scenario is larger than 2 MB", "Make it shorter")
    try:
        said = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        raise ImpossibleFact("", "this is not TOML", "Check the file") from None
    usual = scenario_of(said)
    pulled = {}
    for lever in usual.levers:
        if lever.name in pulled:
            raise ImpossibleFact("levers", "a name stands there twice", "Give each a name of its own")
        pulled[lever.name] = scenario_of(_with(said, lever))
    return usual, pulled


def scenario_of(said: Mapping[str, Any]) -> Scenario:
    """The scenario that a table says. Raises ImpossibleFact, one sentence."""
    return read_document(json.dumps(said, default=str), TypeAdapter(Scenario), PAGE)


def _with(said: Mapping[str, Any], lever: Lever) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps({**said, "levers": []}, default=str))
    for path, value in lever.set.items():
        *above, last = path.split(".")
        part: Any = changed
        for step in above:
            part = part.get(step) if isinstance(part, dict) else None
        if not isinstance(part, dict):
            raise ImpossibleFact("levers", "it sets what is not there", "Name it as in training.places")
        part[last] = value
    return changed
