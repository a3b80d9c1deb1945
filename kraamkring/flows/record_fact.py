"""Somebody writes down one fact, and the pathway follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.access import ABOUT_ANOTHER, Module, module_of
from kraamkring.core.facts import Birth, Decision, Fact, Member, PregnancyFacts, Retraction
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.identifiers import KnownNumber, check_professional, national_number
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import national_numbers
from kraamkring.rooms.record.actions import Device, Statement, draft, write_entries, written_before
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.kinds import Value, fitting, kind_of, payload
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import entries_about, entry_about

from . import transaction
from .admitting import admit
from .after_a_loss import Quiet, grow_quiet, may_tell_of_a_loss
from .newborns import keep_persons
from .pathway import bring_up_to_date, pathway_of, slots, with_rooms


class Recorded(NamedTuple):
    """The entry as it stands, what changed in the pathway (nothing, when it was sent before), and what fell silent."""

    entry: Entry
    difference: Difference
    quiet: Quiet = Quiet()


def record_fact(
    *,
    episode_id: UUID,
    value: Value,
    by: User,
    now: datetime,
    kind: str = "",
    id: UUID | None = None,
    source: str = Entry.Source.PERSON,
    recorded_at: datetime | None = None,
    device: Device | None = None,
) -> Recorded:
    """Writes one entry. kind: only for a bare value (`course`, `earlier_births`). id, device,
    recorded_at: made on the device for what was written offline; sending it again changes nothing.

    Raises Refusal if the actor may not see the pregnancy, or the id was used for something else; ImpossibleFact if
    it cannot be true beside what is known. Then nothing is written.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, act="write")
        episode, kind = admitted.episode, fitting(kind, value)
        admitted.need(place_of(kind, value, episode), act="write")
        said = Statement(
            id=id or new_id(now),
            kind=kind,
            value=value,
            source=source,
            recorded_at=recorded_at,
            device=device,
            number=number_in(value, episode, source),
        )
        return write(episode=episode, said=said, by=by, now=now)


class RecordedTogether(NamedTuple):
    """The entries as they stand, and what changed in the pathway (nothing, when all was sent before). quiet: what
    fell silent, if somebody was lost."""

    entries: list[Entry]
    difference: Difference
    quiet: Quiet = Quiet()


def write(*, episode: PregnancyEpisode, said: Statement, by: User, now: datetime) -> Recorded:
    """One statement about a locked pregnancy: read, decide, write."""
    recorded = write_all(episode=episode, said=[said], by=by, now=now)
    return Recorded(recorded.entries[0], recorded.difference, recorded.quiet)


def write_all(
    *, episode: PregnancyEpisode, said: Sequence[Statement], by: User, now: datetime
) -> RecordedTogether:
    """Several statements about a locked pregnancy, of one moment: all of them or none. Those that were sent before
    are not written again. Raises what `record_fact` raises."""
    before = {each.id: entry for each in said if (entry := written_before(episode=episode, said=each))}
    fresh = [each for each in said if each.id not in before]
    difference, quiet = Difference(), Quiet()
    if fresh:
        earlier, numbers = entries_about(episode), national_numbers(episode)
        entries = [*earlier, *(draft(episode, each, by, now) for each in fresh)]
        networks = Networks([episode])
        facts = with_rooms(episode, facts_from(episode, entries, numbers), networks)
        pathway = pathway_of(facts)
        subjects = slots(episode, facts, now)
        written = write_entries(
            episode=episode,
            statements=fresh,
            subjects=subjects,
            identifiers=keep_persons(fresh, subjects, by, now),
            by=by,
            now=now,
        )
        because = [entry.pk for entry in written]
        difference = bring_up_to_date(
            episode=episode,
            facts=facts,
            pathway=pathway,
            by=by,
            now=now,
            because=because,
            networks=networks,
            subjects=subjects,
        )
        if may_tell_of_a_loss(fresh):
            quiet = grow_quiet(
                episode=episode,
                before=with_rooms(episode, facts_from(episode, earlier, numbers)),
                after=facts,
                by=by,
                now=now,
                because=because[0],
            )
        before |= {entry.pk: entry for entry in written}
    return RecordedTogether([before[each.id] for each in said], difference, quiet)


def with_fact(facts: PregnancyFacts, fact: Fact) -> PregnancyFacts:
    """The facts as they would be with one more; nothing is written. Raises ImpossibleFact if it cannot be."""
    kind = kind_of(fact)
    more: dict[str, Any] = {kind: (*getattr(facts, kind), fact)}
    return replace(facts, **more)


def place_of(kind: str, value: Value, episode: PregnancyEpisode) -> Module:
    """The module that this is written in; a decision or a retraction is written where the entry is that it names."""
    if isinstance(value, Decision | Retraction):
        named = entry_about(episode, value.stands if isinstance(value, Decision) else value.fact)
        return module_of_entry(named) if named else "network"  # a member, or nothing: few may write there
    return module_of(kind, payload(kind, value))


def module_of_entry(entry: Entry) -> Module:
    """The module that an entry stands in; one about another entry is as narrow as can be."""
    return "network" if entry.kind in ABOUT_ANOTHER else module_of(entry.kind, entry.payload)


def number_in(value: Value, episode: PregnancyEpisode, source: str) -> KnownNumber | None:
    """The national number that a birth gives a child. Raises ImpossibleFact if its check digits, or those of a
    professional's number, are wrong; what is imported is taken as it is."""
    imported = source == Entry.Source.IMPORT
    if isinstance(value, Member) and value.number and not imported:
        check_professional(value.number, episode.region, "number")
    if isinstance(value, Birth) and value.number:
        return national_number(value.number, episode.region, "number", imported=imported)
    return None
