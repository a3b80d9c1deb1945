"""What the facts say of a pregnancy itself: Observation."""

from __future__ import annotations

from collections.abc import Iterator

from kraamkring.core.access import module_of
from kraamkring.core.exchange import Made
from kraamkring.core.exchange.pregnancy import (
    Finding,
    days,
    finding,
    grams,
    id_after,
    id_of,
    over_at,
    status,
)
from kraamkring.core.facts import Birth, PregnancyFacts
from kraamkring.core.kernel.gestation import parse

from ..derived import DERIVED
from ..family import MOTHER, Family
from .chains import Chain, chains
from .following import Source


def findings(family: Family) -> Iterator[Made]:
    """The pregnancy, every determination of its due date, and every child at its birth."""
    if family.derived is None:
        return
    facts = family.derived.facts
    for found in (*_due_dates(family), *_of_the_pregnancy(family, facts), *_at_birth(family)):
        yield finding(found)


def _due_dates(family: Family) -> Iterator[Finding]:
    for chain in chains(family, lambda facts: facts.due_dates):
        said = chain.stands
        yield Finding(
            id=id_after(chain.id, "due_date"),
            episode=family.episode.pk,
            module=module_of("due_dates", {}),
            about=family.persons[MOTHER],
            what="due_date",
            value={"valueDateTime": said.due_on.isoformat()} if said else {},
            at=chain.said.set_on,
            issued_at=chain.said.recorded_at,
            corrected=len(chain.versions) > 1,
            method=chain.said.method,
        )


def _of_the_pregnancy(family: Family, facts: PregnancyFacts) -> Iterator[Finding]:
    over = over_at(facts)
    stand = [chain for chain in chains(family, lambda facts: facts.due_dates) if chain.stands]
    holds = max(stand, key=lambda chain: (chain.said.set_on, chain.id), default=None)
    born = bool(over and facts.births)
    yield Finding(
        id=id_of(family.episode.pk, "pregnancy_status"),
        episode=family.episode.pk,
        module="birth_and_stay" if born else module_of("losses", {}),
        about=family.persons[MOTHER],
        what="pregnancy_status",
        value=status(over is not None),
        at=over or facts.booked_on,
        members=() if over or holds is None else [id_after(holds.id, "due_date")],
    )
    for what in ("expected_newborns", "earlier_births"):
        number = getattr(facts, what)
        if number is not None:
            yield Finding(
                id=id_of(family.episode.pk, what),
                episode=family.episode.pk,
                module=module_of(what, {}),
                about=family.persons[MOTHER],
                what=what,
                value={"valueInteger": number},
                at=None,
            )


def _at_birth(family: Family) -> Iterator[Finding]:
    for chain in chains(family, lambda facts: facts.births):
        if chain.said.newborn in family.persons:
            yield from _weighed_and_reckoned(family, chain)


def _weighed_and_reckoned(family: Family, chain: Chain[Birth]) -> Iterator[Finding]:
    """What was ever said of either stays, as what was a mistake where it does not stand."""
    said = chain.stands
    both = {
        "birth_weight_g": (
            any(each.weight_g for each in chain.versions),
            grams(said.weight_g) if said and said.weight_g else {},
        ),
        "gestation_at_birth": (
            any(each.gestation for each in chain.versions),
            days(parse(said.gestation)) if said and said.gestation else {},
        ),
    }
    for what, (ever, value) in both.items():
        if ever:
            yield Finding(
                id=id_after(chain.id, what),
                episode=family.episode.pk,
                module=module_of("births", {}),
                about=family.persons[chain.said.newborn],
                what=what,
                value=value,
                at=chain.said.born_at,
                issued_at=chain.said.recorded_at,
                corrected=len(chain.versions) > 1,
            )


SOURCES: tuple[Source, ...] = (Source("Observation", findings, (DERIVED,)),)
