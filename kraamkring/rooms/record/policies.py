"""What the state of the case allows now, around a birth. Who may do it is another question (core.access), and what can
never be true together is refused by core.facts; here stands what would be a slip."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kraamkring.core.facts import Birth, Loss, PregnancyFacts, Screening, ScreeningResult
from kraamkring.core.facts.coherence import newborn_slots, standing
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.pathway.whereabouts import whereabouts

MOTHER = "mother"


def must_have_happened(at: datetime, now: datetime, field: str = "at") -> None:
    """Raises Refusal for a moment that has not come."""
    if at > now:
        raise Refusal(field, "this moment has not come yet", "Give the time at which it happened")


def may_be_admitted(facts: PregnancyFacts, who: Collection[str], at: datetime) -> None:
    """Raises Refusal for who is in hospital, or went home after the birth: that is a readmission."""
    for subject in who:
        where = whereabouts(facts, subject, at)
        if where == "hospital":
            raise Refusal("who", "this person is in hospital already", "Record going home first")
        if where == "home" and (subject != MOTHER or standing(facts.births, facts.retracted)):
            raise Refusal("who", "this person went home after the birth", "Record it as back in hospital")


def may_be_born(facts: PregnancyFacts, births: Collection[Birth]) -> None:
    """Raises Refusal for a second birth in the same place, in the record or in what is said now."""
    if not births:
        raise Refusal("births", "no child is given", "Give at least one")
    born = {birth.newborn for birth in standing(facts.births, facts.retracted)}
    for birth in births:
        if birth.newborn in born:
            raise Refusal(
                "newborn", "the birth of this child is recorded already", "Correct that entry instead"
            )
        born.add(birth.newborn)
    lost = {loss.newborn for loss in standing(facts.losses, facts.retracted)}
    if None in lost or lost & {birth.newborn for birth in births}:
        raise Refusal("newborn", "a loss is recorded here", "Take that entry back first, if it was a slip")


def may_go_home(
    facts: PregnancyFacts, who: Collection[str], at: datetime, now: datetime, *, planned: bool
) -> None:
    """Raises Refusal for who is not in hospital, is gone, or would leave in the future; for a plan, in the past."""
    if planned and at <= now:
        raise Refusal("at", "a plan lies in the future", "Record it as gone home if they have left")
    if not planned:
        must_have_happened(at, now)
    for subject in who:
        if subject != MOTHER and not _lives(facts, subject):
            raise Refusal("who", "this child is not born, or did not live", "Leave it out")
        where = whereabouts(facts, subject, at)
        if where == "home":
            raise Refusal("who", "this person is at home already", "Correct that entry if the time is wrong")
        if where is None:
            raise Refusal("who", "nobody recorded that this person is in hospital", "Record the birth first")


def may_come_back(facts: PregnancyFacts, who: Collection[str], at: datetime, now: datetime) -> None:
    """Raises Refusal for who had not gone home, or is in hospital already."""
    must_have_happened(at, now)
    for subject in who:
        where = whereabouts(facts, subject, at)
        if where == "hospital":
            raise Refusal("who", "this person has not gone home yet", "Record going home first")
        if where is None:
            raise Refusal("who", "no birth and no going home is recorded of this person", "Record that first")
        if subject != MOTHER and not _lives(facts, subject):
            raise Refusal("who", "this child is not born, or did not live", "Leave it out")


def may_be_visited(facts: PregnancyFacts, who: Collection[str], at: datetime, now: datetime) -> None:
    """Raises Refusal for a child that does not live, or for a visit before there was a birth or a loss. That nobody
    recorded them as gone home is no reason to refuse: somebody is standing in their living room."""
    must_have_happened(at, now)
    births = standing(facts.births, facts.retracted)
    if not births and not standing(facts.losses, facts.retracted):
        raise Refusal("who", "no birth is recorded yet", "Record the birth first")
    if births and at < min(birth.born_at for birth in births):
        raise Refusal("at", "this lies before the birth", "Check the time")
    for subject in who:
        if subject != MOTHER:
            _is_here(facts, subject)


def may_be_screened(facts: PregnancyFacts, screening: Screening, now: datetime) -> None:
    """Raises Refusal for a child that does not live, and for a refusal of what was done."""
    must_have_happened(screening.at, now)
    _is_here(facts, screening.newborn)
    done = _done_at(facts, screening)
    if screening.outcome == "refused" and done is not None:
        raise Refusal("outcome", "this test is recorded as done", "Correct that entry if it was not")
    if screening.outcome == "done" and done == screening.at:
        raise Refusal("at", "this test is recorded at this time already", "")


def may_have_result(facts: PregnancyFacts, result: ScreeningResult, now: datetime) -> None:
    """Raises Refusal for a result without a test, or before it."""
    must_have_happened(result.at, now)
    _is_here(facts, result.newborn)
    done = _done_at(facts, result)
    if done is None:
        raise Refusal("result", "this test is not recorded as done", "Record the test first")
    if result.at < done:
        raise Refusal("at", "the result lies before the test", "Check the time")


def may_be_handed_over(facts: PregnancyFacts) -> None:
    """Raises Refusal where there is no child that lives."""
    if not any(_lives(facts, slot) for slot in newborn_slots(facts)):
        raise Refusal("", "there is no child yet whose care could be handed over", "Record the birth first")


def may_be_lost(facts: PregnancyFacts, loss: Loss, now: datetime) -> None:
    """Raises Refusal for a loss that is recorded already, or of a child that was born."""
    must_have_happened(loss.at, now)
    born = {birth.newborn for birth in standing(facts.births, facts.retracted)}
    if born and (loss.newborn is None or loss.newborn in born):
        raise Refusal(
            "newborn",
            "this child was born",
            "Record a stillbirth as a birth, and a death after it as a death",
        )
    lost = {each.newborn for each in standing(facts.losses, facts.retracted)}
    if None in lost or loss.newborn in lost:
        raise Refusal("newborn", "this loss is recorded already", "Correct that entry if it is wrong")


def _lives(facts: PregnancyFacts, slot: str) -> bool:
    births = [birth for birth in standing(facts.births, facts.retracted) if birth.newborn == slot]
    died = any(death.who == slot for death in standing(facts.deaths, facts.retracted))
    return any(birth.outcome == "live" for birth in births) and not died


def _is_here(facts: PregnancyFacts, slot: str) -> None:
    if not _lives(facts, slot):
        raise Refusal("newborn", "this child is not born, or did not live", "Leave it out")


def _done_at(facts: PregnancyFacts, what: Screening | ScreeningResult) -> datetime | None:
    """When this test of this child was last done; None if it was not."""
    done = [
        each.at
        for each in standing(facts.screenings, facts.retracted)
        if (each.screening, each.newborn, each.outcome) == (what.screening, what.newborn, "done")
    ]
    return max(done, default=None)
