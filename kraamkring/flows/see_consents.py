"""What she said about each part of her record; and what would follow, before it is said."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.access import Module
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import Consent
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import admit
from .own_family import tone_of
from .see_network import rights_of


class SeenConsents(NamedTuple):
    """said: everything, in order. members: those that have not ended. follows: of whom something would change, with
    what she may with the part before and after (write, read, nothing). quiet: somebody was lost, and the page is drawn
    without colour."""

    episode: PregnancyEpisode
    mother: Person
    said: list[Consent]
    members: list[Any]
    writes: bool
    follows: list[tuple[Any, str, str]]
    quiet: bool


class Intended(NamedTuple):
    """A word that is not said yet: about which part, given or not, to a person, a role, or everybody."""

    module: Module
    given: bool
    user_id: UUID | None = None
    role: str = ""


@transaction.atomic
def see_consents(
    *, episode_id: UUID, by: User, now: datetime, intended: Intended | None = None
) -> SeenConsents:
    """What holds, and who said it; with what would follow from another word. Raises NotAllowed if the actor may not
    see the network."""
    admitted = admit(by, episode_id, now, "network")
    admitted.note_look("consents")
    episode = admitted.episode
    said, members, tasks = admitted.networks.consents, admitted.networks.members, admitted.networks.tasks
    before = rights_of(episode, members, tasks, said, now)
    follows = []
    if intended is not None:
        word = Consent(
            episode=episode,
            module=intended.module,
            given=intended.given,
            user_id=intended.user_id,
            role=intended.role,
            at=now,
            said_by=Consent.SaidBy.MOTHER,
            by=by,
        )
        after = rights_of(episode, members, tasks, [*said, word], now)
        follows = [
            (row, before[row.pk][intended.module], after[row.pk][intended.module])
            for row in members
            if row.pk in before and before[row.pk][intended.module] != after[row.pk][intended.module]
        ]
    return SeenConsents(
        episode=episode,
        mother=one_person(episode.mother),
        said=said,
        members=[row for row in members if row.pk in before],
        writes=admitted.may("network", "write").allowed,
        follows=follows,
        quiet=tone_of(episode, admitted.networks).quiet,
    )
