"""What an imported record knows besides facts: who the persons are, who cares for them, what was seen, what is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.identifiers import KnownNumber
from kraamkring.packs.observations import observables
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.actions import Invited, invite
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.people.actions import complete_person, identify
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import numbers_ever, persons_by_slot
from kraamkring.rooms.record.actions import keep_foreign
from kraamkring.rooms.record.kinds import entry_id
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.observations import Seen, observations_named, write_observations

from .foreign_record import ForeignMember, ForeignRecord, ForeignSeen
from .pathway import reconciled

DAY_ONLY = (
    "only the day is known"  # said of an observation beside its moment, which is then the noon of that day
)


def write_beside(record: ForeignRecord, episode: PregnancyEpisode, by: User, now: datetime) -> int:
    """Persons, invitations and what is kept; how many rows of the last two are new."""
    persons = persons_by_slot(episode)
    _numbered(persons["mother"], record.mother_number, now)
    for slot, child in record.children.items():
        if (person := persons.get(slot)) is not None:
            complete_person(
                person=person, given_name=child.given_name, family_name=child.family_name, sex=child.sex
            )
            _numbered(person, child.number, now)
    fresh = [each for each in record.members if _invited(each, episode, by, now)]
    seen = _seen(record, episode, by, now)
    kept = keep_foreign(episode=episode, foreign=record.kept, by=by, now=now)
    if fresh:
        reconciled(episode, by=by, now=now, because=[uuid5(episode.pk, each.name) for each in fresh])
    return len(fresh) + seen + len(kept)


def _seen(record: ForeignRecord, episode: PregnancyEpisode, by: User, now: datetime) -> int:
    """What was measured and seen, as rows like any other; how many are new. Nobody is told of a red in it: it was seen
    elsewhere, by somebody who could act, and whoever opens the family sees what the charts say."""
    ids = {each.name: uuid5(episode.pk, each.name) for each in record.seen}
    there = observations_named(list(ids.values()))
    for each in record.seen:
        row = there.get(ids[each.name])
        if row is not None and (row.episode_id, row.slot, row.what, row.value, row.at) != (
            episode.pk, each.who, each.what, each.value, each.at,
        ):  # fmt: skip
            problem = "an observation says another thing than when this record was taken over before"
            raise Refusal("observations", problem, "Correct what is written by hand, and leave it out")
    fresh = [each for each in record.seen if ids[each.name] not in there]
    if fresh:
        write_observations(
            episode=episode,
            seen=[_row(each, ids[each.name], episode, now) for each in fresh],
            role=by.profession,
            by=by,
            now=now,
        )
    return len(fresh)


def _row(each: ForeignSeen, id: UUID, episode: PregnancyEpisode, now: datetime) -> Seen:
    reasons = [each.reason, DAY_ONLY if each.day_only else ""]
    return Seen(
        id=id,
        who=each.who,
        what=each.what,
        module=observables()[each.what].module,
        value=each.value,
        at=each.at,
        reason="; ".join(filter(None, reasons)),
        source=Entry.Source.IMPORT,
        recorded_at=now,
        visit=entry_id(episode.pk, each.visit) if each.visit else None,
    )


def _numbered(person: Person, number: KnownNumber | None, now: datetime) -> None:
    """Her number, if it is new: one that she had before is not hers again because an old record names it. Raises
    Refusal if she has another one of that sort."""
    if number is None:
        return
    known = numbers_ever(person)
    if (number.system, number.value) in known:
        return
    if any(system == number.system and current for (system, _value), current in known.items()):
        problem = "somebody in it has another national number here"
        raise Refusal("number", problem, "Look up whose record this is")
    identify(person=person, number=number, now=now)


def _invited(member: ForeignMember, episode: PregnancyEpisode, by: User, now: datetime) -> bool:
    """Whether this place in the network is new. Nobody is written to: an address in a file is no invitation."""
    if is_invited(member, episode):
        return False
    place = Invited(
        role=member.role,
        name=member.full_name,
        organisation_name=member.organisation,
        number=member.number,
    )
    invite(episode=episode, invited=place, by=by, now=now, id=uuid5(episode.pk, member.name))
    return True


def is_invited(member: ForeignMember, episode: PregnancyEpisode) -> bool:
    id = uuid5(episode.pk, member.name)
    return sent_before(Membership, id, episode_id=episode.pk, role=member.role) is not None
