"""The gate that every flow about one family goes through: may this actor, for this purpose, now?"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import SENTENCES, Act, Asked, Decision, Module, Standing, decide, in_force
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, CARE_RELATION, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.facts import standing_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.network.scope import one_of_hers
from kraamkring.rooms.people.models import PregnancyEpisode

EMERGENCY = "emergency"
PART_OF_FACTS: tuple[Module, ...] = ("prenatal", "birth_and_stay", "postnatal", "plan", "network", "child")


class Admitted(NamedTuple):
    """The pregnancy, locked if it is for writing, and the ground on which the actor was let in, as the log notes it.
    networks: what its network held then, for flows that only look."""

    episode: PregnancyEpisode
    ground: str
    standing: Standing
    actor: User
    now: datetime
    networks: Networks

    def may(self, module: Module, act: Act = "read") -> Decision:
        """Another question about the same family at the same moment."""
        return decide(Asked(module=module, act=act, at=self.now), self.standing)

    def need(self, *modules: Module, act: Act = "read") -> None:
        """Raises NotAllowed, with the reason, for the first module that the actor may not read or write."""
        for module in modules:
            _allowed(self.may(module, act), module)

    def note_look(self, what: str, *, purpose: str = CARE, reason: str = "") -> None:
        """The audit row of a look: who, whose, what, why, on which ground."""
        broken = self.ground == EMERGENCY
        record_event(
            by=self.actor,
            now=self.now,
            action=AuditEvent.Action.READ,
            what=what,
            episode_id=self.episode.pk,
            person_id=self.episode.mother_id,
            purpose=EMERGENCY if broken else purpose,
            reason=reason,
            ground=self.ground,
        )


def admit(
    by: User,
    episode_id: UUID,
    now: datetime,
    *modules: Module,
    act: Act = "read",
    purpose: str = CARE,
) -> Admitted:
    """The pregnancy, if the actor may read (write: then it is locked) all of these modules.

    Raises NotThere to whoever stands in no relation to it at `now`, as for one that does not exist; NotAllowed to
    others, with the reason. The relation is read after the lock, so that who was removed meanwhile stays out.
    """
    episode = one_of_hers(by, episode_id, now, lock=act == "write")
    networks = Networks([episode] if episode else [])
    standing = standing_of(by, episode, networks) if episode else None
    if episode is None or standing is None or not in_force(standing, now):
        raise NotThere("episode", "there is no such pregnancy for you", "Ask who registered it")
    decisions = [
        _allowed(decide(Asked(module=module, act=act, at=now, purpose=purpose), standing), module)
        for module in modules
    ]
    ground = decisions[0].noted if decisions else ""
    return Admitted(episode, ground or CARE_RELATION, standing, by, now, networks)


def sees_all(standing: Standing, now: datetime) -> bool:
    """True if the actor may read every part of the facts, for care, now."""
    return all(decide(Asked(module=module, act="read", at=now), standing).allowed for module in PART_OF_FACTS)


def _allowed(decision: Decision, module: Module) -> Decision:
    if not decision.allowed:
        raise refused(module, decision)
    return decision


def refused(module: Module, decision: Decision) -> NotAllowed:
    """What is said of a part that is not given."""
    return NotAllowed(module, SENTENCES[decision.why], "Ask her, or who coordinates her care")
