"""A nation as one instance of the published benchmark, so that its judge can look at the plan."""

from __future__ import annotations

from ..week.document import WeekWeights
from .model import Nation


def written_nation(nation: Nation, weights: WeekWeights) -> dict[str, object]:
    """Everybody of every region in one instance."""
    return {
        "days": nation.days,
        "minimum_hours": nation.rules.least_hours,
        "weights": weights.model_dump(),
        "families": [
            {
                "id": family.id,
                "days": list(family.days),
                "hours_per_day": family.hours_a_day,
                "vulnerable": family.vulnerable,
                "skill": next(iter(family.needs), None),
                "xy": list(family.place),
                "previous_carers": sorted(family.knows),
            }
            for family in nation.whole.families
        ],
        "carers": [
            {
                "id": carer.id,
                "xy": list(carer.place),
                "skills": sorted(carer.skills),
                "contract_hours": carer.contract_hours,
                "off_days": sorted(carer.days_off),
                "days_worked_before": carer.days_worked_before,
            }
            for carer in nation.whole.carers
        ],
    }
