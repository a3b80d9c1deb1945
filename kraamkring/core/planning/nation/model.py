"""A nation: its regions with their families and carers, one set of rules, one objective."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..week.model import Carer, Family, WeekProblem, WeekRules
from ..week.objective import Objective


@dataclass(frozen=True)
class Region:
    """Who lives there: families in care in the period, and carers."""

    name: str
    families: tuple[Family, ...]
    carers: tuple[Carer, ...]


@dataclass(frozen=True)
class Nation:
    """One period of all regions. reach_km: how near a family over the border must be for a carer to help there."""

    days: int
    rules: WeekRules
    objective: Objective
    reach_km: float
    regions: tuple[Region, ...]

    def problem(self, at: int) -> WeekProblem:
        """A region by itself."""
        region = self.regions[at]
        return self.problem_of(region.families, region.carers)

    def problem_of(self, families: Iterable[Family], carers: Iterable[Carer]) -> WeekProblem:
        """These families and carers under the nation's rules."""
        return WeekProblem(self.days, tuple(families), tuple(carers), self.rules)

    @cached_property
    def whole(self) -> WeekProblem:
        """Everybody at once: too large to plan, what a plan is judged by."""
        return self.problem_of(
            (family for region in self.regions for family in region.families),
            (carer for region in self.regions for carer in region.carers),
        )

    @cached_property
    def region_of_family(self) -> dict[str, int]:
        """Where each family lives."""
        return {family.id: at for at, region in enumerate(self.regions) for family in region.families}

    @cached_property
    def region_of_carer(self) -> dict[str, int]:
        """Where each carer lives."""
        return {carer.id: at for at, region in enumerate(self.regions) for carer in region.carers}
