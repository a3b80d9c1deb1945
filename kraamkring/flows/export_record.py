"""A record goes out to another system: what stands in it, as a dialect tells it. Only by who may read all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.access import Module
from kraamkring.core.exchange.dialects.saying import MemberSaid, PersonSaid, RecordSaid, SeenSaid
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.packs.identifiers import professional_number
from kraamkring.packs.observations import observables
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import members_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import numbers_ever, one_person, persons_by_slot
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.observations import observations_about, standing
from kraamkring.rooms.record.queries import contradictions, entries_about, taken_over

from . import transaction
from .admitting import PART_OF_FACTS, Admitted, admit
from .import_beside import DAY_ONLY
from .pathway import with_rooms

MOTHER = "mother"
NUMBERED = ("bsn", "ssin")  # systems of persons that a dialect may write
PROFESSIONAL = ("nihdi",)  # of professionals: those whose check digits say which system a number is of


class Exported(NamedTuple):
    """The record as it is told. kept: how many things of other systems stand beside it, and are not told again."""

    record: RecordSaid
    kept: int


@transaction.atomic
def export_record(*, episode_id: UUID, dialect: str, by: User, now: datetime) -> Exported:
    """Everything that stands, for a file in that dialect, which the log names.

    Raises NotThere or NotAllowed to who may not read every part of it, Refusal where two say different things and
    nobody has decided: another system could not tell which holds.
    """
    modules = _modules()
    admitted = admit(by, episode_id, now, *modules)
    admitted.note_look(f"export:{dialect}")
    episode = admitted.episode
    facts = with_rooms(episode, facts_from(episode, entries_about(episode), {}))
    if contradictions(facts):
        problem = "two entries contradict each other, and nobody has decided which holds"
        raise Refusal("record", problem, "Open the record, decide, and export it again")
    persons = persons_by_slot(episode)
    record = RecordSaid(
        id=str(episode.pk),
        facts=facts,
        zone=ZoneInfo(episode.zone),
        mother=_person(persons[MOTHER]),
        children={slot: _person(person) for slot, person in sorted(persons.items()) if slot != MOTHER},
        members=tuple(_members(episode)),
        seen=tuple(_seen(episode, modules)),
    )
    return Exported(record, _kept(admitted))


def _modules() -> tuple[Module, ...]:
    of_what_is_seen = (each.module for each in observables().values())
    return tuple(dict.fromkeys((*PART_OF_FACTS, *of_what_is_seen)))


def _person(row: Person) -> PersonSaid:
    person = one_person(row)
    current = {system: value for (system, value), holds in numbers_ever(person).items() if holds}
    return PersonSaid(
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        sex="" if person.sex == "unknown" else person.sex,
        language=person.language,
        numbers={system: current[system] for system in NUMBERED if system in current},
    )


def _members(episode: PregnancyEpisode) -> Iterator[MemberSaid]:
    for row in members_of([episode]):
        if getattr(row, "ended_at") is None:  # noqa: B009 (an annotation of the query)
            yield MemberSaid(
                id=str(row.pk),
                role=row.role,
                full_name=row.name,
                organisation=row.organisation_name,
                numbers=_professional(row.number),
                accepted=getattr(row, "accepted_at") is not None,  # noqa: B009
            )


def _professional(number: str) -> Mapping[str, str]:
    """The number under the system that it can be told to be of; none where nothing says it."""
    found = {}
    for system in PROFESSIONAL if number else ():
        try:
            found[system] = professional_number(system, number).value
        except ImpossibleFact:
            continue
    return found


def _seen(episode: PregnancyEpisode, modules: Iterable[Module]) -> Iterator[SeenSaid]:
    for row in standing(observations_about(episode, tuple(modules))):
        if row.value is not None:
            yield SeenSaid(
                id=str(row.pk),
                who=row.slot,
                what=row.what,
                value=row.value,
                at=row.at,
                day_only=DAY_ONLY in row.reason.split("; "),
                visit=str(row.visit) if row.visit else "",
            )


def _kept(admitted: Admitted) -> int:
    return taken_over(admitted.episode, list(PART_OF_FACTS), 0)[1]
