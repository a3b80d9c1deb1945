"""Conditions on cards: structured predicates over named facts, `stay_hours = { below = 72 }`.

Several facts: all must hold. A fact that is not known holds no predicate; it is neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Lookup = Callable[[str], Any]
Condition = Callable[[Lookup], str | None]

# What a card may ask, and what that is. The value comes from core.pathway.course for one subject.
NAMES: Mapping[str, str] = {
    "place_of_birth": "home, hospital, birth_centre or elsewhere; before the birth: what was preferred or is expected",
    "mode_of_birth": "vaginal, instrumental or caesarean",
    "outcome": "live or stillborn",
    "stay_hours": "elapsed hours between birth and going home, 0 after a birth at home",
    "homecoming_day": "the day of life, in local days, on which the subject comes home; the date of birth is day 0",
    "home_after_mother_hours": "elapsed hours by which a newborn comes home later than the mother",
    "maternity_care_wanted": "true or false, as the parents said",
    "gestation_at_loss_days": "completed days of gestation when the child was lost",
    "feeding": "breast, formula or mixed, as the parents said",
    "intensive_care": "true once it is recorded that the child was taken into neonatal intensive care, else false",
    "rsv_vaccine_days_before_birth": "days from the mother's vaccine against RSV to the birth; not known without one",
    "birthday": "month and day of birth, `09-30`; before the birth: of the due date",
    "earlier_births": "how often she gave birth before this pregnancy; 0 for a first child",
    "living_children": "how many children are expected or alive",
    "children": "how many children are expected or born",
    "gestation_at_birth_days": "completed days of gestation at birth",
    "lightest_birth_weight_g": "the birth weight of the lightest child, in grams",
    "newborn_condition": "good or concern; of several children the worst",
    "mother_condition": "good or concern, after the birth",
    "course": "of the pregnancy: uncomplicated or complicated",
    "home_visit_agreed": "true if a visit at home was held or is agreed",
    "preferred_stay": "short or classic, as the parents said",
}


def _within(value: Any, wanted: Any) -> bool:
    """Between two values, both included; if the first is greater, round the turn of the year."""
    first, last = wanted
    return bool(first <= value <= last if first <= last else value >= first or value <= last)


PREDICATES: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, wanted: value == wanted,
    "is_not": lambda value, wanted: value != wanted,
    "in": lambda value, wanted: value in wanted,
    "below": lambda value, wanted: value < wanted,
    "at_most": lambda value, wanted: value <= wanted,
    "above": lambda value, wanted: value > wanted,
    "at_least": lambda value, wanted: value >= wanted,
    "within": _within,
}


def compiled(when: Mapping[str, Mapping[str, object]]) -> Condition:
    """A function from a lookup of named facts to the first name that does not hold, or None if all do.

    Raises ValueError for a name or predicate that does not exist.
    """
    tests: list[tuple[str, Callable[[Any, Any], bool], object]] = []
    for name, predicates in when.items():
        if name not in NAMES:
            raise ValueError(f"{name} is no fact a card can ask for; there are {', '.join(NAMES)}")
        for word, wanted in predicates.items():
            if word not in PREDICATES:
                raise ValueError(f"{word} is no predicate; there are {', '.join(PREDICATES)}")
            tests.append((name, PREDICATES[word], wanted))

    def first_that_fails(lookup: Lookup) -> str | None:
        for name, holds, wanted in tests:
            value = lookup(name)
            if value is None or not holds(value, wanted):
                return name
        return None

    return first_that_fails


def excluded(unless: Mapping[str, Mapping[str, object]]) -> Condition:
    """A function from a lookup to the first name of which everything asked holds, or None if there is none.

    Raises ValueError as `compiled` does.
    """
    each = [(name, compiled({name: predicates})) for name, predicates in unless.items()]

    def first_that_holds(lookup: Lookup) -> str | None:
        return next((name for name, condition in each if condition(lookup) is None), None)

    return first_that_holds


def both(one: Condition, other: Condition) -> Condition:
    """The first complaint of either, or None."""
    return lambda lookup: one(lookup) or other(lookup)
