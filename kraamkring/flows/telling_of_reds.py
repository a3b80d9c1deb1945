"""A red calls somebody at once: those of the circle who may read that part of the record. What it is stands nowhere in
the message.

Our choice, not reviewed: parents are not sent it. Who writes a value sees at once what to do, and a mother beside whose
bed it was measured is told by who measured it. If nobody of the circle can be told, whoever registered the family is.
Until a carer says that she has seen it, the next one is told (flows.climbing).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from kraamkring.core.access import Asked, Module, decide
from kraamkring.core.observing import Judged
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.facts import standing_as_member
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Observation

from .telling import NOT_FOR_ALARMS, Person, person_of, tell_those

WHAT = TEMPLATE = "observation_red"


def tell_of_reds(
    *,
    episode: PregnancyEpisode,
    written: Sequence[Observation],
    before: Sequence[Judged],
    after: Sequence[Judged],
    alone: Sequence[Judged],
    by: User,
    now: datetime,
) -> list[Message]:
    """The messages about what turned red with these rows: once for each observation and reader, however often it is
    sent. before, after: what the charts said, and say; alone: what they say of the new rows by themselves. A value that
    arrives late, when a newer one has answered it, calls nobody."""
    rows = {row.pk: row for row in written}
    was = {(each.who, each.chart) for each in before if each.level == "act"}
    own = {(each.who, each.chart) for each in alone if each.level == "act"}
    told: list[Message] = []
    because: dict[Module, Observation] = {}
    for each in after:
        mine = [rows[seen.id] for seen in each.rests_on if seen.id in rows]
        place = (each.who, each.chart)
        if each.level == "act" and mine and (place not in was or place in own):
            because.setdefault(cast("Module", mine[0].module), mine[0])
    for module, row in because.items():
        told += tell_those(
            episode=episode,
            those=_readers(episode, module, by, now),
            what=WHAT,
            because=row.pk,
            template=TEMPLATE,
            by=by,
            now=now,
            urgent=True,
        )
    return told


def _readers(episode: PregnancyEpisode, module: Module, by: User, now: datetime) -> list[Person]:
    """Members who may read this part now, each person once, without the actor and the parents."""
    networks = Networks([episode])
    members = [row for row in networks.members if _in(row)]
    tasks, consents = networks.tasks, networks.consents
    asked = Asked(module=module, act="read", at=now)
    found: dict[object, Person] = {}
    for row in members:
        if decide(asked, standing_as_member(row, episode, tasks, consents, now)).allowed:
            found.setdefault(person_of(row), row)
    found.pop(by.pk, None)
    if not found and episode.registered_by_id != by.pk:
        found[episode.registered_by_id] = episode.registered_by
    return list(found.values())


def _in(row: Membership) -> bool:
    """Whether this place was accepted, is not left, and is not a parent's."""
    accepted, ended = row.accepted_at, row.ended_at  # type: ignore[attr-defined]
    return row.role not in NOT_FOR_ALARMS and accepted is not None and ended is None
