"""The rows of one pregnancy that resources are made from, each kind read once and only if something asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.flows.pathway import facts_now, pathway_of
from kraamkring.rooms.careplan.models import Activity, Appointment
from kraamkring.rooms.careplan.queries import activities_about, appointments_about
from kraamkring.rooms.network.models import Consent, Coordination
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import Person, PersonIdentifier, PlaceOfCare, PregnancyEpisode, Subject
from kraamkring.rooms.people.queries import current_numbers, place_of_care, subjects_of
from kraamkring.rooms.record.models import Observation
from kraamkring.rooms.record.observations import every_observation_of

from .derived import Derived

MOTHER = "mother"


class Family:
    """As it stands at the end of an act. Whoever asks: what is made from it is shown only as far as the gate lets.
    since: of rows that are only ever added to, those that arrived from then on are enough. derived: what the act
    itself worked out already."""

    def __init__(
        self, episode: PregnancyEpisode, since: datetime | None = None, derived: Derived | None = None
    ) -> None:
        self.episode, self.since = episode, since
        known = derived.networks if derived else None
        self.networks = Networks([episode]) if known is None else known
        if derived is not None:
            self.derived = derived

    @cached_property
    def derived(self) -> Derived | None:
        """All that is known, and the pathway that follows: six queries, none where the act itself derived it. None for
        a record that cannot be read as facts."""
        try:
            facts = facts_now(self.episode, self.networks)
        except ImpossibleFact:
            return None
        try:
            return Derived(self.episode, facts, pathway_of(facts))
        except ImpossibleFact:
            return Derived(self.episode, facts, None)

    @cached_property
    def activities(self) -> list[Activity]:
        """Everything that was ever promised, in the order in which it was."""
        known = self.derived.activities if self.derived else None
        return activities_about(self.episode) if known is None else sorted(known, key=lambda row: row.pk)

    @cached_property
    def subjects(self) -> Collection[Subject]:
        """Everyone the pregnancy is about, with the person and whom that row stands for."""
        return subjects_of(self.episode)

    @cached_property
    def persons(self) -> dict[str, UUID]:
        """The id of the person in each slot, after merges; nobody in the slot of a child that is not born."""
        return {each.slot: each.person.stands_for_id for each in self.subjects if each.person is not None}

    @cached_property
    def rows_of_persons(self) -> dict[Person, str]:
        """Every row of a person in this pregnancy, and whom it stands for, with her slot."""
        found = {}
        for each in self.subjects:
            if each.person is not None:
                found[each.person] = found[each.person.stands_for] = each.slot
        return found

    @cached_property
    def numbers(self) -> dict[UUID, list[PersonIdentifier]]:
        """The current numbers of these rows, by the person that each stands for."""
        found: dict[UUID, list[PersonIdentifier]] = defaultdict(list)
        for number in current_numbers([person.pk for person in self.rows_of_persons]):
            found[number.person.stands_for_id].append(number)
        return found

    @cached_property
    def mother(self) -> Person:
        """She herself, after merges."""
        return next(each.person.stands_for for each in self.subjects if each.slot == MOTHER and each.person)

    @cached_property
    def places(self) -> list[Any]:
        """Every place in the network that somebody took, in the order in which they were taken."""
        taken = [row for row in self.networks.members if row.accepted_at is not None]
        return sorted(taken, key=lambda row: (row.accepted_at, row.pk))

    @cached_property
    def lay_places(self) -> dict[UUID, UUID]:
        """Of each account that is no professional's and not the mother's, the place that it took."""
        return {
            row.user_id: row.pk for row in self.places if row.user_id and row.role in ("partner", "buddy")
        }

    @cached_property
    def tasks(self) -> list[Coordination]:
        """Every coordination, past ones too."""
        return sorted(self.networks.tasks, key=lambda task: (task.since, task.pk))

    @cached_property
    def consents(self) -> list[Consent]:
        """Every word of the mother, in the order in which she said them."""
        return self.networks.consents

    @cached_property
    def appointments(self) -> list[Appointment]:
        """The version that holds of each, with who comes."""
        return appointments_about(self.episode)

    @cached_property
    def place(self) -> PlaceOfCare | None:
        """Where they are at home, once somebody said so."""
        return place_of_care(self.episode)

    @cached_property
    def observations(self) -> list[Observation]:
        """What was observed, as far as asked, with every version before of what was corrected."""
        return every_observation_of(self.episode, self.since)
