"""Somebody asks who sees what of this record: each person with what she may, and why the rest is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import Module, Sees, Standing, closed_by, sees
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import people_of
from kraamkring.rooms.network.facts import standing_as_colleague, standing_as_member, standings
from kraamkring.rooms.network.models import Consent, Cover
from kraamkring.rooms.network.queries import covering_for
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import admit

MOTHER = "mother"
MOST_COLLEAGUES = 100  # of the practice that registered her, told as one
CARERS = frozenset({"midwife", "gp", "gynaecologist"})  # who work there and stand before families through it


class OneSees(NamedTuple):
    """One person, or those who stand alike. name: of the person; empty for colleagues of an organisation. role: in the
    network, else the profession. as_: `member`, `invited` (with what she would see), `registered`, `cover` or
    `organisation`. closed: why each closed part is closed. whose: for whom she covers. user_id: to change it by."""

    name: str
    role: str
    as_: str
    sees: Sees
    closed: dict[Module, str]
    until: datetime | None = None
    whose: str = ""
    user_id: UUID | None = None
    organisation: str = ""


class SeenWhoSees(NamedTuple):
    """people: in the order in which they are told. writes: whether the reader may change it."""

    episode: PregnancyEpisode
    mother: Person
    people: list[OneSees]
    writes: bool


@transaction.atomic
def see_who_sees(*, episode_id: UUID, by: User, now: datetime) -> SeenWhoSees:
    """Everybody who may see something now, who was invited with what she would see, and the colleagues of who
    registered her. Every answer is that of `core.access`. Raises NotAllowed if the actor may not see the network."""
    admitted = admit(by, episode_id, now, "network")
    admitted.note_look("who_sees")
    episode = admitted.episode
    networks = admitted.networks
    consents = networks.consents
    current = [
        row
        for row in networks.members
        if row.user_id
        and row.role != MOTHER
        and row.ended_at is None
        and (row.until is None or row.until > now)
    ]
    found = []
    for row in current:
        standing = standing_as_member(row, episode, networks.tasks, consents, now)
        at = max(now, row.since)
        found.append(
            OneSees(
                row.name, row.role, "member" if row.accepted_at else "invited", sees(standing, at),
                dict(closed_by(standing, at)), row.until, user_id=row.user_id,
                organisation=row.organisation_name,
            )
        )  # fmt: skip
    met = {row.user_id for row in current}
    covers = covering_for({pk for pk in (*met, episode.registered_by_id) if pk}, now)
    besides: dict[UUID, tuple[User, Cover | None]] = {}
    if episode.registered_by_id not in met:
        besides[episode.registered_by_id] = (episode.registered_by, None)
    for cover in covers:
        if cover.by_whom_id not in met:
            besides.setdefault(cover.by_whom_id, (cover.by_whom, cover))
    standing_of = standings([user for user, _cover in besides.values()], networks)
    for user, through in besides.values():
        found.append(_besides(user, through, standing_of[user.pk][episode.pk], now))
    met |= set(besides)
    found += _colleagues(episode, consents, {pk for pk in met if pk}, now)
    return SeenWhoSees(episode, one_person(episode.mother), found, admitted.may("network", "write").allowed)


def _besides(user: User, cover: Cover | None, standing: Standing, now: datetime) -> OneSees:
    """Somebody who is in no place of the network: she registered it, or covers for somebody who is."""
    return OneSees(
        user.name,
        user.profession,
        "cover" if cover else "registered",
        sees(standing, now),
        dict(closed_by(standing, now)),
        until=cover.until if cover else None,
        whose=cover.covered.name if cover else "",
        user_id=user.pk,
    )


def _colleagues(
    episode: PregnancyEpisode, consents: list[Consent], met: set[UUID], now: datetime
) -> Iterator[OneSees]:
    """Who works where she was registered and is not in her circle: by profession, and by name those to whom she said
    something herself."""
    house = episode.organisation
    if house is None:
        return
    named = {row.user for row in consents if row.user and row.user_id not in met}
    people = [
        user for user in people_of(house, professions=CARERS, most=MOST_COLLEAGUES) if user.pk not in met
    ]
    for profession in sorted({user.profession for user in people}):
        standing = standing_as_colleague(profession, None, episode, consents)
        closed = dict(closed_by(standing, now))
        yield OneSees("", profession, "organisation", sees(standing, now), closed, organisation=house.name)
    for user in sorted(named & set(people), key=lambda each: each.name):
        standing = standing_as_colleague(user.profession, user, episode, consents)
        closed = dict(closed_by(standing, now))
        yield OneSees(
            user.name, user.profession, "organisation", sees(standing, now), closed, user_id=user.pk
        )
