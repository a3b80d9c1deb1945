"""A family is booked at a desk: who was here before is recognised, and the person says whether it is her."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from kraamkring.core.access import may_book
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.finding import Known, Likeness
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.packs.identifiers import national_number
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.people.actions import complete_person
from kraamkring.rooms.people.finding import latest_of_each, mothers_who_may_be
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import booked_before

from . import transaction
from .book_pregnancy import Mother, book_pregnancy

Answer = UUID | Literal["another"]  # it is the person with this id; or none of them


class MaybeKnown(NamedTuple):
    """Somebody in the actor's families who may be the mother, why, and her last pregnancy there."""

    person: Person
    why: Likeness
    episode: PregnancyEpisode


class BookedOrAsked(NamedTuple):
    """The pregnancy; or None, and who the mother may be: then nothing was written, and an answer is needed."""

    episode: PregnancyEpisode | None
    maybe: tuple[MaybeKnown, ...] = ()


def may_book_families(by: User) -> None:
    """Raises NotAllowed if the actor's profession books nobody, or she works for no organisation here."""
    if not may_book(by.profession) or by.organisation_id is None:
        raise NotAllowed(
            "", "your role does not book families", "Ask a midwife, general practitioner or gynaecologist"
        )


@transaction.atomic
def book_family(
    *, facts: PregnancyFacts, mother: Mother, by: User, now: datetime, id: UUID, answer: Answer | None = None
) -> BookedOrAsked:
    """Opens the pregnancy, of a person who was here before if the answer says so: what was not known of her is filled
    in. Without an answer, and if she may be somebody in the actor's families, nothing is written and she is asked; of
    families that she has nothing to do with, nothing is said. Sending the same id again changes nothing.

    Raises NotAllowed if the actor books nobody, and what `book_pregnancy` raises.
    """
    may_book_families(by)
    if booked_before(by, id):
        return BookedOrAsked(book_pregnancy(facts=facts, mother=mother, by=by, now=now, id=id).episode)
    maybe = _maybe(facts, mother, by, now)
    known = next((each.person for each in maybe if each.person.pk == answer), None)
    if maybe and known is None and answer != "another":
        what = f"same_person:{len(maybe)}"
        record_event(by=by, now=now, action=AuditEvent.Action.READ, what=what)
        return BookedOrAsked(None, maybe)
    whom = mother
    if known is not None:
        whom = Mother(known=_completed(known, mother, by, now))
    return BookedOrAsked(book_pregnancy(facts=facts, mother=whom, by=by, now=now, id=id).episode)


def _maybe(facts: PregnancyFacts, mother: Mother, by: User, now: datetime) -> tuple[MaybeKnown, ...]:
    number = national_number(facts.mother_number, facts.region, "number") if facts.mother_number else None
    asked = Known(
        given_name=mother.given_name,
        family_name=mother.family_name,
        birth_date=mother.birth_date,
        numbers=frozenset({(number.system, number.value)} if number else ()),
    )
    scope = episodes_of(by, now)
    alike = mothers_who_may_be(scope, asked)
    latest = latest_of_each(scope, [each.person for each in alike])
    return tuple(MaybeKnown(each.person, each.why, latest[each.person.pk]) for each in alike)


def _completed(known: Person, mother: Mother, by: User, now: datetime) -> Person:
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="person:completed", person_id=known.pk)
    return complete_person(
        person=known,
        given_name=mother.given_name,
        family_name=mother.family_name,
        birth_date=mother.birth_date,
        language=mother.language,
        interpreter_needed=mother.interpreter_needed,
    )
