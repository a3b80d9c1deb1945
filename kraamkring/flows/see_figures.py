"""Who governs, and who cares, sees the indicators as they were counted when the lake was extracted: numbers, no
family. Which families stand behind one is told by `open_figure`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kraamkring.core.access import may_serve
from kraamkring.core.indicators.figure import Figure
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.registry.counted import Counted, kept_counted

from . import transaction
from .see_scenarios import note_figures

COMPARISON = "comparison"  # purpose and ground


def admit_comparison(by: User) -> None:
    """Raises NotAllowed to who may not see figures of her organisation beside those of all."""
    if not by.is_active or not may_serve(by.profession, COMPARISON):
        raise NotAllowed("", "figures are not for your role", "Ask a midwife or doctor of your organisation")


class SeenFigures(NamedTuple):
    """counted: None where no lake stands. own: the group of her organisation; None for who has none."""

    counted: Counted | None
    own: tuple[str, ...] | None

    def everybody(self, card: str) -> list[Figure]:
        """The figures of all organisations together."""
        return [each for each in self._of(card) if not each.group]

    def hers(self, card: str, category: str) -> Figure | None:
        """The figure of her own organisation; None where there is none."""
        mine = (each for each in self._of(card) if each.group == self.own and each.category == category)
        return next(mine, None)

    def months(self, card: str) -> list[Figure]:
        """The figures of each month, all organisations together."""
        told = self.counted["month"].get(card, []) if self.counted else []
        return sorted(each for each in told if each.group)

    def organisations(self, card: str) -> list[Figure]:
        """The figures of each organisation, hers among them."""
        return [each for each in self._of(card) if each.group]

    def _of(self, card: str) -> list[Figure]:
        return self.counted["organisation"].get(card, []) if self.counted else []


@transaction.atomic
def see_figures(*, lake: str, by: User, now: datetime) -> SeenFigures:
    """Every figure that may be shown. Raises NotAllowed, or Refusal for a lake that cannot be read."""
    admit_comparison(by)
    note_figures("figures", by, now, COMPARISON)
    own = (str(by.organisation_id),) if by.organisation_id else None
    return SeenFigures(kept_counted(Path(lake)) if lake else None, own)
