"""What the planner says about a plan: a fact, and the English sentence for it."""

from __future__ import annotations

from enum import StrEnum

from .reasons import Reason


class Fact(StrEnum):
    """Why somebody comes, cannot come, or comes for fewer hours."""

    PINNED = "pinned"
    KNOWN = "known"
    COMES_ALREADY = "comes_already"
    NEAREST = "nearest"
    NEARER_CANNOT = "nearer_cannot"
    NEARER_COSTS_MORE = "nearer_costs_more"
    FEW_SKILLED = "few_skilled"
    WITHIN_CONTRACT = "within_contract"
    OVER_CONTRACT = "over_contract"
    SHORTENED = "shortened"
    NOBODY = "nobody"
    HAS_PASSED = "has_passed"
    NO_CARE_DAY = "no_care_day"
    LACKS_SKILL = "lacks_skill"
    REFUSED = "refused"
    DAY_OFF = "day_off"
    ANOTHER_PINNED = "another_pinned"
    FAMILIES_ENOUGH = "families_enough"
    DAY_FULL = "day_full"
    DAYS_ENOUGH = "days_enough"
    ROW_TOO_LONG = "row_too_long"
    HOURS_SPENT = "hours_spent"
    NOT_TOGETHER = "not_together"
    CARERS_ENOUGH = "carers_enough"


SENTENCES: dict[Fact, str] = {
    Fact.PINNED: "A person chose %(carer)s for this day",
    Fact.KNOWN: "%(family)s knows %(carer)s",
    Fact.COMES_ALREADY: "%(carer)s also comes on %(number)s other days, so %(family)s sees fewer carers",
    Fact.NEAREST: "Of all who may come, %(carer)s lives nearest (%(minutes)s minutes)",
    Fact.NEARER_CANNOT: "%(number)s carers who live nearer cannot come on this day",
    Fact.NEARER_COSTS_MORE: "%(number)s carers who live nearer could come, but then the plan would be worse",
    Fact.FEW_SKILLED: "Only %(number)s carers may come to %(family)s",
    Fact.WITHIN_CONTRACT: "%(carer)s stays within her contract (%(hours)s of %(contract)s hours)",
    Fact.OVER_CONTRACT: "%(carer)s works %(hours)s hours; her contract says %(contract)s",
    Fact.SHORTENED: "%(family)s gets %(hours)s hours in place of %(full)s",
    Fact.NOBODY: "Nobody comes to %(family)s on day %(day)s",
    Fact.HAS_PASSED: "Day %(day)s has passed",
    Fact.NO_CARE_DAY: "Day %(day)s is no care day of %(family)s",
    Fact.LACKS_SKILL: "%(carer)s does not have the skill that %(family)s needs (%(skill)s)",
    Fact.REFUSED: "%(family)s does not want %(carer)s",
    Fact.DAY_OFF: "%(carer)s is off on day %(day)s",
    Fact.ANOTHER_PINNED: "A person chose %(other)s for day %(day)s",
    Fact.FAMILIES_ENOUGH: "%(carer)s has %(number)s families on day %(day)s already",
    Fact.DAY_FULL: "%(carer)s works %(hours)s hours on day %(day)s already",
    Fact.DAYS_ENOUGH: "%(carer)s would work more than %(number)s days in the period",
    Fact.ROW_TOO_LONG: "%(carer)s would work more than %(number)s days in a row",
    Fact.HOURS_SPENT: "%(carer)s works %(hours)s hours already; her contract says %(contract)s",
    Fact.CARERS_ENOUGH: "%(family)s sees %(number)s other carers in this period already",
    Fact.NOT_TOGETHER: "%(carer)s cannot come beside the carers who must come to %(family)s on other days",
}


def that(fact: Fact, **values: str | int) -> Reason:
    """One thing that is so."""
    return Reason(fact, SENTENCES[fact], tuple(sorted(values.items())))
