"""Whether one pregnancy, or which of some, the actor may have to do with: `queries.episodes_of`, as the gate asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.access import WARD_SYSTEM
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.asked_often import Often
from kraamkring.rooms.people import queries as people
from kraamkring.rooms.people.models import PregnancyEpisode

from .queries import episodes_of


def one_of_hers(
    actor: User, episode_id: UUID, now: datetime, *, lock: bool = False
) -> PregnancyEpisode | None:
    """This pregnancy, if the actor may have to do with it at `now`. lock: for writing. Most acts are of who booked her:
    the rest is asked only if it must be."""
    who: dict[str, UUID | None] = {"user": actor.pk, "house": actor.organisation_id}
    shape = (actor.is_active, actor.profession == WARD_SYSTEM, lock)
    found = _REGISTERED.first(shape, **who, episode=episode_id)
    return found or _HERS.first(shape, **who, episode=episode_id, now=now)


def hers_among(actor: User, episodes: Collection[UUID], now: datetime) -> list[PregnancyEpisode]:
    """Of these pregnancies, those that the actor may have to do with at `now`."""
    if len(episodes) != 1:
        return list(episodes_of(actor, now).filter(pk__in=episodes))
    one = one_of_hers(actor, next(iter(episodes)), now)
    return [one] if one else []


def _like(shape: tuple[bool, bool, bool], user: UUID, house: UUID | None) -> User:
    """Somebody like her, as far as a query looks at her."""
    active, system, _lock = shape
    return User(id=user, organisation_id=house, is_active=active, profession=WARD_SYSTEM if system else "")


def _alone(
    found: QuerySet[PregnancyEpisode], episode: UUID, shape: tuple[bool, bool, bool]
) -> QuerySet[PregnancyEpisode]:
    one = found.filter(pk=episode)
    return one.select_for_update(no_key=True, of=("self",)) if shape[-1] else one


_REGISTERED = Often(
    lambda shape, user, house, episode: _alone(people.episodes_of(_like(shape, user, house)), episode, shape)
)
_HERS = Often(
    lambda shape, user, house, episode, now: _alone(
        episodes_of(_like(shape, user, house), now), episode, shape
    )
)
