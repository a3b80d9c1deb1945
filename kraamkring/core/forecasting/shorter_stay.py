"""What a shorter stay after a birth saves: the published scenarios, the prices they imply, and any other stay.

The source publishes savings and no prices. The prices follow from the savings by arithmetic; they are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple, Self

from pydantic import Field, model_validator

from ..explaining import LeftOut, Rule
from ..kernel.errors import BadCard
from ..pathway.cards import Signature, Strict
from .assumption import Assumption, told, with_changes
from .tornado import tornado

FORMAT = "kraamkring.scenario/1"
CENTS = 2
HALF_A_EURO = 0.5  # savings are published in whole euros


class Published(Rule):
    """A scenario as the source has it. Savings in euros a stay, against the first scenario."""

    name: str
    stay_days: float = Field(gt=0)
    visits: float = Field(ge=0)
    saving_eur: float
    saving_with_help_eur: float


class StayCard(Strict):
    """The published scenarios, and what else is assumed."""

    title: str
    sign: Signature
    published: tuple[Published, ...] = Field(min_length=3, max_length=3)
    assumptions: Mapping[str, Assumption]
    prices: Rule
    between: Rule
    left_out: tuple[LeftOut, ...]

    @model_validator(mode="after")
    def whole(self) -> Self:
        wanted = {"births", "hospital_share", "eligible_share", "take_up"}
        if set(self.assumptions) != wanted:
            raise BadCard("assumptions", "these are not the assumptions of a stay", "Mend the card")
        return self


class Price(NamedTuple):
    """A price that the published savings imply, and between which prices they would still be published so."""

    eur: float
    least: float
    most: float


class Prices(NamedTuple):
    """day: of a day in hospital. visit: of a midwife's visit. help_a_day: maternity help for a day moved home."""

    day: Price
    visit: Price
    help_a_day: Price


def prices_of(card: StayCard) -> Prices:
    """The prices under which saving = saved days x day - visits x visit gives both published savings.

    Two savings, two prices: one solution. Maternity help: one price for two differences, by least squares.
    """
    usual, first, second = card.published
    days = [usual.stay_days - each.stay_days for each in (first, second)]
    visits = [each.visits - usual.visits for each in (first, second)]
    savings = [each.saving_eur for each in (first, second)]
    whole = -days[0] * visits[1] + visits[0] * days[1]
    if not whole:
        raise BadCard("published", "these two scenarios imply no prices", "Mend the card")
    helps = [each.saving_eur - each.saving_with_help_eur for each in (first, second)]
    squares = sum(day**2 for day in days)
    narrow = [
        ((help_ - HALF_A_EURO) / day, (help_ + HALF_A_EURO) / day)
        for help_, day in zip(helps, days, strict=True)
    ]
    return Prices(
        _price((-visits[1] / whole, visits[0] / whole), savings),
        _price((-days[1] / whole, days[0] / whole), savings),
        Price(
            round(sum(day * help_ for day, help_ in zip(days, helps, strict=True)) / squares, CENTS),
            max(least for least, _ in narrow),
            min(most for _, most in narrow),
        ),
    )


def _price(of_each: tuple[float, float], savings: list[float]) -> Price:
    """A price is a sum of the two savings; each of them was rounded."""
    eur = sum(part * saving for part, saving in zip(of_each, savings, strict=True))
    off = HALF_A_EURO * sum(abs(part) for part in of_each)
    return Price(round(eur, CENTS), eur - off, eur + off)


def usual_visits(card: StayCard, stay_days: float) -> float:
    """The visits that go with a stay: the published ones, and on the straight lines between and beyond them (ours)."""
    points = sorted((each.stay_days, each.visits) for each in card.published)
    beside = list(pairwise(points))
    (low, visits_low), (high, visits_high) = next(
        (pair for pair in beside if stay_days <= pair[1][0]), beside[-1]
    )
    slope = (visits_high - visits_low) / (high - low)
    return max(visits_low + slope * (stay_days - low), 0.0)


def levers(card: StayCard) -> dict[str, Assumption]:
    """Everything that can be set, by name; prices and the stay asked for among them."""
    prices, usual, asked = prices_of(card), card.published[0], card.published[-1]
    return {
        "stay_days": _lever(card.between, asked.stay_days, "days", least=0.25, most=14, spread=0.5),
        "visits": _lever(card.between, asked.visits, "visits a stay", most=30, spread=1),
        "usual_stay_days": _lever(usual, usual.stay_days, "days", least=0.25, most=14, spread=0.5),
        "usual_visits": _lever(usual, usual.visits, "visits a stay", most=30, spread=1),
        "day_eur": _lever(card.prices, prices.day.eur, "euro a day in hospital", share=0.2),
        "visit_eur": _lever(card.prices, prices.visit.eur, "euro a visit", share=0.2),
        "help_day_eur": _lever(card.prices, prices.help_a_day.eur, "euro a day moved home", share=0.2),
        **card.assumptions,
    }


def _lever(
    rule: Rule,
    value: float,
    unit: str,
    least: float = 0.0,
    most: float = 1e6,
    spread: float = 0.0,
    share: float = 0.0,
) -> Assumption:
    off = spread + share * value
    return Assumption(
        value=value,
        unit=unit,
        lowest=max(value - off, least),
        highest=min(value + off, most),
        cannot_be_under=least,
        cannot_be_over=most,
        certainty=rule.certainty,
        note=rule.note,
        sources=rule.sources,
    )


def saving_eur(values: Mapping[str, float]) -> float:
    """Euros saved on one stay, home visits paid, against the usual stay."""
    days = values["usual_stay_days"] - values["stay_days"]
    return days * values["day_eur"] - (values["visits"] - values["usual_visits"]) * values["visit_eur"]


def saving_with_help_eur(values: Mapping[str, float]) -> float:
    """The same where each day moved home comes with maternity help. A longer stay takes no help away."""
    days = max(values["usual_stay_days"] - values["stay_days"], 0.0)
    return saving_eur(values) - days * values["help_day_eur"]


def stays(values: Mapping[str, float]) -> float:
    """How many stays a year it is about: uncomplicated vaginal births in a hospital, of those who take it up."""
    return values["births"] * values["hospital_share"] * values["eligible_share"] * values["take_up"]


def stay_report(card: StayCard, changes: Mapping[str, float]) -> dict[str, Any]:
    """The published scenarios beside what comes out here, the stay asked for, and what hangs on what."""
    known, prices = levers(card), prices_of(card)
    values = with_changes(known, changes)
    if "stay_days" in changes and "visits" not in changes:
        values["visits"] = usual_visits(card, values["stay_days"])
    bars = tornado(known, values, saving_eur)
    nation = tornado(known, values, lambda each: saving_eur(each) * stays(each))
    return {
        "format": FORMAT,
        "title": card.title,
        "scenarios": [_reproduced(known, each) for each in card.published],
        "asked": _outcome(values),
        "changed": sorted(changes),
        "prices": {
            name: {"eur": round(each.eur, 2), "least": round(each.least, 2), "most": round(each.most, 2)}
            for name, each in zip(Prices._fields, prices, strict=True)
        },
        "sensitivity_of_saving_eur": [_bar(bar) for bar in bars],
        "sensitivity_of_national_eur": [_bar(bar) for bar in nation],
        "assumptions": told(known, values),
        "left_out": [each.what.model_dump() for each in card.left_out],
        "reviewed": False,
    }


def _reproduced(known: Mapping[str, Assumption], each: Published) -> dict[str, Any]:
    values = {name: assumed.value for name, assumed in known.items()}
    values |= {"stay_days": each.stay_days, "visits": each.visits}
    return {
        "name": each.name,
        **_outcome(values),
        "published_saving_eur": each.saving_eur,
        "published_saving_with_help_eur": each.saving_with_help_eur,
    }


def _outcome(values: Mapping[str, float]) -> dict[str, Any]:
    saved, with_help, number = saving_eur(values), saving_with_help_eur(values), stays(values)
    return {
        "stay_days": values["stay_days"],
        "visits": values["visits"],
        "saving_eur": round(saved),
        "saving_with_help_eur": round(with_help),
        "stays": round(number),
        "national_saving_eur": round(saved * number),
        "national_saving_with_help_eur": round(with_help * number),
        "if_all_births_eur": round(saved * values["births"]),
    }


def _bar(bar: Any) -> dict[str, Any]:
    return {"name": bar.name, "at_lowest": round(bar.at_lowest), "at_highest": round(bar.at_highest)}
