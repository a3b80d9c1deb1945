"""What goes out is made anew after what was written: in the same transaction, by `flows.transaction` alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from kraamkring.core.exchange import Made
from kraamkring.rooms.audit.heard import Written
from kraamkring.rooms.exchange.actions import store
from kraamkring.rooms.exchange.queries import rows_among
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_episode, episodes_about

from .derived import kept_of
from .directory import Referred, listed, of_people, referred_in, referred_to
from .family import Family
from .sources import MERGED, SOURCES

OF_AN_ACCOUNT = "account:"  # somebody changed her own: her name goes out

_left: ContextVar[bool] = ContextVar("left_for_later", default=False)


def project(written: Sequence[Written]) -> int:
    """Makes what may be different after this was written; how many resources are. Nothing is asked of the database
    where no source follows what was written."""
    if _left.get():
        return 0
    now = max(each.at for each in written)
    made = [made for id in _concerned(written) for made in _of_family(id, written)]
    accounts = {each.by for each in written if each.by and each.what.startswith(OF_AN_ACCOUNT)}
    named = referred_in(made)
    there = rows_among({each.id for each in made}.union(*named)) if made else {}
    missing = Referred(*(ids.difference(there) for ids in named))
    directory = [*listed(missing), *of_people(accounts)]
    if directory:  # somebody who never went out, or who changed her own account: both are rare
        there |= rows_among(each.id for each in directory)
    return store([*made, *directory], now, there) if made or directory else 0


@contextmanager
def left_for_later() -> Iterator[None]:
    """Nothing is made anew in this block: who writes very much at once makes it afterwards (`project_family`)."""
    token = _left.set(True)
    try:
        yield
    finally:
        _left.reset(token)


def project_family(episode: PregnancyEpisode, now: datetime) -> int:
    """Everything of one pregnancy, made anew; how many resources were different."""
    return store(everything_of(episode), now)


def everything_of(episode: PregnancyEpisode) -> list[Made]:
    """Everything of one pregnancy as it goes out, made now; nothing is written."""
    family = Family(episode)
    made = [made for source in SOURCES for made in source.make(family)]
    return [*made, *referred_to(made)]


def _concerned(written: Collection[Written]) -> list[UUID]:
    """The pregnancies that were written about, in one order for all who lock."""
    persons = {each.person_id for each in written if each.person_id and each.what.startswith(MERGED)}
    episodes = {each.episode_id for each in written if each.episode_id}
    return sorted(episodes.union(episodes_about(persons) if persons else ()))


def _of_family(episode_id: UUID, written: Sequence[Written]) -> Iterator[Made]:
    about = [each for each in written if each.episode_id == episode_id or each.what.startswith(MERGED)]
    sources = [source for source in SOURCES if any(source.follows(each.what) for each in about)]
    if not sources:
        return
    derived = kept_of(episode_id, written)
    episode = derived.episode if derived else any_episode(episode_id)
    if episode is None:
        return
    family = Family(episode, since=_since(about), derived=derived)
    for source in sources:
        yield from source.make(family)


def _since(about: Collection[Written]) -> datetime | None:
    """From when on rows that are only ever added to may be new; None where what is older may be different too."""
    return None if any(each.what.startswith(MERGED) for each in about) else min(each.at for each in about)
