"""The midwife closes her visits, and hands the family over to youth health care and the general practitioner."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import StepDone
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record import policies

from . import transaction
from .admitting import admit
from .around_birth import Happened, happened, moment_of, role_of, saying, told_before
from .pathway import facts_now
from .record_fact import write_all
from .telling import tell

YOUTH_CARE = "youth_health"
GO_ON = frozenset({YOUTH_CARE, "gp"})  # who goes on with the family (card hand-over)


def hand_over_to_youth_care(
    *, episode_id: UUID, id: UUID, by: User, now: datetime, at: datetime | None = None
) -> Happened:
    """The step `handed_over`, at `at` (None: now); whoever goes on with the family is told.

    Raises Refusal while nobody of youth health care is in the network: a family that is handed over to nobody is the
    care gap itself (SYSTEM, PLAN-6 and PLAN-12). Whoever has no account can be put into the network by name. Raises it
    too where there is no child that lives. id: sending it again changes nothing.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        episode = admitted.episode
        at = moment_of(episode, id, at, now)
        again = told_before(episode, id) is not None
        if not again:
            policies.must_have_happened(at, now)
            policies.may_be_handed_over(facts_now(episode))
            if not youth_care_in_force(episode, now):
                raise Refusal(
                    "",
                    "nobody of youth health care is in the network of this family",
                    "Invite them first, or put them into the network by name",
                )
        step = StepDone(step="handed_over", at=at, by=role_of(admitted))
        recorded = write_all(episode=episode, said=[saying(id, step, episode)], by=by, now=now)
        told = (
            []
            if again
            else tell(
                episode=episode,
                what="handed_over",
                because=id,
                template="handed_over",
                by=by,
                now=now,
                to=GO_ON,
            )
        )
    return happened(recorded, told)


def youth_care_in_force(episode: PregnancyEpisode, now: datetime) -> bool:
    """Whether somebody of youth health care accepted and has not left."""
    return memberships_in_force(now).filter(episode=episode, role=YOUTH_CARE).exists()
