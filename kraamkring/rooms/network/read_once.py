"""What the networks of some pregnancies hold, each kind of row read once and only if somebody asks for it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any
from uuid import UUID

from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Consent, Coordination
from .queries import consents_of, coordinations_of, members_of


class Networks:
    """As they were when they were first asked for: a flow that writes in a network reads it anew. For pregnancies that
    the caller was admitted to."""

    def __init__(self, episodes: Collection[PregnancyEpisode]) -> None:
        self.episodes = episodes

    @cached_property
    def members(self) -> list[Any]:
        """Every membership, ended ones too, with `accepted_at` and `ended_at`."""
        return list(members_of(self.episodes))

    @cached_property
    def tasks(self) -> list[Coordination]:
        """Every coordination, past ones too."""
        return coordinations_of(self.episodes)

    @cached_property
    def consents(self) -> list[Consent]:
        """Everything that was agreed to or refused, in the order it was said."""
        return consents_of(self.episodes)

    @property
    def closed_to_everybody(self) -> set[UUID]:
        """The pregnancies in which she closed any part to everybody, by her last word on it."""
        last: dict[tuple[UUID, str], bool] = {}
        for consent in self.consents:
            if consent.user_id is None and not consent.role:
                last[consent.episode_id, consent.module] = consent.given
        return {episode for (episode, _module), given in last.items() if not given}
