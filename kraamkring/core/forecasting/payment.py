"""Three ways to pay for the same maternity care, and what each makes worth while for who gives it.

Price times quantity pays hours given; a bundle pays a family by its profile; capacity pays hours kept ready. All three
are set to pay the same where families get what is indicated, so that what differs is the next hour and the next family.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

from pydantic import model_validator

from ..explaining import Rule
from ..kernel.errors import BadCard, Refusal
from ..pathway.cards import Signature, Strict
from .assumption import Assumption, told, with_changes

FORMAT = "kraamkring.payment/1"
WANTED = {
    "families", "minimum_share", "tailored_share", "minimum_hours", "basic_hours", "tailored_hours",
    "hour_eur", "hour_cost_eur", "given_share",
}  # fmt: skip

Values = Mapping[str, float]


class PaymentCard(Strict):
    """What is assumed of families and prices."""

    title: str
    sign: Signature
    models: Rule
    assumptions: Mapping[str, Assumption]

    @model_validator(mode="after")
    def whole(self) -> Self:
        if set(self.assumptions) != WANTED:
            raise BadCard("assumptions", "these are not the assumptions of a payment", "Mend the card")
        return self


class Care(NamedTuple):
    """What happens to families. indicated: hours by their profiles, which a bundle pays; given: hours they get;
    ready: hours kept ready, which capacity pays."""

    indicated: float
    given: float
    ready: float


PAYS: Mapping[str, Callable[[Care], float]] = {
    "price_times_quantity": lambda care: care.given,
    "profile_bundle": lambda care: care.indicated,
    "capacity": lambda care: care.ready,
}  # hours that each pays, at the same price


def usual_care(values: Values) -> Care:
    """The families of a year; as many hours are kept ready as are indicated."""
    basic = 1 - values["minimum_share"] - values["tailored_share"]
    if basic < 0:
        raise Refusal("--set minimum_share", "the shares are more than 1 together", "Lower one of them")
    mean = (
        values["minimum_share"] * values["minimum_hours"]
        + basic * values["basic_hours"]
        + values["tailored_share"] * values["tailored_hours"]
    )
    indicated = values["families"] * mean
    return Care(indicated, indicated * values["given_share"], indicated)


def events(values: Values) -> dict[str, Care]:
    """What may happen, as a difference: an hour more or fewer, a family more, one indicated higher than it needs."""
    basic, tailored = values["basic_hours"], values["tailored_hours"]
    return {
        "one hour more than indicated": Care(0, 1, 0),
        "one hour fewer: goals were reached": Care(0, -1, 0),
        "one more family, basic profile": Care(basic, basic, 0),
        "a family in a higher profile than it needs, hours by need": Care(tailored - basic, 0, 0),
        "a family that needs the most, in the basic profile": Care(basic, tailored, 0),
    }


def payment_report(card: PaymentCard, changes: Mapping[str, float]) -> dict[str, Any]:
    """The three models beside each other, on the same families and for each thing that may happen."""
    values = with_changes(card.assumptions, changes)
    care, happening = usual_care(values), events(values)
    return {
        "format": FORMAT,
        "title": card.title,
        "hours_indicated": round(care.indicated, 1),
        "hours_given": round(care.given, 1),
        "models": [
            {
                "model": name,
                **_money(care, pays, values),
                "incentives": [
                    {"event": event, **_money(each, pays, values), "says": _says(each, pays, values)}
                    for event, each in happening.items()
                ],
            }
            for name, pays in PAYS.items()
        ],
        "changed": sorted(changes),
        "assumptions": told(card.assumptions, values),
        "certainty": card.models.certainty,
        "note": card.models.note,
        "sources": [f"{cited.id}, {cited.where}: {cited.says}" for cited in card.models.sources],
        "reviewed": False,
    }


def margin_eur(care: Care, pays: Callable[[Care], float], values: Values) -> float:
    """What is left for who gives the care: hours paid, less what hours given cost."""
    return pays(care) * values["hour_eur"] - care.given * values["hour_cost_eur"]


def _money(care: Care, pays: Callable[[Care], float], values: Values) -> dict[str, float]:
    return {
        "paid_eur": round(pays(care) * values["hour_eur"], 2),
        "cost_eur": round(care.given * values["hour_cost_eur"], 2),
        "margin_eur": round(margin_eur(care, pays, values), 2),
    }


def _says(care: Care, pays: Callable[[Care], float], values: Values) -> str:
    margin = round(margin_eur(care, pays, values), 2)
    return "worth while" if margin > 0 else "costs the provider" if margin < 0 else "makes no difference"
