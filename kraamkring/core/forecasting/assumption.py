"""A number that a forecast rests on, with how sure we are of it, and what an answer says about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from ..explaining import Rule
from ..kernel.errors import Refusal


class Assumption(Rule):
    """lowest, highest: between which it is moved to see what hangs on it; and beyond which it cannot be set."""

    value: float = Field(allow_inf_nan=False)
    unit: str
    lowest: float = Field(allow_inf_nan=False)
    highest: float = Field(allow_inf_nan=False)
    cannot_be_under: float = 0.0
    cannot_be_over: float = 1e12

    @model_validator(mode="after")
    def in_order(self) -> Self:
        bounds = (self.cannot_be_under, self.lowest, self.value, self.highest, self.cannot_be_over)
        if list(bounds) != sorted(bounds):
            raise ValueError("an assumption lies between its lowest and its highest")
        return self


Assumptions = Mapping[str, Assumption]


def with_changes(assumptions: Assumptions, changes: Mapping[str, float]) -> dict[str, float]:
    """The values, some set otherwise. Raises Refusal for a name that is not there, or a value that cannot be."""
    values = {name: each.value for name, each in assumptions.items()}
    for name, value in changes.items():
        known = assumptions.get(name)
        if known is None:
            raise Refusal(
                "--set", "there is no such assumption", "There is %(names)s", names=", ".join(assumptions)
            )
        if not known.cannot_be_under <= value <= known.cannot_be_over:
            raise Refusal(
                f"--set {name}",
                "this cannot be",
                "Give a number from %(least)s to %(most)s",
                least=f"{known.cannot_be_under:g}",
                most=f"{known.cannot_be_over:g}",
            )
        values[name] = value
    return values


def told(assumptions: Assumptions, values: Mapping[str, float]) -> list[dict[str, Any]]:
    """Every assumption as an answer shows it: what was used, what the card says, and where that stands."""
    return [
        {
            "name": name,
            "value": values[name],
            "unit": each.unit,
            "changed": values[name] != each.value,
            "on_the_card": each.value,
            "lowest": each.lowest,
            "highest": each.highest,
            "certainty": each.certainty,
            "note": each.note,
            "sources": [f"{cited.id}, {cited.where}: {cited.says}" for cited in each.sources],
        }
        for name, each in assumptions.items()
    ]
