"""Mother or child is back in hospital: registered, told, and how the two stay together (KCE 232As, 3.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Readmission, Role, StepDone
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record import policies
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admitting import admit
from .after_a_loss import AROUND_THEM
from .around_birth import Happened, happened, moment_of, part, role_of, saying, told_before
from .pathway import facts_now
from .record_fact import write_all
from .telling import tell


def readmit(
    *,
    episode_id: UUID,
    who: Sequence[str],
    id: UUID,
    by: User,
    now: datetime,
    at: datetime | None = None,
    kept_together: bool = False,
    source: str = Entry.Source.PERSON,
) -> Happened:
    """They are in hospital again from `at` (None: now). Writing it down is the registration that the protocol asks
    for. kept_together: it was settled how mother and child stay together; if not, that stays open, and is watched.

    Raises Refusal for who has not gone home, ImpossibleFact for nobody. id: sending it again changes nothing.
    """
    who = tuple(dict.fromkeys(who))
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "birth_and_stay", act="write")
        episode = admitted.episode
        at = moment_of(episode, id, at, now)
        before = told_before(episode, id)
        if before is None:
            policies.may_come_back(facts_now(episode), who, at, now)
        registered_at = before.received_at if before else now
        steps = _steps(who, registered_at, role_of(admitted), kept_together)
        said = [saying(id, Readmission(who=who, at=at), episode, source=source)]
        said += [saying(part(id, step.step), step, episode, source=source) for step in steps]
        recorded = write_all(episode=episode, said=said, by=by, now=now)
        told = (
            []
            if before
            else tell(
                episode=episode,
                what="readmission",
                because=id,
                template="family_news",
                by=by,
                now=now,
                to=AROUND_THEM,
            )
        )
    return happened(recorded, told)


def _steps(who: tuple[str, ...], now: datetime, role: Role, kept_together: bool) -> Iterator[StepDone]:
    yield StepDone(step="readmission_registered", at=now, by=role, who=who)
    if kept_together:
        yield StepDone(step="kept_together", at=now, by=role, who=who)
