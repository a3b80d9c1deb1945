"""What a board of hours assumes where the record does not say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import model_validator

from ...kernel.errors import BadCard
from ...pathway.cards import Signature, Strict
from ..assumption import Assumption

WANTED = {
    "taking_care", "deployable", "minimum_share", "tailored_share", "minimum_hours", "basic_hours", "tailored_hours",
    "care_days", "stay_days",
}  # fmt: skip


class BoardCard(Strict):
    """taking_care: the part of families who take maternity care, where the record has too few to say it."""

    title: str
    sign: Signature
    assumptions: Mapping[str, Assumption]

    @model_validator(mode="after")
    def whole(self) -> Self:
        if set(self.assumptions) != WANTED:
            raise BadCard("assumptions", "these are not the assumptions of a board of hours", "Mend the card")
        return self
