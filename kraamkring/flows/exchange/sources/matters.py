"""What the record says is the matter: Condition."""

from __future__ import annotations

from collections.abc import Iterator

from kraamkring.core.access import module_of
from kraamkring.core.exchange import Made
from kraamkring.core.exchange.condition import Matter, condition
from kraamkring.core.exchange.resource import derived_id
from kraamkring.rooms.record.queries import said_of

from ..derived import DERIVED
from ..family import MOTHER, Family
from .chains import chains
from .following import Source

# Of what is said of a pregnancy as a whole, the word that makes it a matter.
SAID = {"course": "complicated", "mother_condition": "concern"}


def of_facts(family: Family) -> Iterator[Made]:
    """Each loss, each child that was stillborn, and each child about which there was concern at birth."""
    for loss in chains(family, lambda facts: facts.losses):
        yield condition(
            Matter(
                id=derived_id(loss.id, "Condition"),
                episode=family.episode.pk,
                module=module_of("losses", {}),
                about=family.persons[MOTHER],
                what=loss.said.kind,
                since=loss.said.at,
                recorded_at=loss.versions[0].recorded_at,
                stands=loss.stands is not None,
            )
        )
    for birth in chains(family, lambda facts: facts.births):
        for what, about in (("stillborn", MOTHER), ("concern", birth.said.newborn)):
            said = [each for each in birth.versions if what in (each.outcome, each.condition)]
            if said and about in family.persons:
                yield condition(
                    Matter(
                        id=derived_id(birth.id, f"Condition/{what}"),
                        episode=family.episode.pk,
                        module=module_of("births", {}),
                        about=family.persons[about],
                        what=what,
                        since=said[-1].born_at,
                        recorded_at=said[0].recorded_at,
                        stands=birth.stands is not None
                        and what in (birth.stands.outcome, birth.stands.condition),
                    )
                )


def of_what_was_said(family: Family) -> Iterator[Made]:
    """A pregnancy that was called complicated, a mother about whom there was concern: over once the opposite was said
    last, a mistake once no word that holds says so."""
    rows = said_of(family.episode, SAID)
    replaced = {row.corrects_id for row in rows}
    for kind, what in SAID.items():
        ever = [row for row in rows if row.kind == kind]
        said = [row for row in ever if row.payload["value"] == what]
        holds = [row for row in ever if row.pk not in replaced]
        if said:
            yield condition(
                Matter(
                    id=derived_id(family.episode.pk, f"Condition/{kind}"),
                    episode=family.episode.pk,
                    module=module_of(kind, {}),
                    about=family.persons[MOTHER],
                    what=what,
                    since=None,
                    recorded_at=said[0].recorded_at,
                    now="active" if holds[-1].payload["value"] == what else "inactive",
                    stands=any(row.payload["value"] == what for row in holds),
                )
            )


SOURCES: tuple[Source, ...] = (
    Source("Condition", of_facts, (DERIVED,)),
    Source("Condition", of_what_was_said, ("entries", *(f"entry:{kind}" for kind in SAID))),
)
