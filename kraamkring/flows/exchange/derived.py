"""What an act worked out about a pregnancy, kept until its transaction ends: what goes out follows from the same facts,
so nobody reads them and derives the pathway a second time. It is taken only while nothing was written after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.pathway import Pathway
from kraamkring.rooms.audit.heard import Written
from kraamkring.rooms.careplan.models import Activity
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import PregnancyEpisode

DERIVED = "pathway"  # what is heard once it was derived anew; no row of the log, whose words it stands beside
ALARMS = "alarms"  # what is heard once one was raised or ended; no row of the log either


class Derived(NamedTuple):
    """All that is known of a pregnancy; the pathway that follows from it, None where nothing can follow; and every
    activity that there is of it, and its network, None where they were not read."""

    episode: PregnancyEpisode
    facts: PregnancyFacts
    pathway: Pathway | None
    activities: Collection[Activity] | None = None
    networks: Networks | None = None


class _Kept(NamedTuple):
    derived: Derived
    heard: int  # how much had been written when it was derived


_kept: ContextVar[dict[UUID, _Kept] | None] = ContextVar("derived", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """What is derived in this block is kept until it ends."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def keep(derived: Derived, heard: int) -> None:
    """This was derived, after so much had been written. Facts without the names of their rows are of no use here."""
    kept = _kept.get()
    if kept is not None and all(fact.id for _name, listed in derived.facts.lists() for fact in listed):
        kept[derived.episode.pk] = _Kept(derived, heard)


def kept_of(episode_id: UUID, written: Sequence[Written]) -> Derived | None:
    """What was derived about this pregnancy, if nothing that changes it was written since."""
    kept = (_kept.get() or {}).get(episode_id)
    if kept is None or any(changes_facts(each, episode_id) for each in written[kept.heard :]):
        return None
    return kept.derived


def changes_facts(written: Written, episode_id: UUID) -> bool:
    """Whether the facts of this pregnancy may be others after that."""
    return (written.episode_id is None or written.episode_id == episode_id) and written.what.startswith(
        ("entr", "person:", "network:", "careplan:appointment", "careplan:postnatalplan")
    )


def forget() -> None:
    """What was heard begins anew: nothing that was kept is taken any more."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
