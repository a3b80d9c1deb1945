"""A pregnancy is booked: with a due date and little else, or with everything that another system knew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.packs import check_numbers, protocol
from kraamkring.packs.identifiers import KnownNumber, national_number
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.people.actions import identify, open_pregnancy, register_person
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import booked_before
from kraamkring.rooms.record.actions import write_entries
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.statements import corrected_first, statements_of

from . import transaction
from .newborns import keep_persons
from .pathway import bring_up_to_date, pathway_of, slots


@dataclass(frozen=True, kw_only=True)
class Mother:
    """The mother as she was asked; empty is not asked. known: the person she is, if she was here before."""

    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None
    language: str = ""
    interpreter_needed: bool | None = None
    known: Person | None = None


class Booking(NamedTuple):
    """What booking wrote."""

    episode: PregnancyEpisode
    entries: list[Entry]
    difference: Difference


def book_pregnancy(
    *,
    facts: PregnancyFacts,
    mother: Mother,
    by: User,
    now: datetime,
    source: str = Entry.Source.PERSON,
    id: UUID | None = None,
) -> Booking:
    """Opens the pregnancy with these facts, and derives its pathway; all of it or nothing. id: made by the device or
    the import; sending it again changes nothing.

    Raises Refusal if the actor works for no organisation or may not see the known mother, and ImpossibleFact for
    a region without a protocol or a number with wrong check digits (imported ones are kept, unchecked).
    """
    organisation = _organisation_of(by)
    pathway = pathway_of(facts)
    imported = source == Entry.Source.IMPORT
    if not imported:
        check_numbers(facts, facts.region or "")
    number = (
        national_number(facts.mother_number, facts.region, imported=imported) if facts.mother_number else None
    )
    if id and (episode := _sent_before(id, facts, by)):
        return Booking(episode, [], Difference())
    with transaction.atomic():
        episode = open_pregnancy(
            mother=_person(mother, number, by, now),
            region=facts.region,
            booked_on=facts.booked_on,
            zone=protocol(facts.region or "").zone.key,
            organisation=organisation,
            by=by,
            now=now,
            id=id,
        )
        subjects = slots(episode, facts, now)
        said = statements_of(facts, episode_id=episode.pk, source=source, now=now)
        entries = write_entries(
            episode=episode,
            statements=said,
            subjects=subjects,
            identifiers=keep_persons(corrected_first(said), subjects, by, now),
            by=by,
            now=now,
        )
        because = [entry.pk for entry in entries]
        difference = bring_up_to_date(
            episode=episode,
            facts=facts,
            pathway=pathway,
            by=by,
            now=now,
            because=because,
            subjects=subjects,
            of_rows=False,
        )
    return Booking(episode, entries, difference)


def _sent_before(id: UUID, facts: PregnancyFacts, by: User) -> PregnancyEpisode | None:
    episode = booked_before(by, id)
    if episode and (episode.booked_on, episode.region) != (facts.booked_on, facts.region):
        raise Refusal("id", "this id belongs to another pregnancy", "Give each its own")
    return episode


def _organisation_of(actor: User) -> Organisation:
    if not actor.is_active or actor.organisation is None:
        raise Refusal("", "you work for no organisation here", "Ask an administrator to add you to one")
    return actor.organisation


def _person(mother: Mother, number: KnownNumber | None, by: User, now: datetime) -> Person:
    person = mother.known
    if person is None:
        person = register_person(
            now=now,
            given_name=mother.given_name,
            family_name=mother.family_name,
            birth_date=mother.birth_date,
            language=mother.language,
            interpreter_needed=mother.interpreter_needed,
        )
    elif not episodes_of(by, now).filter(mother__stands_for=person.stands_for_id).exists():
        raise NotThere("mother", "there is no such person for you", "Ask who registered her")
    if number:
        identify(person=person, number=number, now=now)
    return person
