"""A record that others kept comes in: the pregnancy with all that its source knew, once, in one transaction.

What is understood becomes entries, persons and invitations as if somebody had written it, with the source `import`;
what is not is kept beside it as it was. The same record again changes nothing; of the same record with more in it, what
is new is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.facts import Move, PregnancyFacts, Waiver
from kraamkring.core.finding import Known, contradiction
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import start_of_day
from kraamkring.packs.observations import observables
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import in_turn
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.people.actions import complete_person
from kraamkring.rooms.people.finding import Alike, known_rows, mothers_who_may_be, pregnancies_of_each
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import booked_before, one_person
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.kinds import SINGLE, entry_id
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import kinds_written, written_among
from kraamkring.rooms.record.statements import statements_of

from . import transaction
from .admitting import Admitted, admit
from .around_birth import ROLES
from .book_family import may_book_families
from .book_pregnancy import book_pregnancy
from .foreign_record import ForeignRecord
from .import_beside import is_invited, write_beside
from .pathway import pathway_of
from .record_fact import place_of, write_all

RECORDS = UUID("b1a2fd0e-6f0b-5c9e-9d0e-2f6f4d1c7a11")  # the space of the ids of imported records
ONE_PREGNANCY = timedelta(days=45 * 7)  # two bookings of one person so near are one pregnancy
ELSEWHERE = "the family lived elsewhere"  # why what was due before is not promised here

Answer = UUID | Literal["another"]  # the mother is the person with this id; or nobody who is known


class Question(NamedTuple):
    """She may be somebody who is known here. why: `number`, `name_and_birth_date` ... pregnancy: the one
    of hers that is nearest in time; same: whether it may be this very pregnancy."""

    person: UUID
    why: str
    pregnancy: UUID
    same: bool


class Imported(NamedTuple):
    """The pregnancy; None if a question must be answered first, and then nothing was written. entries: by the names of
    the facts. fresh: how many entries, invitations and kept resources were not there before."""

    episode: UUID | None
    entries: Mapping[str, UUID]
    fresh: int
    questions: tuple[Question, ...] = ()


def import_record(
    *,
    record: ForeignRecord,
    by: User,
    now: datetime,
    answer: Answer | None = None,
    into: UUID | None = None,
    other_pregnancy: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Takes a record over. answer: who the mother is, if she may be somebody who is known here. into: the pregnancy
    here that it is about, if there is one. other_pregnancy: it is none of those that are known of her. dry_run: does
    it all, and leaves nothing behind.

    Raises NotAllowed if the actor books nobody, NotThere for a person or a pregnancy that is not hers to see, Refusal
    if something says another thing than before under the same name, ImpossibleFact for what cannot be true here.
    """
    may_book_families(by)
    with transaction.atomic():
        in_turn(by)
        id = uuid5(RECORDS, f"{by.organisation_id}\n{record.key}")
        before = booked_before(by, into or id)
        if into is not None and before is None:
            admit(by, into, now)  # of another's pregnancy, and of none, the same is said
        if before is not None or into is not None:
            imported = _added(record, into or id, by, now)
        elif questions := _questions(record, by, now, answer, other_pregnancy):
            record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"same_person:{len(questions)}")
            imported = Imported(None, {}, 0, questions)
        else:
            imported = _booked(record, id, by, now, answer)
        if dry_run:
            transaction.set_rollback(True)
    return imported


def _questions(
    record: ForeignRecord, by: User, now: datetime, answer: Answer | None, other_pregnancy: bool
) -> tuple[Question, ...]:
    """Whom a person must be asked about: everybody she may be, unless the number says it, or somebody did; and a
    pregnancy of hers that may be this one, unless somebody said that it is another."""
    if answer == "another":
        return ()
    alike = _alike(record, by, now)
    hers = pregnancies_of_each(episodes_of(by, now), [each.person for each in alike])
    asked = []
    for each in alike:
        nearest = min(hers[each.person.pk], key=lambda episode: _apart(record, episode))
        same = _apart(record, nearest) < ONE_PREGNANCY
        asked.append(Question(each.person.pk, each.why, nearest.pk, same))
    named = [each for each in asked if each.person == answer or (answer is None and each.why == "number")]
    if len(named) == 1:
        return tuple(each for each in named if each.same and not other_pregnancy)
    return tuple(asked)


def _alike(record: ForeignRecord, by: User, now: datetime) -> list[Alike]:
    return mothers_who_may_be(episodes_of(by, now), _told_of(record))


def _told_of(record: ForeignRecord) -> Known:
    """What the record says of the mother."""
    number = record.mother_number
    return Known(
        given_name=record.mother.given_name,
        family_name=record.mother.family_name,
        birth_date=record.mother.birth_date,
        numbers=frozenset({(number.system, number.value)} if number else ()),
    )


def _apart(record: ForeignRecord, episode: PregnancyEpisode) -> timedelta:
    return abs(record.facts.booked_on - episode.booked_on)


def _booked(record: ForeignRecord, id: UUID, by: User, now: datetime, answer: Answer | None) -> Imported:
    known = _known(record, by, now, answer)
    mother = replace(record.mother, known=known) if known else record.mother
    facts = _not_promised_before(record, by, now)
    booking = book_pregnancy(facts=facts, mother=mother, by=by, now=now, source=Entry.Source.IMPORT, id=id)
    if known:
        _completed(known, record, by, now)
    fresh = len(booking.entries) + write_beside(record, booking.episode, by, now)
    return Imported(id, _entries(record.facts, id), fresh)


def _known(record: ForeignRecord, by: User, now: datetime, answer: Answer | None) -> Person | None:
    """The person whom somebody named, or whom the number names."""
    if answer == "another":
        return None
    alike = _alike(record, by, now)
    for each in alike:
        if each.person.pk == answer or (answer is None and each.why == "number"):
            return each.person
    if answer is not None:
        raise Refusal("match", "nobody who may be the mother has this id", "Look at the question again")
    return None


def _completed(known: Person, record: ForeignRecord, by: User, now: datetime) -> None:
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="person:completed", person_id=known.pk)
    complete_person(
        person=known,
        given_name=record.mother.given_name,
        family_name=record.mother.family_name,
        birth_date=record.mother.birth_date,
    )


def _not_promised_before(record: ForeignRecord, by: User, now: datetime) -> PregnancyFacts:
    """The facts, with the move; what closed before it is waived, for that reason: it was another's to promise. Not that
    somebody is in the network: who coordinates is as much asked of a family that came later."""
    facts, since = record.facts, record.since
    if since is None or by.profession not in ROLES:
        return facts
    facts = replace(facts, moves=(*facts.moves, Move(id="moves/here", on=since, to=facts.region or "")))
    waivers = []
    for promise in pathway_of(facts).promises:
        closed = promise.window.closed_at(start_of_day(since, promise.protocol.zone))
        if closed and promise.withdrawn is None and promise.card.done_by.member is None:
            waivers.append(
                Waiver(
                    id=f"waivers/{promise.key}",
                    activity=promise.card.activity,
                    by=by.profession,  # type: ignore[arg-type]
                    why=ELSEWHERE,
                    at=now,
                    who=promise.subject,
                    ordinal=promise.ordinal,
                )
            )
    return replace(facts, waivers=(*facts.waivers, *waivers))


def _added(record: ForeignRecord, episode_id: UUID, by: User, now: datetime) -> Imported:
    """What the record says that is not written yet, under the rights of the actor."""
    admitted = admit(by, episode_id, now, act="write")
    episode = admitted.episode
    _must_be_hers(record, episode)
    said = list(_statements(record, admitted))
    before = written_among(episode, [each.id for each in said])
    for each in said:
        if each.id not in before:
            admitted.need(place_of(each.kind, each.value, episode), act="write")
    write_all(episode=episode, said=said, by=by, now=now)
    for module in {observables()[each.what].module for each in record.seen}:
        admitted.need(module, act="write")
    if any(not is_invited(each, episode) for each in record.members):
        admitted.need("network", act="write")
    fresh = len(said) - len(before) + write_beside(record, episode, by, now)
    return Imported(episode_id, _entries(record.facts, episode_id), fresh)


def _must_be_hers(record: ForeignRecord, episode: PregnancyEpisode) -> None:
    """Raises Refusal if the record tells of somebody else than the mother of this pregnancy."""
    mother = one_person(episode.mother)
    told = _told_of(record)
    if any(contradiction(told, row) for row in known_rows([mother])[mother.pk].values()):
        problem = "the record tells of another person: her number or her birth date differs"
        raise Refusal("into", problem, "Look up which pregnancy is meant")


def _statements(record: ForeignRecord, admitted: Admitted) -> Iterator[Statement]:
    """Everything that has a name; of what was asked once (her wishes), only what nobody has answered here."""
    written = kinds_written(admitted.episode)
    facts = replace(record.facts, region=admitted.episode.region)
    for each in statements_of(
        facts, episode_id=admitted.episode.pk, source=Entry.Source.IMPORT, now=admitted.now
    ):
        if each.kind not in SINGLE:
            yield each
        elif each.kind not in written:
            yield replace(each, id=entry_id(admitted.episode.pk, each.kind))


def _entries(facts: PregnancyFacts, episode_id: UUID) -> dict[str, UUID]:
    """The entry that each named fact is."""
    return {
        fact.id: entry_id(episode_id, fact.id)
        for _kind, listed in facts.lists()
        for fact in listed
        if fact.id
    }
