"""Who a record is about: Patient, the mother as RelatedPerson of her child, EpisodeOfCare."""

from __future__ import annotations

from collections.abc import Iterator

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.episode_of_care import Episode, episode_of_care
from kraamkring.core.exchange.patient import Number, Person, patient
from kraamkring.core.exchange.related_person import Related, related_person
from kraamkring.core.exchange.resource import derived_id

from ..family import MOTHER, Family
from .following import Source


def patients(family: Family) -> Iterator[Made]:
    """The mother, and every child once it is a person. A child is seen by whoever sees the child's part."""
    for person, slot in family.rows_of_persons.items():
        stands = person.stands_for_id == person.pk
        numbers = family.numbers[person.pk] if stands else ()
        yield patient(
            Person(
                id=person.pk,
                module="" if slot == MOTHER else "child",
                given_name=person.given_name,
                family_name=person.family_name,
                birth_date=person.birth_date,
                sex=person.sex,
                language=person.language,
                interpreter_needed=person.interpreter_needed,
                deceased_at=person.deceased_at,
                numbers=[Number(system=each.system, value=each.value) for each in numbers],
                stands_for=None if stands else person.stands_for_id,
            )
        )


def mothers_of_children(family: Family) -> Iterator[Made]:
    """The mother of each child, for who sees the child."""
    mother = family.mother
    for slot, child in family.persons.items():
        if slot != MOTHER:
            yield related_person(
                Related(
                    id=derived_id(child, "mother"),
                    episode=family.episode.pk,
                    module="child",
                    patient=child,
                    role=MOTHER,
                    name=f"{mother.given_name} {mother.family_name}".strip(),
                )
            )


def episodes(family: Family) -> Iterator[Made]:
    """The pregnancy itself."""
    episode = family.episode
    yield episode_of_care(
        Episode(
            id=episode.pk,
            mother=family.persons[MOTHER],
            booked_on=episode.booked_on,
            organisation=episode.organisation_id,
        )
    )


WRITTEN = ("entr",)  # `entries`, or one: `entry:births`; a booking may be a single one

SOURCES: tuple[Source, ...] = (
    Source("Patient", patients, WRITTEN),
    Source("RelatedPerson", mothers_of_children, WRITTEN),
    Source("EpisodeOfCare", episodes, WRITTEN),
)
