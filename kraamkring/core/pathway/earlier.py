"""The facts as they may have been before: for what was called for then, and no longer is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import chain, combinations

from ..facts.model import Fact, PregnancyFacts

FEW_STEPS, MANY_STEPS = 7, 50

# The facts that decide what is called for; the others only date it or keep it.
CALLING = (
    "births",
    "discharges",
    "readmissions",
    "losses",
    "deaths",
    "moves",
    "screenings",
    "results",
    "admissions",
    "steps",
    "retractions",
)


def earlier_versions(facts: PregnancyFacts) -> Iterator[PregnancyFacts]:
    """The facts before each correction, retraction, decision and readmission, each discharge that had been planned
    otherwise, the mother's vaccine against RSV, and the birth of each brother or sister.

    Of several such steps every combination; past seven each alone and all at once; past fifty all at once. They are not
    checked again: what was once true need not fit what came later.
    """
    steps = list(_steps(facts))
    if len(steps) <= FEW_STEPS:
        sizes: Iterable[int] = range(len(steps) + 1)
    else:
        sizes = (0, 1, len(steps)) if len(steps) <= MANY_STEPS else (0, len(steps))
    for unborn in _unborn(facts):
        for size in sizes:
            for taken_back in combinations(steps, size):
                gone = {id(fact) for fact in chain(unborn, *taken_back)}
                if gone:
                    yield _without(facts, gone)


def _unborn(facts: PregnancyFacts) -> Iterator[list[Fact]]:
    """The births that were still to come: none; and of several children all but one, each in turn, since the care of
    the mother follows the child born last."""
    yield []
    born = {birth.newborn for birth in facts.births}
    for newborn in sorted(born) if len(born) > 1 else ():
        yield [birth for birth in facts.births if birth.newborn != newborn]


def _steps(facts: PregnancyFacts) -> Iterator[list[Fact]]:
    """What can be taken back: facts that were not there yet."""
    for name in CALLING:
        listed: tuple[Fact, ...] = getattr(facts, name)
        corrected_by = {fact.corrects: fact for fact in listed if fact.corrects}
        for fact in listed:
            if fact.corrects is not None:
                yield _with_its_own_corrections(fact, corrected_by)
    planned = set(chain(*(leaving.who for leaving in facts.discharges if leaving.planned)))
    replaced = [leaving for leaving in facts.discharges if not leaving.planned and planned & set(leaving.who)]
    if replaced:
        yield list(replaced)
    onto_a_ward = (admitted for admitted in facts.admissions if admitted.ward is not None)
    for fact in (*facts.readmissions, *onto_a_ward, *facts.retractions):
        yield [fact]
    vaccinated = [step for step in facts.steps if step.step == "rsv_vaccine_given"]
    if vaccinated:  # what protects the child through its mother takes away what it was promised
        yield list(vaccinated)
    if facts.decisions:
        yield list(facts.decisions)


def _with_its_own_corrections(fact: Fact, corrected_by: dict[str, Fact]) -> list[Fact]:
    chained = [fact]
    while (last := chained[-1].id) is not None and last in corrected_by:
        chained.append(corrected_by[last])
    return chained


def _without(facts: PregnancyFacts, gone: set[int]) -> PregnancyFacts:
    earlier = copy(facts)
    for name in CALLING:
        kept = tuple(fact for fact in getattr(facts, name) if id(fact) not in gone)
        object.__setattr__(earlier, name, kept)
    object.__setattr__(earlier, "decisions", ())  # a decision may rest on what is taken back
    return earlier
