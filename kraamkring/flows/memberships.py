"""A place in a network, found for a flow that writes about it; and the pathway after the network changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.network.models import Coordination, CoordinationProposal, Membership
from kraamkring.rooms.network.queries import episodes_of, membership_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import any_locked_episode

from .admitting import Admitted, admit
from .pathway import reconciled
from .telling import COORDINATOR, tell, tell_person

CHANGED = "network_changed"
MOTHER = "mother"


class ChangedNetwork(NamedTuple):
    """The membership, the coordination or who was asked for it, and what changed in the pathway."""

    membership: Membership
    coordination: Coordination | None
    difference: Difference
    proposal: CoordinationProposal | None = None


def of_my_network(membership_id: UUID, by: User, now: datetime) -> tuple[Admitted, Any]:
    """A membership of a network that the actor may write in, locked; any other is not there."""
    found = membership_found(membership_id)
    try:
        admitted = admit(by, found.episode_id, now, act="write")
    except NotThere:
        raise no_such() from None
    admitted.need("network", act="write")
    return admitted, membership_found(membership_id)


def membership_found(membership_id: UUID, *, lock: bool = False) -> Any:
    """The membership with its steps. lock: as it is once the pregnancy is locked. Raises NotThere."""
    membership = membership_of(membership_id)
    if membership is None:
        raise no_such()
    if not lock:
        return membership
    any_locked_episode(membership.episode_id)
    return membership_of(membership_id)


def no_such() -> NotThere:
    """What is said of an invitation that is not there, and of one that is another's."""
    return NotThere("membership", "there is no such invitation for you", "Ask who invited you")


def changed(
    episode: PregnancyEpisode,
    membership: Membership,
    by: User,
    now: datetime,
    task: Coordination | None = None,
) -> ChangedNetwork:
    """The pathway of a locked pregnancy, brought up to date after a change of its network."""
    because = [task.pk if task else membership.pk]
    return ChangedNetwork(membership, task, reconciled(episode, by=by, now=now, because=because))


def tell_answer(
    episode: PregnancyEpisode, asked_by: User, what: str, because: UUID, by: User, now: datetime
) -> None:
    """Whoever asked, if she is still concerned, and whoever coordinates hear that there is an answer."""
    told: dict[str, Any] = {
        "what": what,
        "because": because,
        "template": CHANGED,
        "by": by,
        "now": now,
        "link": "network",
    }
    tell(episode=episode, to=(COORDINATOR,), **told)
    if asked_by.pk != by.pk and episodes_of(asked_by, now).filter(pk=episode.pk).exists():
        tell_person(episode=episode, who=asked_by, **told)
