"""What the record tells of care that was given: Encounter, Procedure, Immunization."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import module_of
from kraamkring.core.exchange import Made
from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.encounter import Contact, Status, encounter
from kraamkring.core.exchange.immunization import WORDS, Given, immunization
from kraamkring.core.exchange.procedure import Act, procedure
from kraamkring.core.exchange.procedure import Status as Done
from kraamkring.core.exchange.resource import derived_id

from ..derived import DERIVED
from ..family import MOTHER, Family
from .chains import chains
from .following import Source
from .stays import birth_stay, stays

STEPS_OF_CHILDREN = ("rsv_immunised",)


def encounters(family: Family) -> Iterator[Made]:
    """One for each contact, whoever it concerned, and one for each person and stay."""
    for contact in chains(family, lambda facts: facts.contacts):
        said = contact.said
        kept: Status = "finished" if said.outcome == "held" else "cancelled"
        yield encounter(
            Contact(
                id=contact.id,
                episode=family.episode.pk,
                module=module_of("contacts", {"kind": said.kind}),
                about=_about(said.who, family),
                kind=said.kind,
                status=kept if contact.stands else "entered-in-error",
                start=_when(said.at, said.precision, family),
                by=said.by,
                appointment=as_uuid(said.appointment or ""),
            )
        )
    yield from map(encounter, stays(family))


def procedures(family: Family) -> Iterator[Made]:
    """Each birth, of the mother; each screening, of the child. Of a child that is no person yet, nothing."""
    for birth in chains(family, lambda facts: facts.births):
        yield procedure(
            Act(
                id=derived_id(birth.id, "Procedure"),
                episode=family.episode.pk,
                module="birth_and_stay",
                about=family.persons[MOTHER],
                what=f"birth-{birth.said.mode}",
                status="completed" if birth.stands else "entered-in-error",
                at=birth.said.born_at,
                during=birth_stay(family) if birth.said.place != "home" else None,
            )
        )
    for screening in chains(family, lambda facts: facts.screenings):
        said, child = screening.said, family.persons.get(screening.said.newborn)
        if child is None:
            continue
        refused = said.outcome == "refused"
        done: Done = "not-done" if refused else "completed"
        yield procedure(
            Act(
                id=screening.id,
                episode=family.episode.pk,
                module="child",
                about=child,
                what=said.screening,
                status=done if screening.stands else "entered-in-error",
                at=_when(said.at, said.precision, family),
                reason=(said.reason or "refused") if refused else "",
                outcome="unusable" if said.outcome == "unusable" else "",
            )
        )


def immunizations(family: Family) -> Iterator[Made]:
    """What was given to the mother; what was given to each child that is named, or to all of them."""
    for step in chains(family, lambda facts: facts.steps):
        if step.said.step not in WORDS:
            continue
        children = step.said.step in STEPS_OF_CHILDREN
        everybody = [slot for slot in family.persons if (slot != MOTHER) == children]
        for slot in everybody:
            meant = step.said.who is None or slot in step.said.who
            ever = any(each.who is None or slot in each.who for each in step.versions)
            if not ever:
                continue
            yield immunization(
                Given(
                    id=derived_id(step.id, slot),
                    episode=family.episode.pk,
                    module=module_of("steps", {"step": step.said.step}),
                    about=family.persons[slot],
                    step=step.said.step,
                    at=step.said.at,
                    stands=step.stands is not None and meant,
                )
            )


def _about(who: tuple[str, ...] | None, family: Family) -> UUID:
    """The one it was for; the mother, where it was for her too, for several, or for a child that is no person yet."""
    only = who[0] if who and len(who) == 1 else MOTHER
    return family.persons.get(only, family.persons[MOTHER])


def _when(at: datetime, precision: str | None, family: Family) -> datetime | date:
    return at.astimezone(ZoneInfo(family.episode.zone)).date() if precision == "day" else at


SOURCES: tuple[Source, ...] = (
    Source("Encounter", encounters, (DERIVED,)),
    Source("Procedure", procedures, (DERIVED,)),
    Source("Immunization", immunizations, (DERIVED,)),
)
