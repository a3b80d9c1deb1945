"""A dry run: what another edition would change for the families there are. Nothing is written but that it was asked.

Each family is derived twice, with the cards as they are and as they would be. Numbers are for whoever governs; which
family it is, only for whom her own work lets see all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway import Activity, assess, derive
from kraamkring.core.pathway.cards import Card, Protocol
from kraamkring.core.pathway.editions import Change, differences, with_card, without_editions_from
from kraamkring.packs import protocols
from kraamkring.packs.proposing import proposed_card
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.facts import with_rows
from kraamkring.rooms.careplan.queries import appointments_about_each, plans_about_each
from kraamkring.rooms.network.facts import members_of_each, standing_of_each
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import each_after, one_person_each
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import entries_about_each

from . import transaction
from .admitting import sees_all
from .see_cards import GOVERNANCE, governed

MOST = 300  # families in one look, a second or two; the next look takes the rest
AT_ONCE = 100  # read together
MOST_NAMED = 50  # families that are named on a page

How = Literal["begins", "ends", "moves", "duty"]
HOWS: tuple[How, ...] = ("begins", "ends", "moves", "duty")


class Effect(NamedTuple):
    """What becomes of one activity. families: how many it changes for. how: how many promises begin, end, get other
    days, or bind otherwise. closed: of these, days that are over. gaps: that would be a gap, and are none now."""

    card: Card
    families: int
    how: Mapping[How, int]
    closed: int
    gaps: int


class TriedOut(NamedTuple):
    """The outcome. changes: between the cards. looked_at: families in this look; changed: those for whom something
    changes; unreadable: whose record cannot be read. hers: those that the actor may see, with their mothers.
    next_after: where the next look begins, None after the last."""

    protocol: Protocol
    changes: tuple[Change, ...]
    looked_at: int
    changed: int
    unreadable: int
    effects: tuple[Effect, ...]
    hers: tuple[tuple[PregnancyEpisode, Person], ...]
    next_after: UUID | None


class _Touched(NamedTuple):
    card: Card
    how: How
    closed: bool
    gap: bool


def try_card(*, pack: str, text: str, after: UUID | None, by: User, now: datetime) -> TriedOut:
    """What a proposed card would change. Raises NotAllowed, NotThere, and BadCard if the text is no whole card."""
    protocol = governed(pack, by)
    proposed = with_card(protocol, proposed_card(text, protocol))
    return _tried(protocol, protocol, proposed, after, by, now)


def try_day(*, pack: str, day: date, after: UUID | None, by: User, now: datetime) -> TriedOut:
    """What the editions that begin on a day or later change, beside those before. Raises NotAllowed, NotThere."""
    protocol = governed(pack, by)
    return _tried(protocol, without_editions_from(protocol, day), protocol, after, by, now)


@transaction.atomic
def _tried(
    shown: Protocol, before: Protocol, later: Protocol, after: UUID | None, by: User, now: datetime
) -> TriedOut:
    looked_at, unreadable = 0, 0
    touched: dict[UUID, list[_Touched]] = {}
    last = after
    while looked_at < MOST and (episodes := each_after(last, min(AT_ONCE, MOST - looked_at))):
        looked_at += len(episodes)
        last = episodes[-1].pk
        for episode, facts in _facts_of(episodes):
            if facts is None:
                unreadable += 1
            elif found := list(_differences(facts, before, later, now)):
                touched[episode.pk] = found
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.READ,
        what=f"dry_run:{shown.name}:{looked_at}",
        purpose=GOVERNANCE,
        ground=GOVERNANCE,
    )
    return TriedOut(
        shown,
        differences(before, date.max, later, date.max),
        looked_at,
        len(touched),
        unreadable,
        tuple(_effects(touched)),
        tuple(_hers(list(touched), by, now)),
        last if looked_at == MOST and each_after(last, 1) else None,
    )


def _facts_of(
    episodes: Sequence[PregnancyEpisode],
) -> Iterator[tuple[PregnancyEpisode, PregnancyFacts | None]]:
    """The facts of each, whoever registered it: six queries for all; None if they cannot be read."""
    entries, members = entries_about_each(episodes), members_of_each(episodes, Networks(episodes))
    appointments, plans = appointments_about_each(episodes), plans_about_each(episodes)
    for episode in episodes:
        try:
            recorded = facts_from(episode, entries[episode.pk], numbers={})
            facts = with_rows(recorded, appointments[episode.pk], plans.get(episode.pk))
            yield episode, replace(facts, network=facts.network + members.get(episode.pk, ()))
        except ImpossibleFact:
            yield episode, None


def _differences(
    facts: PregnancyFacts, before: Protocol, later: Protocol, now: datetime
) -> Iterator[_Touched]:
    """What becomes of each promise to one family; nothing if it never lived where the protocol holds."""
    if before.name not in {facts.region, *(move.to for move in facts.moves)}:
        return
    try:
        was, will = (_by_key(facts, protocol, now) for protocol in (before, later))
    except ImpossibleFact:
        return
    for key in sorted(was.keys() | will.keys()):
        old, new = was.get(key), will.get(key)
        how = _how(old, new)
        told = new or old
        if how and told:
            closed = bool(old) and told.promise.window.closed_at(now)
            gap = bool(new and new.state == "gap") and not (old and old.state == "gap")
            yield _Touched(told.promise.card, how, closed, gap)


def _by_key(facts: PregnancyFacts, protocol: Protocol, now: datetime) -> dict[str, Activity]:
    pathway = derive(facts, {**protocols(), protocol.name: protocol})
    return {each.promise.key: each for each in assess(pathway, facts, now)}


def _how(old: Activity | None, new: Activity | None) -> How | None:
    """In what way a promise changes, the first that applies. What is withdrawn is not promised."""
    promised_before = old is not None and old.state != "withdrawn"
    promised_later = new is not None and new.state != "withdrawn"
    if promised_before != promised_later:
        return "begins" if promised_later else "ends"
    if old is None or new is None or not promised_later:
        return None
    if old.promise.window != new.promise.window:
        return "moves"
    same = old.promise.obligation == new.promise.obligation and old.promise.lead == new.promise.lead
    return None if same else "duty"


def _effects(touched: Mapping[UUID, Sequence[_Touched]]) -> Iterator[Effect]:
    of_card: dict[str, list[tuple[UUID, _Touched]]] = {}
    for family, found in touched.items():
        for each in found:
            of_card.setdefault(each.card.activity, []).append((family, each))
    for _activity, each_one in sorted(of_card.items(), key=lambda item: (-len(item[1]), item[0])):
        all_of_it = [each for _family, each in each_one]
        yield Effect(
            all_of_it[0].card,
            len({family for family, _each in each_one}),
            Counter(each.how for each in all_of_it),
            sum(each.closed for each in all_of_it),
            sum(each.gap for each in all_of_it),
        )


def _hers(ids: list[UUID], by: User, now: datetime) -> Iterator[tuple[PregnancyEpisode, Person]]:
    """Of these families the first that the actor may see all of: four queries."""
    near = list(episodes_of(by, now).filter(pk__in=ids).select_related("mother").order_by("pk")[:MOST_NAMED])
    standing = standing_of_each(by, Networks(near))
    mothers = one_person_each(episode.mother for episode in near)
    for episode in near:
        if sees_all(standing[episode.pk], now):
            yield episode, mothers[episode.mother_id]
